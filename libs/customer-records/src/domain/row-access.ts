import type { Category, Claim, Decision, Policy, Reader, Refused, RowScope } from '@hearth/policy';
import { decide, isWithin } from '@hearth/policy';
import { AccessRefused } from './faults';
import type { RowGrants } from './records';

/** What the policy says to one reader about every category, decided once. */
export interface ReaderAccess {
  readonly reader: Reader;
  readonly policyVersion: string;
  readonly decisions: ReadonlyMap<Category, Decision>;
  /** The names by which a row of the scope table makes a customer visible to this reader. */
  readonly visibleBy: readonly string[];
}

/** A scope row with this category grants all that the rule allows. */
export const WHOLE_SCOPE = '*';

type Decided = Omit<ReaderAccess, 'reader'>;

// Every decision of a claim takes a walk over all rules, and a policy never changes: so it is asked once for each claim.
const decided = new WeakMap<Policy, Map<string, Decided>>();

export function accessOf(policy: Policy, reader: Reader): ReaderAccess {
  const known = decided.get(policy) ?? new Map<string, Decided>();
  decided.set(policy, known);
  const claim = `${reader.audience} ${reader.purpose}`;
  const access = known.get(claim) ?? decideAll(policy, reader);
  known.set(claim, access);
  return { ...access, reader };
}

function decideAll(policy: Policy, claim: Claim): Decided {
  const decisions = new Map(policy.categories.map(({ key }) => [key, decide(policy, claim, key)]));
  const scoped = [...decisions].filter(([, d]) => d.allowed && d.rows === 'scoped').map(([key]) => key);
  const visibleBy = new Set<string>([WHOLE_SCOPE]);
  for (const category of scoped) scopeNamesFor(category).forEach((name) => visibleBy.add(name));
  return { policyVersion: policy.version, decisions, visibleBy: [...visibleBy] };
}

/** The scope rows that grant a category: everything, the category itself, or one that it lies within. */
export function scopeNamesFor(category: Category): readonly string[] {
  const words = category.split('.');
  return [WHOLE_SCOPE, ...words.map((_, index) => words.slice(0, index + 1).join('.'))];
}

/** The rows of which the reader may have a category, or undefined where the policy refuses it outright. */
export function rowsOf(access: ReaderAccess, category: Category): RowScope | undefined {
  const decision = access.decisions.get(category);
  return decision?.allowed === true ? decision.rows : undefined;
}

/** Throws AccessRefused unless the policy lets the reader have the category on some rows. */
export function demand(access: ReaderAccess, category: Category): void {
  const decision = access.decisions.get(category);
  if (decision === undefined) throw new TypeError(`no such category: ${category}`);
  if (!decision.allowed) throw new AccessRefused(decision, category);
}

/** What the database said about one customer and the reader, beside the granted columns. */
export interface RowEvidence {
  readonly customer: string;
  readonly recordedByReader: boolean;
  readonly scopes: readonly string[];
}

/** The categories released on one row: allowed by the policy, and on this row by the evidence. */
export function grantsOf(access: ReaderAccess, row: RowEvidence): RowGrants {
  const granted = new Set<Category>();
  for (const [category, decision] of access.decisions) {
    if (decision.allowed && reaches(decision.rows, category, access.reader, row)) granted.add(category);
  }
  return granted;
}

function reaches(rows: RowScope, category: Category, reader: Reader, row: RowEvidence): boolean {
  switch (rows) {
    case 'all':
      return true;
    case 'self':
      return reader.customer === row.customer;
    case 'own-records':
      return row.recordedByReader;
    case 'scoped':
      return row.scopes.some((name) => name === WHOLE_SCOPE || isWithin(category, name as Category));
    case 'none':
      return false;
  }
}

/** The refusal of a category that the policy allows to the reader, but not on the row at hand. */
export function rowRefusal(access: ReaderAccess, category: Category): Refused {
  const decision = access.decisions.get(category);
  return {
    allowed: false,
    code: 'ROW_NOT_ALLOWED',
    clause: decision?.clause ?? 'minimise',
    needed: 'A grant that names this category for this customer.',
    policyVersion: access.policyVersion,
  };
}
