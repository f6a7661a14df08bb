import type { EntityManager } from 'typeorm';
import { AGREEMENTS_PER_CUSTOMER_MAX } from '../domain/limits';
import type {
  AgreementRecord,
  EntitlementPeriod,
  EntitlementRecord,
  InstallationConfirmation,
  Measure,
} from '../domain/records';
import type { ReadingParts } from './customer-reader';
import type { Row, Sql } from './sql';
import { listOf, select, sql, textOf } from './sql';

const COLUMNS = [
  ['order_number', 'agreement.order'],
  ['edition', 'agreement.edition'],
  ['starts_on', 'agreement.dates'],
  ['ends_on', 'agreement.dates'],
  ['licence_key', 'licence.key'],
  ['licence_hint', 'licence.hint'],
  ['needs_confirmation', 'agreement.record'],
] as const;

const FROM = sql`FROM agreements t JOIN customers c ON c.id = t.customer LEFT JOIN data_keys k ON k.customer = t.customer`;

function selection({ guard }: ReadingParts): Sql {
  return sql`t.id, t.customer, k.wrapped, ${guard.evidence()}${guard.columns('t', COLUMNS)}`;
}

function confirmationOf(needed: unknown): InstallationConfirmation | null {
  if (needed === null || needed === undefined) return null;
  return Number(needed) === 0 ? 'NOT_REQUIRED' : 'REQUIRED';
}

function recordOf({ guard, cipher }: ReadingParts, row: Row): AgreementRecord {
  const id = String(row['id']);
  const customer = String(row['customer']);
  const open = (column: string) => cipher.open(row, customer, { table: 'agreements', column, row: id });
  return {
    id,
    customer,
    grants: guard.grants(row, customer),
    orderNumber: open('order_number'),
    edition: textOf(row, 'edition'),
    startsOn: textOf(row, 'starts_on'),
    endsOn: textOf(row, 'ends_on'),
    licenceKey: open('licence_key'),
    licenceKeyHint: open('licence_hint'),
    installationConfirmation: confirmationOf(row['needs_confirmation']),
  };
}

/** The agreements of each customer, by id, in one statement. */
export async function agreementsOf(
  parts: ReadingParts,
  m: EntityManager,
  customers: readonly string[],
): Promise<ReadonlyMap<string, readonly AgreementRecord[]>> {
  const rows = await select(
    m,
    sql`SELECT ${selection(parts)} ${FROM}
      WHERE t.customer IN ${listOf(customers)} AND ${parts.guard.granted('agreement.record')}
      ORDER BY t.customer, t.id LIMIT ${customers.length * AGREEMENTS_PER_CUSTOMER_MAX}`,
  );
  const found = new Map<string, AgreementRecord[]>(customers.map((customer) => [customer, []]));
  for (const row of rows) found.get(String(row['customer']))?.push(recordOf(parts, row));
  return found;
}

/** Agreements by their ids, of the customers on which the reader may know of agreements. */
export async function agreementsById(
  parts: ReadingParts,
  m: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AgreementRecord>> {
  const rows = await select(
    m,
    sql`SELECT ${selection(parts)} ${FROM}
      WHERE t.id IN ${listOf(ids)} AND ${parts.guard.granted('agreement.record')}`,
  );
  return new Map(rows.map((row) => [String(row['id']), recordOf(parts, row)]));
}

/** The entitlements of each agreement, by metric, in one statement. */
export async function entitlementsOf(
  parts: ReadingParts,
  m: EntityManager,
  agreements: readonly string[],
): Promise<ReadonlyMap<string, readonly EntitlementRecord[]>> {
  const rows = await select(
    m,
    // The limit is 64 bits wide: as text it is exact in both dialects.
    sql`SELECT e.agreement, e.metric, CAST(e.limit_value AS CHAR) AS limit_text, e.measure, e.period, e.tolerance_percent
      FROM entitlements e JOIN agreements t ON t.id = e.agreement JOIN customers c ON c.id = t.customer
      WHERE e.agreement IN ${listOf(agreements)} AND ${parts.guard.granted('agreement.entitlement')}
      ORDER BY e.agreement, e.metric`,
  );
  const found = new Map<string, EntitlementRecord[]>(agreements.map((agreement) => [agreement, []]));
  for (const row of rows) {
    found.get(String(row['agreement']))?.push({
      metric: String(row['metric']),
      limit: BigInt(String(row['limit_text'])),
      measure: String(row['measure']) as Measure,
      period: String(row['period']) as EntitlementPeriod,
      tolerancePercent: Number(row['tolerance_percent']),
    });
  }
  return found;
}
