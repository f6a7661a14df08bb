import { hmac } from '@hearth/keys';
import type { EntityManager } from 'typeorm';
import { foldCompanyName } from '../domain/company-name';
import type {
  CustomerFilter,
  CustomerOrder,
  CustomerPosition,
  CustomerQuery,
} from '../domain/customer-query';
import { FILTER_CATEGORY, ORDER_CATEGORY } from '../domain/customer-query';
import type { PlacedCustomer } from '../domain/customer-store';
import { RecordsFault } from '../domain/faults';
import { NAME_SORT_CUSTOMERS_MAX } from '../domain/limits';
import type { CustomerRecord } from '../domain/records';
import { isSizeBand, SIZE_BANDS } from '../domain/size-bands';
import type { FieldCipher } from './field-cipher';
import type { Guard } from './guard';
import type { Row, Sql } from './sql';
import { every, joined, listOf, select, sql, textOf } from './sql';

const COLUMNS = [
  ['company_name', 'company.name'],
  ['industry', 'company.demographic'],
  ['country', 'company.demographic'],
  ['size_band', 'company.demographic'],
] as const;

/** What reading for somebody needs: who, the keys, and the moment. */
export interface ReadingParts {
  readonly guard: Guard;
  readonly cipher: FieldCipher;
  readonly nameIndexKey: Buffer;
}

/** The keyed hash by which a company is found by its name. */
export function nameIndex(key: Buffer, companyName: string): Buffer {
  return hmac(key, 'hearth/name-index/v1', foldCompanyName(companyName));
}

function selection(guard: Guard): Sql {
  return sql`c.id, k.wrapped, ${guard.evidence()}${guard.columns('c', COLUMNS)}`;
}

const FROM = sql`FROM customers c LEFT JOIN data_keys k ON k.customer = c.id`;

function recordOf(parts: ReadingParts, row: Row): CustomerRecord {
  const id = String(row['id']);
  const sizeBand = textOf(row, 'size_band');
  return {
    id,
    grants: parts.guard.grants(row, id),
    companyName: parts.cipher.open(row, id, { table: 'customers', column: 'company_name', row: id }),
    industry: textOf(row, 'industry'),
    country: textOf(row, 'country'),
    sizeBand: sizeBand !== null && isSizeBand(sizeBand) ? sizeBand : null,
  };
}

export async function customersById(
  parts: ReadingParts,
  m: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CustomerRecord>> {
  const { guard } = parts;
  const inReach = await guard.inReach(m, ids);
  if (inReach.length === 0) return new Map();
  const rows = await select(
    m,
    sql`SELECT ${selection(guard)} ${FROM} WHERE c.id IN ${listOf(inReach)} AND ${guard.visible()}`,
  );
  return new Map(rows.map((row) => [String(row['id']), recordOf(parts, row)]));
}

export async function pageOfCustomers(
  parts: ReadingParts,
  m: EntityManager,
  query: CustomerQuery,
): Promise<readonly PlacedCustomer[]> {
  const { guard } = parts;
  const conditions = [guard.visible(), ...filterConditions(parts, query.filter)];
  if (query.orderBy === 'COMPANY_NAME') return pageByName(parts, m, query, conditions);
  const key = sortKey(guard, query.orderBy);
  if (query.after !== undefined) conditions.push(afterPosition(key, query.after));
  const rows = await select(
    m,
    sql`SELECT ${selection(guard)}, ${key} AS sort_key ${FROM} WHERE ${every(conditions)} ORDER BY sort_key, c.id LIMIT ${query.limit}`,
  );
  return rows.map((row) => {
    const record = recordOf(parts, row);
    const sort = row['sort_key'];
    return { record, position: { id: record.id, sort: sort === null ? null : (sort as string | number) } };
  });
}

function sortKey(guard: Guard, orderBy: Exclude<CustomerOrder, 'COMPANY_NAME'>): Sql {
  const category = ORDER_CATEGORY[orderBy];
  switch (orderBy) {
    case 'ID':
      return sql`c.id`;
    case 'INDUSTRY':
      return guard.column('c.industry', category);
    case 'COUNTRY':
      return guard.column('c.country', category);
    case 'SIZE_BAND': {
      // The bands sort by size; their names do not.
      const ranks = SIZE_BANDS.map((band, rank) => sql`WHEN ${band} THEN ${rank}`);
      return sql`CASE ${guard.column('c.size_band', category)} ${joined(ranks, ' ')} END`;
    }
  }
}

/** The rows behind a position; null sorts first in both dialects. */
function afterPosition(key: Sql, after: CustomerPosition): Sql {
  if (after.sort === null) return sql`(${key} IS NOT NULL OR (${key} IS NULL AND c.id > ${after.id}))`;
  return sql`(${key} > ${after.sort} OR (${key} = ${after.sort} AND c.id > ${after.id}))`;
}

function filterConditions(parts: ReadingParts, filter: CustomerFilter): Sql[] {
  const { guard } = parts;
  const conditions: Sql[] = [];
  if (filter.industry !== undefined) {
    conditions.push(guard.where(FILTER_CATEGORY.industry, sql`c.industry = ${filter.industry}`));
  }
  if (filter.country !== undefined) {
    conditions.push(guard.where(FILTER_CATEGORY.country, sql`c.country = ${filter.country}`));
  }
  if (filter.sizeBand !== undefined) {
    conditions.push(guard.where(FILTER_CATEGORY.sizeBand, sql`c.size_band = ${filter.sizeBand}`));
  }
  if (filter.companyName !== undefined) {
    const index = nameIndex(parts.nameIndexKey, filter.companyName);
    conditions.push(guard.where(FILTER_CATEGORY.companyName, sql`c.name_index = ${index}`));
  }
  return conditions;
}

/** Names lie encrypted, so the database cannot sort them: those of the reader's own rows are decrypted and sorted here. */
async function pageByName(
  parts: ReadingParts,
  m: EntityManager,
  query: CustomerQuery,
  conditions: readonly Sql[],
): Promise<readonly PlacedCustomer[]> {
  parts.guard.granted(ORDER_CATEGORY.COMPANY_NAME);
  const rows = await select(
    m,
    sql`SELECT ${selection(parts.guard)} ${FROM} WHERE ${every(conditions)} LIMIT ${NAME_SORT_CUSTOMERS_MAX + 1}`,
  );
  if (rows.length > NAME_SORT_CUSTOMERS_MAX) {
    const expectation = `sorts at most ${NAME_SORT_CUSTOMERS_MAX} customers by name; narrow the filter`;
    throw new RecordsFault('TOO_MANY_TO_SORT', 'orderBy', expectation);
  }
  const placed = rows.map((row) => {
    const record = recordOf(parts, row);
    const sort = record.companyName === null ? null : foldCompanyName(record.companyName);
    return { record, position: { id: record.id, sort } };
  });
  const { after } = query;
  return placed
    .sort((a, b) => byNameThenId(a.position, b.position))
    .filter(({ position }) => after === undefined || byNameThenId(position, after) > 0)
    .slice(0, query.limit);
}

function byNameThenId(a: CustomerPosition, b: CustomerPosition): number {
  return inOrder(a.sort, b.sort) || inOrder(a.id, b.id);
}

/** By code units, nulls first: the same on every machine, as no collation is. */
function inOrder(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
