import { Category, DateTime, MutationAudience } from '@hearth/subgraph';
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { PolicyProposal } from '../domain/policy-proposals';
import type { PartnerContext } from './context';
import { told } from './told';

@ObjectType('PolicyProposal', {
  description: 'A version of the policy that one client proposed, and which other approved it.',
})
export class PolicyProposalType implements PolicyProposal {
  @Field(() => ID, { nullable: true })
  @Category('access.policy')
  version!: string;

  @Field(() => String, { nullable: true, description: 'The policy as JSON.' })
  @Category('access.policy')
  document!: string;

  @Field(() => String, { nullable: true, description: 'A client.' })
  @Category('access.policy')
  proposedBy!: string;

  @Field(() => DateTime, { nullable: true })
  @Category('access.policy')
  proposedAt!: number;

  @Field(() => String, { nullable: true, description: 'Another client; null while it is open.' })
  @Category('access.policy')
  approvedBy!: string | null;

  @Field(() => DateTime, { nullable: true })
  @Category('access.policy')
  approvedAt!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether this version decides now.' })
  @Category('access.policy')
  inForce!: boolean;
}

@Resolver()
export class PolicyProposalResolver {
  @Query(() => [PolicyProposalType], { nullable: true, description: 'The newest first, at most 100.' })
  @Category('access.policy')
  async policyProposals(@Ctx() { governance }: PartnerContext): Promise<PolicyProposalType[]> {
    return [...(await told(() => governance.policyProposals()))];
  }

  @Mutation(() => PolicyProposalType, {
    nullable: true,
    description: 'Proposes a version of the policy, which another client approves.',
  })
  @MutationAudience('policy.propose')
  proposePolicy(
    @Arg('document', () => String, { description: 'The policy as JSON.' }) document: string,
    @Ctx() { governance }: PartnerContext,
  ): Promise<PolicyProposalType> {
    return told(() => governance.proposePolicy(document));
  }

  @Mutation(() => PolicyProposalType, {
    nullable: true,
    description:
      'Puts a proposed version in force, for every request from now on. Refused to the client that proposed it.',
  })
  @MutationAudience('policy.approve')
  approvePolicy(
    @Arg('version', () => ID) version: string,
    @Ctx() { governance }: PartnerContext,
  ): Promise<PolicyProposalType> {
    return told(() => governance.approvePolicy(version));
  }
}
