import type { DayFact, MonthState } from '@hearth/catalogue';
import { mergeDayFact, mergeMonthState } from '@hearth/catalogue';
import type { Dialect, Statement } from '@hearth/storage';
import { upsertStatements } from '@hearth/storage';
import { factKey, monthKey } from '../domain/gather-counted';
import { FACT_COLUMNS, factFrom, factRow, MONTH_COLUMNS, monthFrom, monthRow } from './counted-rows';
import { written } from './hexadecimal';
import { tupleStatements } from './key-tuples';

type Row = Readonly<Record<string, unknown>>;

/** A table of what was counted, whose rows are merged here and not in the database: their metrics are documents. */
interface CountedTable<T> {
  readonly table: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  readonly keyOf: (value: T) => string;
  readonly keyRow: (value: T) => unknown[];
  readonly rowOf: (value: T) => unknown[];
  readonly from: (row: Row) => T;
  readonly merge: (a: T, b: T) => T;
}

/** Facts: an installation, a day, a start of its counters. */
export const FACTS: CountedTable<DayFact> = {
  table: 'facts',
  columns: FACT_COLUMNS,
  key: ['installation', 'day', 'counters_since'],
  keyOf: factKey,
  keyRow: (fact) => [written(fact.installation), fact.day, fact.countersSince],
  rowOf: factRow,
  from: factFrom,
  merge: mergeDayFact,
};

/** Month states: a month, an installation. */
export const MONTHS: CountedTable<MonthState> = {
  table: 'month_states',
  columns: MONTH_COLUMNS,
  key: ['month', 'installation'],
  keyOf: monthKey,
  keyRow: (state) => [state.month, written(state.installation)],
  rowOf: monthRow,
  from: monthFrom,
  merge: mergeMonthState,
};

/** Reads what is stored under the keys of what comes. */
export function storedStatements<T>(
  dialect: Dialect,
  counted: CountedTable<T>,
  incoming: readonly T[],
): Statement[] {
  const { table, columns, key, keyRow } = counted;
  return tupleStatements(dialect, `SELECT ${columns.join(', ')} FROM ${table}`, key, incoming.map(keyRow));
}

/** Writes what comes, merged with what is stored. */
export function mergedStatements<T>(
  dialect: Dialect,
  counted: CountedTable<T>,
  incoming: readonly T[],
  stored: readonly Row[],
): Statement[] {
  const { table, columns, key, keyOf, rowOf, from, merge } = counted;
  const before = new Map<string, T>();
  for (const row of stored) {
    const value = from(row);
    before.set(keyOf(value), value);
  }
  const rows = incoming.map((value) => {
    const known = before.get(keyOf(value));
    return rowOf(known === undefined ? value : merge(known, value));
  });
  const update = columns.filter((column) => !key.includes(column));
  return upsertStatements(dialect, table, columns, rows, { key, update });
}
