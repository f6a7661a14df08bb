import { CATEGORIES, isWithin } from '@hearth/policy';
import type { Category } from '@hearth/policy';
import { categoryBitmap } from '@hearth/release-record';
import type { ReleaseLogFilter } from '../domain/release-log';
import type { RowFilter } from './row-filter';

/** What a filter asks of an entry (e), but for the customer. */
export function releaseConditions(filter: ReleaseLogFilter): RowFilter {
  const parts: RowFilter[] = [];
  const add = (sql: string, value: unknown): void => {
    if (value !== undefined) parts.push({ sql, values: [value] });
  };
  add('e.reader = ?', filter.reader);
  add('e.token = ?', filter.token);
  add('e.purpose = ?', filter.purpose);
  add('e.at >= ?', filter.from);
  add('e.at < ?', filter.to);
  if (filter.category !== undefined) parts.push(carries(filter.category));
  return allOf(parts);
}

/** All conditions at once. */
export function allOf(parts: readonly RowFilter[]): RowFilter {
  return {
    sql: parts.length === 0 ? '1 = 1' : parts.map(({ sql }) => `(${sql})`).join(' AND '),
    values: parts.flatMap(({ values }) => values),
  };
}

// Both dialects give binary columns as hexadecimal text, and share no operator on bits: each digit of the mask is compared
// with the digits that have one of its bits.
function carries(category: Category): RowFilter {
  const mask = categoryBitmap(CATEGORIES.map(({ key }) => key).filter((key) => isWithin(key, category)));
  const digits = [...mask.toString('hex')].map((digit) => parseInt(digit, 16));
  const tests = digits.flatMap((digit, place) => {
    if (digit === 0) return [];
    const matching = Array.from({ length: 16 }, (_, one) => one).filter((one) => (one & digit) !== 0);
    const list = matching.map((one) => `'${one.toString(16).toUpperCase()}'`).join(', ');
    return [`SUBSTR(HEX(e.categories), ${String(place + 1)}, 1) IN (${list})`];
  });
  return { sql: tests.join(' OR '), values: [] };
}
