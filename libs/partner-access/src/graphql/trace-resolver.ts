import type { ClauseTrace } from '@hearth/policy-trace';
import { readPolicyTrace } from '@hearth/policy-trace';
import { Open } from '@hearth/subgraph';
import { Query, Resolver } from 'type-graphql';
import { ClauseTraceType } from './trace-types';

/** How each clause is enforced and tested, as this version of the software was published. */
@Resolver()
export class TraceResolver {
  @Query(() => [ClauseTraceType], {
    nullable: true,
    description:
      'Each clause of the policy with its rules, fields, mechanisms and tests, in the order of the policy.',
  })
  @Open('How the policy is enforced is published like the policy itself.')
  policyTrace(): readonly ClauseTraceType[] {
    return readPolicyTrace().clauses.map(toClauseTraceType);
  }
}

function toClauseTraceType(trace: ClauseTrace): ClauseTraceType {
  const { clause, inPart } = trace;
  return {
    clause,
    title: trace.title,
    obliges: trace.obliges,
    rules: trace.rules.map(({ audience, purpose, categories, rows }) => ({
      audience,
      purpose,
      categories,
      rows,
      clause,
    })),
    actionRules: trace.actionRules.map(({ audience, purpose, actions }) => ({
      audience,
      purpose,
      actions,
      clause,
    })),
    refusals: trace.refusals.map(({ code, audiences }) => ({ code, audiences })),
    mechanisms: trace.mechanisms.map(({ what, file, symbol }) => ({ what, file, symbol })),
    fields: trace.fields.map(({ coordinate, categories }) => ({ coordinate, categories })),
    mutations: trace.mutations.map(({ coordinate, actions }) => ({ coordinate, actions })),
    tests: trace.tests.map(({ project, file, title, status }) => ({ project, file, title, status })),
    ...(inPart === undefined ? {} : { inPart: { part: inPart.part, how: inPart.how } }),
  };
}
