import type { EntityManager } from 'typeorm';
import type { RequestKind, RequestQuery, RequestRecord } from '../domain/requests';
import type { ReadingParts } from './customer-reader';
import type { Row, Sql } from './sql';
import { every, instantOf, listOf, select, sql } from './sql';

// A request outlives its customer's erasure, for the office that answered it: so the customer need not be there.
const SELECTED = sql`SELECT t.id, t.customer, t.kind, t.text, t.answer, t.received_at, t.due_at, t.answered_at, k.wrapped
  FROM requests t LEFT JOIN customers c ON c.id = t.customer LEFT JOIN data_keys k ON k.customer = t.customer`;

function recordOf({ cipher }: ReadingParts, row: Row): RequestRecord {
  const id = String(row['id']);
  const customer = String(row['customer']);
  const open = (column: string) => cipher.open(row, customer, { table: 'requests', column, row: id });
  return {
    id,
    customer,
    kind: String(row['kind']) as RequestKind,
    text: open('text'),
    answer: open('answer'),
    receivedAt: Number(row['received_at']),
    dueAt: Number(row['due_at']),
    answeredAt: instantOf(row, 'answered_at'),
  };
}

/** One page of the requests that the reader may see, oldest first. */
export async function pageOfRequests(
  parts: ReadingParts,
  m: EntityManager,
  { status, limit, after }: RequestQuery,
): Promise<readonly RequestRecord[]> {
  const conditions: Sql[] = [parts.guard.granted('request.record')];
  if (status !== undefined) {
    conditions.push(status === 'OPEN' ? sql`t.answered_at IS NULL` : sql`t.answered_at IS NOT NULL`);
  }
  if (after !== undefined) {
    const { receivedAt, id } = after;
    conditions.push(sql`(t.received_at > ${receivedAt} OR (t.received_at = ${receivedAt} AND t.id > ${id}))`);
  }
  const rows = await select(
    m,
    sql`${SELECTED} WHERE ${every(conditions)} ORDER BY t.received_at, t.id LIMIT ${limit}`,
  );
  return rows.map((row) => recordOf(parts, row));
}

export async function requestsById(
  parts: ReadingParts,
  m: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RequestRecord>> {
  const rows = await select(
    m,
    sql`${SELECTED} WHERE t.id IN ${listOf(ids)} AND ${parts.guard.granted('request.record')}`,
  );
  return new Map(rows.map((row) => [String(row['id']), recordOf(parts, row)]));
}
