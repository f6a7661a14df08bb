import type { Action, Category, Decision, Policy, Reader, Refused } from '@hearth/policy';
import { CATEGORIES, decide, isWithin } from '@hearth/policy';

/** On which customers' rows a reader may read one category; customers are pseudonyms here. */
export type RowGrant =
  | { readonly rows: 'all' }
  /** Rows that a scope of the party names, by the party alone or with the purpose behind it, for one of these categories. */
  | {
      readonly rows: 'scoped';
      readonly parties: readonly [party: string, partyForPurpose: string];
      readonly categories: readonly string[];
    }
  | { readonly rows: 'self'; readonly customer: string }
  | { readonly rows: 'none' };

/** The policy's answer about one category, and the rows that follow from who asks. */
export interface Grant {
  readonly category: Category;
  readonly decision: Decision;
  readonly grant: RowGrant;
}

/** Whatever a scope may call the category: itself, one that holds it, or all. */
function scopeCategories(category: Category): string[] {
  return ['*', ...CATEGORIES.map(({ key }) => key).filter((key) => isWithin(category, key))];
}

/** Decides on which rows a reader may read a category. Without the identity that a row scope needs, there are none. */
export function grantFor(policy: Policy, reader: Reader, category: Category): Grant {
  const decision = decide(policy, reader, category);
  return {
    category,
    decision,
    grant: decision.allowed ? rowsOf(decision.rows, reader, category) : { rows: 'none' },
  };
}

function rowsOf(rows: string, reader: Reader, category: Category): RowGrant {
  if (rows === 'all') return { rows };
  if (rows === 'scoped' && reader.party !== undefined) {
    const { party, purpose } = reader;
    return { rows, parties: [party, `${party}/${purpose}`], categories: scopeCategories(category) };
  }
  if (rows === 'self' && reader.customer !== undefined) return { rows, customer: reader.customer };
  return { rows: 'none' };
}

/** What makes a customer one that a reader knows of, where it may see no installations. */
const KNOWN_BY: readonly Category[] = [
  'usage.customer.entitled',
  'usage.customer.other',
  'usage.feature',
  'usage.legacy',
  'usage.coverage',
];

/**
 * On which customers' rows a reader may say whose an installation is: those whose installations it may see, or, for a
 * department that sees none, the customers that it may see here at all. Who comes with an identity of its own, a customer or a
 * party, never acts beyond it, whatever the policy opens.
 */
export function actingGrant(policy: Policy, reader: Reader): RowGrant {
  if (reader.customer !== undefined) return { rows: 'self', customer: reader.customer };
  if (reader.party !== undefined) return rowsOf('scoped', reader, 'usage.installation');
  for (const category of ['usage.installation', ...KNOWN_BY] as const) {
    const { grant } = grantFor(policy, reader, category);
    if (grant.rows !== 'none') return grant;
  }
  return { rows: 'none' };
}

/** The refusal of one row to a reader who may read the category on other rows. */
export function rowRefused(grant: Grant): Refused {
  const { decision } = grant;
  if (!decision.allowed) return decision;
  return {
    allowed: false,
    code: 'ROW_NOT_ALLOWED',
    clause: decision.clause,
    needed: 'A scope that names this customer for the category.',
    policyVersion: decision.policyVersion,
  };
}

/** An action that the policy refuses, met behind the door. */
export class ActionRefused extends Error {
  override readonly name = 'ActionRefused';

  constructor(
    readonly decision: Refused,
    readonly action: Action,
  ) {
    super(`Refused under clause ${decision.clause}.`);
  }
}

/** What the storage port withholds: it selects nothing of a category that the policy refuses. */
export class Withheld extends Error {
  override readonly name = 'Withheld';

  constructor(
    readonly decision: Refused,
    readonly category: Category | { readonly action: Action },
  ) {
    super(`Withheld under clause ${decision.clause}.`);
  }
}
