import type { Category, ClauseId } from '@hearth/policy';
import type { ReleasedType } from '@hearth/release-record';
import type { CategoryRead } from './judge';
import { objectsIn } from './row-places';
import type { Fields, Place, Slot } from './row-places';

interface Tally {
  readonly categories: Set<Category>;
  readonly clauses: Set<ClauseId>;
  readonly customers: Set<string>;
  readonly rows: Set<unknown>;
}

/**
 * What of the protected is in data that is about to leave, by type: a category that was asked for and has no value, because the row
 * is not there or not the reader’s, was not released. The work is proportional to the data.
 */
export function releasedRows(root: Place, data: Fields, ownerKey: string): readonly ReleasedType[] {
  const byType = new Map<string, Tally>();

  const count = (
    place: Place,
    object: unknown,
    reads: readonly CategoryRead[],
    customer: string | undefined,
  ): void => {
    const name = place.type.name;
    const tally: Tally = byType.get(name) ?? {
      categories: new Set(),
      clauses: new Set(),
      customers: new Set(),
      rows: new Set(),
    };
    byType.set(name, tally);
    for (const { category, clause } of reads) {
      tally.categories.add(category);
      tally.clauses.add(clause);
    }
    if (customer !== undefined) tally.customers.add(customer);
    if (!place.isRoot) tally.rows.add(object);
  };

  // `led`: the protected field that the object hangs on by nothing but the frame of a list.
  const walk = (
    place: Place,
    object: Fields,
    led: readonly CategoryRead[],
    around: string | undefined,
  ): boolean => {
    const own = place.role === 'owner' ? object[ownerKey] : undefined;
    const customer = typeof own === 'string' ? own : around;
    const isRow = led.length > 0 && !place.isFrame;
    if (isRow) count(place, object, led, customer);
    let rowsInside = isRow;
    for (const slot of place.slots) {
      const value = object[slot.key];
      if (!carries(slot, value)) continue;
      const hanging = slot.reads.length > 0 ? slot.reads : place.isFrame ? led : [];
      let rowsBelow = false;
      for (const inner of slot.below ? objectsIn(value) : []) {
        const next = slot.below?.(inner);
        if (next && walk(next, inner, hanging, customer)) rowsBelow = true;
      }
      // The rows below carry what led to them; without any, the object here does: that a list goes on is said of it.
      if (slot.reads.length > 0 && !rowsBelow) count(place, object, slot.reads, customer);
      if (place.isFrame && rowsBelow) rowsInside = true;
    }
    return rowsInside;
  };

  walk(root, data, [], undefined);
  return [...byType]
    .map(([type, { categories, clauses, customers, rows }]) => ({
      type,
      categories: [...categories].sort(),
      clauses: [...clauses].sort(),
      customers: [...customers].sort(),
      rows: rows.size,
    }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

// An empty list, and a page that has nothing before or behind it, tell of no one. An object that is a row does, whatever
// its fields say: beside the null that another reader gets, even `false`, null or an empty list inside it is an answer.
function carries(slot: Slot, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.some((one) => carries(slot, one));
  if (typeof value === 'object' && slot.leadsToPage) return pageCarries(value);
  return true;
}

function pageCarries(page: object): boolean {
  return Object.values(page).some((inside: unknown) => {
    if (inside === null || inside === undefined || inside === false) return false;
    if (Array.isArray(inside)) return inside.length > 0;
    return typeof inside !== 'object' || pageCarries(inside);
  });
}
