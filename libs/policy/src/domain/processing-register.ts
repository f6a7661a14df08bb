import { isProtected, isWithin } from './categories';
import type { Category, CategoryDeclaration } from './categories';
import type { ClauseId } from './clauses';
import { audiencePurposes, decide, decideAction } from './decide';
import type { Claim, Policy, PurposeDeclaration, Retention, Some } from './policy';
import { OUTSIDERS } from './vocabulary';
import type { Action, Audience, RowScope } from './vocabulary';

/** What is read together: on the same rows, under the same clause. */
export interface RegisteredReading {
  readonly categories: readonly Category[];
  readonly rows: RowScope;
  readonly clause: ClauseId;
}

/** What is done under one clause. */
export interface RegisteredAction {
  readonly actions: readonly Action[];
  readonly clause: ClauseId;
}

/** One recipient of one purpose, as article 30 of the GDPR wants it told. */
export interface RegisterEntry {
  readonly audience: Audience;
  /** The recipients, in words. */
  readonly recipients: string;
  readonly isOutside: boolean;
  readonly readings: readonly RegisteredReading[];
  readonly actions: readonly RegisteredAction[];
  /** The classes of data that the categories lie in, with their times. */
  readonly retention: readonly Retention[];
  /** Sentences that follow from rows, sensitivity and refusals. */
  readonly safeguards: readonly string[];
}

/** One purpose with all its recipients. */
export interface RegisterPurpose {
  readonly purpose: PurposeDeclaration;
  readonly entries: readonly RegisterEntry[];
}

/**
 * The register of processing that follows from a policy: for each purpose who receives which categories, of which
 * customers, under which clause, kept how long, and with which safeguards. What a refusal takes from a rule is left out.
 */
export function processingRegister(policy: Policy): readonly RegisterPurpose[] {
  return policy.purposes
    .map((purpose) => ({
      purpose,
      entries: policy.audiences
        .map(({ key }) => key)
        .filter((audience) => audiencePurposes(policy, audience).includes(purpose.key))
        .map((audience) => entryOf(policy, { audience, purpose: purpose.key })),
    }))
    .filter(({ entries }) => entries.length > 0);
}

/** A period of the retention schedule in words: `P30D` is 30 days, `P0D` at once. */
export function periodWords(period: string): string {
  if (period === 'kept') return 'kept';
  if (period === 'until-erased') return 'until erased';
  const [, count = '', unit] = /^P(\d+)([DM])$/.exec(period) ?? [];
  if (count === '0') return 'gone at once';
  const name = unit === 'D' ? 'day' : 'month';
  return count === '1' ? `1 ${name}` : `${count} ${name}s`;
}

const OF_ROWS: Readonly<Record<RowScope, string>> = {
  all: 'of every customer',
  scoped: 'of the customers that a grant names',
  self: 'of itself',
  'own-records': 'of what it recorded',
  none: 'of no customer in particular',
};

/** A row scope in words, to stand behind what is read: `scoped` is "of the customers that a grant names". */
export function rowWords(rows: RowScope): string {
  return OF_ROWS[rows];
}

function entryOf(policy: Policy, claim: Claim): RegisterEntry {
  const readings = readingsOf(policy, claim);
  const categories = policy.categories.filter(({ key }) =>
    readings.some((reading) => reading.categories.some((read) => isWithin(key, read))),
  );
  return {
    audience: claim.audience,
    recipients: policy.audiences.find(({ key }) => key === claim.audience)?.description ?? '',
    isOutside: OUTSIDERS.includes(claim.audience),
    readings,
    actions: actionsOf(policy, claim),
    retention: policy.retention.filter((kept) =>
      kept.categories.some((held) => categories.some(({ key }) => isWithin(key, held))),
    ),
    safeguards: safeguardsOf(policy, claim, readings, categories),
  };
}

function readingsOf(policy: Policy, claim: Claim): readonly RegisteredReading[] {
  const readings = new Map<string, { rows: RowScope; clause: ClauseId; categories: Category[] }>();
  for (const rule of policy.rules) {
    if (rule.audience !== claim.audience || rule.purpose !== claim.purpose) continue;
    for (const category of rule.categories.flatMap((named) => leftOf(policy, claim, named))) {
      const decision = decide(policy, claim, category);
      if (!decision.allowed) continue;
      const { rows, clause } = decision;
      const reading = readings.get(`${rows} ${clause}`) ?? { rows, clause, categories: [] };
      if (!reading.categories.includes(category)) reading.categories.push(category);
      readings.set(`${rows} ${clause}`, reading);
    }
  }
  return [...readings.values()];
}

// What is left of a category that a rule names: the whole, or those parts that no refusal takes.
function leftOf(policy: Policy, claim: Claim, category: Category): readonly Category[] {
  if (decide(policy, claim, category).allowed) return [category];
  return policy.categories
    .filter(({ parent }) => parent === category)
    .flatMap(({ key }) => leftOf(policy, claim, key));
}

function actionsOf(policy: Policy, claim: Claim): readonly RegisteredAction[] {
  return policy.actionRules
    .filter(({ audience, purpose }) => audience === claim.audience && purpose === claim.purpose)
    .map(({ actions, clause }) => ({
      actions: actions.filter((action) => decideAction(policy, claim, action).allowed),
      clause,
    }))
    .filter(({ actions }) => actions.length > 0);
}

function safeguardsOf(
  policy: Policy,
  claim: Claim,
  readings: readonly RegisteredReading[],
  categories: readonly CategoryDeclaration[],
): readonly string[] {
  const rows = new Set(readings.map((reading) => reading.rows));
  const said: string[] = [];
  if (categories.some(isProtected)) said.push('No answer leaves before its release is on the record.');
  if (categories.some(({ sensitivity }) => sensitivity === 'personal'))
    said.push('Personal values are encrypted at rest, under a key of their customer’s own.');
  if (categories.some(({ key }) => isWithin(key, 'usage')))
    said.push('Counts lie under a pseudonym, in another room than names.');
  if (rows.has('scoped')) said.push('Rows end with the assignment, case, order or consent that opened them.');
  const refused = policy.refusals
    .filter(({ audiences }) => isListed(claim.audience, audiences))
    .filter(({ purposes }) => purposes === 'all' || purposes.includes(claim.purpose))
    .map(({ why }) => why);
  return [...said, ...refused];
}

// What is refused to everybody is told once, at the head of the register.
function isListed(audience: Audience, audiences: Some<Audience>): boolean {
  return audiences !== 'all' && audiences.includes(audience);
}
