import {
  periodWords,
  processingRegister,
  rowWords,
  type Policy,
  type RegisterEntry,
  type Some,
} from '@hearth/policy';
import { table } from '../table';

const someWords = (some: Some<string>): string => (some === 'all' ? 'all' : some.join(' ') || '–');

/** A version of the policy for people: what is refused, what is allowed, and what the clauses say. */
export function showPolicy(policy: Policy): string {
  return [
    `Policy ${policy.version}, in effect from ${policy.effectiveFrom}. What no rule allows is refused.`,
    'REFUSED OUTRIGHT',
    policy.refusals.length === 0
      ? 'Nothing: this version refuses by leaving out.'
      : table(
          ['audiences', 'purposes', 'categories', 'actions', 'clause', 'why'],
          policy.refusals.map((one) => [
            someWords(one.audiences),
            someWords(one.purposes),
            someWords(one.categories),
            someWords(one.actions),
            one.clause,
            one.why,
          ]),
        ),
    'READING',
    table(
      ['audience', 'purpose', 'categories', 'rows', 'clause'],
      policy.rules.map((one) => [one.audience, one.purpose, one.categories.join(' '), one.rows, one.clause]),
    ),
    'ACTING',
    table(
      ['audience', 'purpose', 'actions', 'clause'],
      policy.actionRules.map((one) => [one.audience, one.purpose, one.actions.join(' '), one.clause]),
    ),
    'CLAUSES',
    table(
      ['clause', 'what it says', 'what it obliges'],
      policy.clauses.map(({ id, text, obliges }) => [id, text, obliges]),
    ),
  ].join('\n\n');
}

/** The register of processing for people: a block for each recipient of a purpose. */
export function showRegister(policy: Policy): string {
  return [
    `Register of processing under policy ${policy.version}.`,
    ...processingRegister(policy).flatMap(({ purpose, entries }) => [
      `${purpose.title.toUpperCase()}: ${purpose.description}`,
      ...entries.map(recipientBlock),
    ]),
  ].join('\n\n');
}

function recipientBlock(entry: RegisterEntry): string {
  return [
    `  ${entry.audience}${entry.isOutside ? ' (outside)' : ''}: ${entry.recipients}`,
    ...entry.readings.map(
      ({ categories, rows, clause }) =>
        `    receives   ${categories.join(' ')} ${rowWords(rows)} (${clause})`,
    ),
    ...entry.actions.map(({ actions, clause }) => `    does       ${actions.join(' ')} (${clause})`),
    ...entry.retention.map(({ key, period }) => `    kept       ${key}: ${periodWords(period)}`),
    ...entry.safeguards.map((sentence) => `    safeguard  ${sentence}`),
  ].join('\n');
}

/** The retention schedule for people. */
export function showRetention(policy: Policy): string {
  if (policy.retention.length === 0) return `Policy ${policy.version} declares no times.`;
  return `How long data stays under policy ${policy.version}.\n\n${table(
    ['class', 'what', 'room', 'how long', 'counted from', 'removed by'],
    policy.retention.map((kept) => [
      kept.key,
      kept.data,
      kept.room,
      periodWords(kept.period),
      kept.from,
      kept.job,
    ]),
  )}`;
}
