import type { Policy } from '@hearth/policy';
import { POLICY_VERSIONS } from '@hearth/policy';
import { Open } from '@hearth/subgraph';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { readerRows } from '../domain/reader-rows';
import type { PartnerContext } from './context';
import { PolicyType } from './policy-types';
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
    const found = version
      ? (POLICY_VERSIONS.find((candidate) => candidate.version === version) ??
        (await context.governance.policyOnceInForce(version)))
      : context.policy;
    return found ? toPolicyType(found) : null;
  }
}

function toPolicyType(policy: Policy): PolicyType {
  return {
    version: policy.version,
    effectiveFrom: policy.effectiveFrom,
    clauses: policy.clauses.map(({ id, title, text, obliges }) => ({ id, title, text, obliges })),
    categories: policy.categories.map(({ key, description, parent, sensitivity }) => ({
      key,
      description,
      sensitivity,
      ...(parent === undefined ? {} : { parent }),
    })),
    audiences: policy.audiences.map(({ key, title, description }) => ({ key, title, description })),
    purposes: policy.purposes.map(({ key, title, description }) => ({ key, title, description })),
    rules: policy.rules.map(({ audience, purpose, categories, rows, clause }) => ({
      audience,
      purpose,
      categories,
      rows,
      clause,
    })),
    actionRules: policy.actionRules.map(({ audience, purpose, actions, clause }) => ({
      audience,
      purpose,
      actions,
      clause,
    })),
  };
}
