import type { EntityManager } from 'typeorm';
import { REFERENCES_PER_CUSTOMER_MAX } from '../domain/limits';
import type {
  ApprovedQuery,
  ApprovedReference,
  ReferenceChannel,
  ReferenceRecord,
} from '../domain/references';
import { demand } from '../domain/row-access';
import type { ReadingParts } from './customer-reader';
import type { Row } from './sql';
import { instantOf, listOf, select, sql, textOf } from './sql';

const SELECTED = sql`SELECT t.id, t.customer, t.version, t.channels, t.company_name, t.quote, t.attribution, t.proposed_at,
  t.approved_at, t.withdrawn_at, k.wrapped
  FROM customer_references t JOIN customers c ON c.id = t.customer LEFT JOIN data_keys k ON k.customer = t.customer`;

function recordOf({ cipher }: ReadingParts, row: Row): ReferenceRecord {
  const id = String(row['id']);
  const customer = String(row['customer']);
  const open = (column: string) =>
    cipher.open(row, customer, { table: 'customer_references', column, row: id });
  return {
    id,
    customer,
    version: Number(row['version']),
    channels: String(row['channels']).split(',') as ReferenceChannel[],
    companyName: open('company_name'),
    quote: open('quote'),
    attribution: open('attribution'),
    proposedAt: Number(row['proposed_at']),
    approvedAt: instantOf(row, 'approved_at'),
    withdrawnAt: instantOf(row, 'withdrawn_at'),
  };
}

/** The references of each customer, in the order in which they were proposed, in one statement. */
export async function referencesOf(
  parts: ReadingParts,
  m: EntityManager,
  customers: readonly string[],
): Promise<ReadonlyMap<string, readonly ReferenceRecord[]>> {
  const rows = await select(
    m,
    sql`${SELECTED} WHERE t.customer IN ${listOf(customers)} AND ${parts.guard.granted('reference.record')}
      ORDER BY t.customer, t.proposed_at, t.id LIMIT ${customers.length * REFERENCES_PER_CUSTOMER_MAX}`,
  );
  const found = new Map<string, ReferenceRecord[]>(customers.map((customer) => [customer, []]));
  for (const row of rows) found.get(String(row['customer']))?.push(recordOf(parts, row));
  return found;
}

export async function referencesById(
  parts: ReadingParts,
  m: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReferenceRecord>> {
  const rows = await select(
    m,
    sql`${SELECTED} WHERE t.id IN ${listOf(ids)} AND ${parts.guard.granted('reference.record')}`,
  );
  return new Map(rows.map((row) => [String(row['id']), recordOf(parts, row)]));
}

/** What customers approved for the public: from a table that holds nothing else, and no key is used. */
export async function pageOfApproved(
  parts: ReadingParts,
  m: EntityManager,
  { limit, after }: ApprovedQuery,
): Promise<readonly ApprovedReference[]> {
  demand(parts.guard.access, 'reference.approved');
  const behind =
    after === undefined
      ? sql`1 = 1`
      : sql`(approved_at > ${after.approvedAt} OR (approved_at = ${after.approvedAt} AND id > ${after.id}))`;
  const rows = await select(
    m,
    sql`SELECT id, company_name, quote, attribution, approved_at FROM published_references
      WHERE ${behind} ORDER BY approved_at, id LIMIT ${limit}`,
  );
  return rows.map((row) => ({
    id: String(row['id']),
    companyName: String(row['company_name']),
    quote: String(row['quote']),
    attribution: textOf(row, 'attribution'),
    approvedAt: Number(row['approved_at']),
  }));
}
