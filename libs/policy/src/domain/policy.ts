import type { Category, CategoryDeclaration } from './categories';
import type { Clause, ClauseId } from './clauses';
import type { Action, Audience, Purpose, RowScope } from './vocabulary';

/** Lets an audience read categories for one purpose. A parent category covers its children. */
export interface Rule {
  readonly audience: Audience;
  readonly purpose: Purpose;
  readonly categories: readonly Category[];
  readonly rows: RowScope;
  readonly clause: ClauseId;
}

/** Lets an audience act for one purpose. */
export interface ActionRule {
  readonly audience: Audience;
  readonly purpose: Purpose;
  readonly actions: readonly Action[];
  readonly clause: ClauseId;
}

/** An audience in words. `boundBy` is the clause that its refusals rest on. */
export interface AudienceDeclaration {
  readonly key: Audience;
  readonly title: string;
  readonly description: string;
  readonly boundBy: ClauseId;
}

/** A purpose in words. */
export interface PurposeDeclaration {
  readonly key: Purpose;
  readonly title: string;
  readonly description: string;
}

/** One version of the policy, whole and as data. Nothing declared in it means refused. */
export interface Policy {
  readonly version: string;
  /** First day of validity, `YYYY-MM-DD`, UTC. */
  readonly effectiveFrom: string;
  readonly clauses: readonly Clause[];
  readonly categories: readonly CategoryDeclaration[];
  /** What a mutation can be declared to do. */
  readonly actions: readonly Action[];
  readonly audiences: readonly AudienceDeclaration[];
  readonly purposes: readonly PurposeDeclaration[];
  readonly rules: readonly Rule[];
  readonly actionRules: readonly ActionRule[];
}

/** What a reader claims to be, and for what it asks. */
export interface Claim {
  readonly audience: Audience;
  readonly purpose: Purpose;
}

/** A claim with the identity behind it, as a verified token says. Times are UTC milliseconds. */
export interface Reader extends Claim {
  readonly client: string;
  /** The partner, consented party or order that scopes the reader's rows. */
  readonly party?: string;
  /** The customer that a reader of audience `customer` is. */
  readonly customer?: string;
  readonly tokenId?: string;
  readonly expiresAt?: number;
  /** The purposes that the token allows; `purpose` is the one stated. */
  readonly purposes: readonly Purpose[];
}

/** Whoever comes without a token. */
export const PUBLIC_READER: Reader = Object.freeze({
  audience: 'public',
  purpose: 'statistics',
  client: 'public',
  purposes: Object.freeze(['statistics'] as const),
});
