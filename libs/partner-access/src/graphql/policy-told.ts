import type { ActionRule, Policy, Refusal, Retention, Rule, Some } from '@hearth/policy';
import type {
  PolicyActionRuleType,
  PolicyRefusalType,
  PolicyRetentionType,
  PolicyRuleType,
  PolicyType,
} from './policy-types';

/** A policy as the graph tells it: picked part by part. */
export function toPolicyType(policy: Policy): PolicyType {
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
    actions: policy.actions,
    audiences: policy.audiences.map(({ key, title, description }) => ({ key, title, description })),
    purposes: policy.purposes.map(({ key, title, description }) => ({ key, title, description })),
    rules: policy.rules.map(toRule),
    actionRules: policy.actionRules.map(toActionRule),
    refusals: policy.refusals.map((refusal) => toRefusal(policy, refusal)),
    retention: policy.retention.map(toRetention),
  };
}

export function toRule({ audience, purpose, categories, rows, clause }: Rule): PolicyRuleType {
  return { audience, purpose, categories, rows, clause };
}

export function toActionRule({ audience, purpose, actions, clause }: ActionRule): PolicyActionRuleType {
  return { audience, purpose, actions, clause };
}

/** A refusal with its words written out: "all" are those that its policy declares. */
export function toRefusal(policy: Policy, refusal: Refusal): PolicyRefusalType {
  const { audiences, purposes, categories, actions, clause, why } = refusal;
  return {
    audiences: listed(
      audiences,
      policy.audiences.map(({ key }) => key),
    ),
    purposes: listed(
      purposes,
      policy.purposes.map(({ key }) => key),
    ),
    categories: listed(
      categories,
      policy.categories.map(({ key }) => key),
    ),
    actions: listed(actions, policy.actions),
    clause,
    why,
  };
}

export function toRetention(retention: Retention): PolicyRetentionType {
  const { key, data, categories, room, period, from, job, clause } = retention;
  return { key, data, categories, room, period, from, job, clause };
}

function listed<Word>(some: Some<Word>, all: readonly Word[]): readonly Word[] {
  return some === 'all' ? all : some;
}
