import { upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { ConsentPurpose, ConsentScope, ConsentTerm } from '../domain/consents';
import { consentScopes } from '../domain/consents';
import { WHOLE_SCOPE } from '../domain/row-access';
import { nextVersion } from './scope-version';
import type { Row, Sql } from './sql';
import { run, select, sql } from './sql';

/**
 * The scopes that this room makes itself, told from those of partners and orders by their party: a consent's has its purpose
 * behind a slash, a case's is the id of its request.
 */
export const OWN_SCOPES: Sql = sql`(INSTR(party, '/') > 0 OR SUBSTR(party, 1, 4) = 'req_')`;

/** A scope row of one customer, as it stands. */
export interface OwnScope extends ConsentScope {
  readonly version: bigint;
}

export function ownScopeOf(row: Row): OwnScope {
  return {
    party: String(row['party']),
    category: String(row['category']),
    until: row['until_at'] === null ? null : Number(row['until_at']),
    version: BigInt(String(row['version'])),
  };
}

export async function ownScopes(m: EntityManager, customer: string): Promise<readonly OwnScope[]> {
  const rows = await select(
    m,
    sql`SELECT party, category, until_at, CAST(version AS CHAR) AS version FROM scope
      WHERE customer = ${customer} AND ${OWN_SCOPES} ORDER BY party, category`,
  );
  return rows.map(ownScopeOf);
}

const keyOf = ({ party, category }: ConsentScope) => `${party} ${category}`;

/**
 * Makes the scopes of a customer's consents what its consents say at this instant, in the unit of work that changes them. A
 * scope that ends keeps its row, with an end that has passed, so that whoever carries it on sees the change. The customer's
 * row is locked by the caller.
 */
export async function deriveConsentScopes(m: EntityManager, customer: string, now: number): Promise<void> {
  const consents = await consentTerms(m, customer);
  const standing = (await ownScopes(m, customer)).filter(({ party }) => party.includes('/'));
  const byKey = new Map(standing.map((scope) => [keyOf(scope), scope]));
  const wanted = consentScopes(consents, now);
  const keep = new Set(wanted.map(keyOf));
  const ended = standing
    .filter((scope) => !keep.has(keyOf(scope)) && (scope.until === null || scope.until > now))
    .map((scope) => ({ ...scope, until: now }));
  const changed = wanted.filter((scope) => {
    const there = byKey.get(keyOf(scope));
    return there === undefined || there.until !== scope.until;
  });
  await writeScopes(
    m,
    customer,
    [...changed, ...ended].map((scope) => ({
      ...scope,
      version: nextVersion(byKey.get(keyOf(scope))?.version, now),
    })),
  );
}

async function consentTerms(m: EntityManager, customer: string): Promise<readonly ConsentTerm[]> {
  const rows = await select(
    m,
    sql`SELECT party, purpose, categories, from_at, until_at, withdrawn_at FROM consents WHERE customer = ${customer}`,
  );
  return rows.map((row) => ({
    party: String(row['party']),
    purpose: String(row['purpose']) as ConsentPurpose,
    categories: String(row['categories']).split(','),
    from: Number(row['from_at']),
    until: row['until_at'] === null ? null : Number(row['until_at']),
    withdrawnAt: row['withdrawn_at'] === null ? null : Number(row['withdrawn_at']),
  }));
}

/** Opens a case: until its request is answered, whoever acts for it has the customer's rows. */
export async function openCaseScope(
  m: EntityManager,
  request: string,
  customer: string,
  now: number,
): Promise<void> {
  const scope = { party: request, category: WHOLE_SCOPE, until: null, version: nextVersion(undefined, now) };
  await writeScopes(m, customer, [scope]);
}

export async function closeCaseScope(
  m: EntityManager,
  request: string,
  customer: string,
  now: number,
): Promise<void> {
  const [standing] = (await ownScopes(m, customer)).filter(({ party }) => party === request);
  if (standing === undefined) return;
  await writeScopes(m, customer, [{ ...standing, until: now, version: nextVersion(standing.version, now) }]);
}

async function writeScopes(m: EntityManager, customer: string, scopes: readonly OwnScope[]): Promise<void> {
  const rows = scopes.map(({ party, category, until, version }) => [
    party,
    customer,
    category,
    until,
    version,
  ]);
  await upsertRows(m, 'scope', ['party', 'customer', 'category', 'until_at', 'version'], rows, {
    key: ['party', 'customer', 'category'],
    update: ['until_at', 'version'],
  });
}

/** Marks a customer whose own scopes changed, in the same unit, until the access room has them too. */
export async function markScopes(m: EntityManager, customer: string, now: number): Promise<void> {
  const [row] = await select(
    m,
    sql`SELECT CAST(revision AS CHAR) AS revision FROM scope_outbox WHERE customer = ${customer}`,
  );
  const standing = row === undefined ? undefined : BigInt(String(row['revision']));
  await upsertRows(m, 'scope_outbox', ['customer', 'revision'], [[customer, nextVersion(standing, now)]], {
    key: ['customer'],
    update: ['revision'],
  });
}

/** Whether a consent of the customer has still to begin: then its scopes change by the calendar alone. */
export async function waitsToBegin(m: EntityManager, customer: string, now: number): Promise<boolean> {
  const rows = await select(
    m,
    sql`SELECT id FROM consents WHERE customer = ${customer} AND withdrawn_at IS NULL AND from_at > ${now} LIMIT 1`,
  );
  return rows.length > 0;
}

/** Locks a customer's row until the unit ends, so that two changes of its scopes come one after the other; false where it is gone. */
export async function lockCustomer(m: EntityManager, customer: string, locking: Sql): Promise<boolean> {
  const rows = await select(m, sql`SELECT id FROM customers WHERE id = ${customer}${locking}`);
  return rows.length > 0;
}

/** Removes every scope of a customer, whoever made it. */
export async function dropScopes(m: EntityManager, customer: string): Promise<void> {
  await run(m, sql`DELETE FROM scope WHERE customer = ${customer}`);
}
