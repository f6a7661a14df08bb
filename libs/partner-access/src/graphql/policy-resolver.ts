import { Open } from '@hearth/subgraph';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { readerRows } from '../domain/reader-rows';
import type { PartnerContext } from './context';
import { toPolicyDifference } from './policy-difference';
import { PolicyDifferenceType } from './policy-difference-types';
import { toPolicyType } from './policy-told';
import { PolicyPeriodType, PolicyType } from './policy-types';
import { ReaderType } from './reader-type';

/** What is open to anyone: the policy, and who one is. */
@Resolver()
export class PolicyResolver {
  @Query(() => ReaderType, {
    nullable: true,
    description: 'Who the request is taken to be from, and what that allows.',
  })
  @Open('It tells nothing but what the asker’s own token says.')
  whoAmI(@Ctx() context: PartnerContext): ReaderType {
    const { reader, policy } = context;
    return {
      audience: reader.audience,
      purposes: reader.purposes,
      purpose: reader.purpose,
      rows: readerRows(policy, reader),
      client: reader.client,
      expiresAt: reader.expiresAt ?? null,
      policyVersion: policy.version,
    };
  }

  @Query(() => PolicyType, {
    nullable: true,
    description: 'A version of the privacy policy; the one in force where none is named.',
  })
  @Open('The policy is published: whoever it binds or protects may read it.')
  async policy(
    @Arg('version', () => ID, { nullable: true }) version: string | null | undefined,
    @Ctx() context: PartnerContext,
  ): Promise<PolicyType | null> {
    const found = version ? await context.policyVersion(version) : context.policy;
    return found ? toPolicyType(found) : null;
  }

  @Query(() => [PolicyPeriodType], {
    nullable: true,
    description: 'Which version of the policy was in force when, the oldest first.',
  })
  @Open('The policy is published, and so is since when it has been what it is.')
  policyHistory(@Ctx() context: PartnerContext): Promise<readonly PolicyPeriodType[]> {
    return context.policyHistory();
  }

  @Query(() => PolicyDifferenceType, {
    nullable: true,
    description:
      'What changes from one version of the policy to another, and for whom. Null where either never was.',
  })
  @Open('Versions of the policy are published, and so is what tells them apart.')
  async policyChanges(
    @Arg('from', () => ID) from: string,
    @Arg('to', () => ID) to: string,
    @Ctx() context: PartnerContext,
  ): Promise<PolicyDifferenceType | null> {
    const [before, after] = await Promise.all([context.policyVersion(from), context.policyVersion(to)]);
    if (!before || !after) return null;
    return toPolicyDifference(context.comparePolicies(before, after), before, after);
  }
}
