import type { Category, CategoryDeclaration } from './categories';
import type { Clause, ClauseId } from './clauses';
import type { Action, Audience, Purpose, Room, RowScope } from './vocabulary';

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

/** All words of a kind, or those that are listed. */
export type Some<Word> = 'all' | readonly Word[];

/**
 * Takes categories and actions from audiences, whatever the rules grant: a refusal always wins. A category is refused with
 * everything below it, and with every parent, since the parent holds it.
 */
export interface Refusal {
  readonly audiences: Some<Audience>;
  readonly purposes: Some<Purpose>;
  readonly categories: Some<Category>;
  readonly actions: Some<Action>;
  readonly clause: ClauseId;
  /** One sentence that says why, shown to whoever is refused. */
  readonly why: string;
}

/** How long one class of data stays. */
export interface Retention {
  /** A short name in lower case, such as `daily-facts`. */
  readonly key: string;
  /** What it is, in words. */
  readonly data: string;
  /** What the class holds, in the eyes of the policy. */
  readonly categories: readonly Category[];
  readonly room: Room;
  /**
   * An ISO 8601 duration in days or months, such as `P30D` or `P25M` (`P0D` is at once); `until-erased` for what goes with
   * its customer's data key; `kept` for what has no end.
   */
  readonly period: string;
  /** What the period is counted from; for what has none, what ends it or why it may stay. */
  readonly from: string;
  /** The job or account that removes it. */
  readonly job: string;
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
  /** Asked before the rules. */
  readonly refusals: readonly Refusal[];
  /** How long what is held stays. */
  readonly retention: readonly Retention[];
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
