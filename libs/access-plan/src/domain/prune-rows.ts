import { GraphQLError } from 'graphql';
import { isWithin } from '@hearth/policy';
import type { Category, Claim, Policy } from '@hearth/policy';
import type { CategoryRead } from './judge';
import { accessError, refusalOf } from './refusal';
import { isBound, objectsIn } from './row-places';
import type { Fields, Place, Slot } from './row-places';

/** What a reader holds of the rows in an answer, bound from its token and the evidence of this request. */
export interface RowRights {
  /** What it holds of a customer: everything, some categories, or nothing. */
  on(customer: string): '*' | readonly Category[] | undefined;
  /** The party that it is, where objects of a party’s type must be it. */
  readonly party?: string | undefined;
  /** Whether it may know of a party that hangs on no customer; of none where it is absent. */
  meets?(party: string): boolean;
  /** The customers of an entity that came without one; none where it is not known. */
  ownersOf?(type: string, id: string): readonly string[];
}

/** Data with the errors that belong to it. */
export interface PrunedAnswer {
  readonly data: Fields;
  readonly errors: readonly GraphQLError[];
}

export interface PruneOptions {
  readonly root: Place;
  readonly policy: Policy;
  readonly reader: Claim;
  readonly ownerKey: string;
  readonly nodeKey: string;
  readonly rights: RowRights;
}

type Way = { readonly key: string | number; readonly back: Way } | undefined;

interface Around {
  /** The customers of the row that this hangs on; undefined outside of any. */
  readonly owners: readonly string[] | undefined;
  /** What the field that led here reads, through the frames of lists. */
  readonly led: readonly CategoryRead[];
  /** By what the customers below were chosen or sorted, until one is reached. */
  readonly chosenBy: readonly CategoryRead[];
}

const GONE = Symbol('gone');
const NOBODY: Around = { owners: undefined, led: [], chosenBy: [] };

/**
 * Takes out of an answer what is not this reader’s. An object of another’s customer becomes what a row that is not there is: null,
 * no edge and no item, on a page that then says that nothing follows. A field whose category the reader does not hold on the
 * customer becomes null with an error. A customer that was chosen or sorted by such a category is not there either: that it was found
 * would tell the value. Errors below what is gone go with it, and those behind it move up.
 */
export function pruneRows(
  options: PruneOptions,
  data: Fields,
  errors: readonly GraphQLError[],
): PrunedAnswer {
  const { policy, reader, ownerKey, nodeKey, rights } = options;
  const refusals: GraphQLError[] = [];
  const moved = new Map<object, readonly number[]>();
  const gone = new Set<unknown>();

  const holds = (owners: readonly string[], { category }: CategoryRead): boolean =>
    owners.some((customer) => {
      const held = rights.on(customer);
      return held === '*' || held?.some((granted) => isWithin(category, granted)) === true;
    });

  /** Whose the row at a place is: undefined for the one around it, `GONE` where it is not the reader’s. */
  const ownersAt = (
    place: Place,
    object: Fields,
    around: Around,
  ): readonly string[] | undefined | typeof GONE => {
    if (place.role === undefined) return around.owners;
    const id = object[ownerKey];
    // Whoever may see a list of them all may know that this one is there; its fields are looked at one by one.
    const wayIsOpen = around.led.length > 0 && !around.led.some(isBound);
    if (place.role === 'party') {
      if (rights.party !== undefined) return id === rights.party ? around.owners : GONE;
      // Others meet a party on the row of a customer that it works for, or by what the evidence says of the party itself.
      if (around.owners !== undefined || wayIsOpen) return around.owners;
      return typeof id === 'string' && rights.meets?.(id) === true ? undefined : GONE;
    }
    if (place.role === 'belonging') {
      if (wayIsOpen) return around.owners;
      const led = object[nodeKey] as Fields | null | undefined;
      const owner = led?.[ownerKey];
      const owners = typeof owner === 'string' ? [owner] : [];
      return around.led.filter(isBound).every((read) => holds(owners, read)) ? owners : GONE;
    }
    const owners =
      typeof id !== 'string'
        ? []
        : place.role === 'owner'
          ? [id]
          : (rights.ownersOf?.(place.type.name, id) ?? []);
    if (!around.chosenBy.every((read) => holds(owners, read))) return GONE;
    return wayIsOpen || owners.some((customer) => rights.on(customer) !== undefined) ? owners : GONE;
  };

  const pruneObject = (place: Place, object: Fields, around: Around, way: Way): Fields | typeof GONE => {
    const owners = ownersAt(place, object, around);
    if (owners === GONE) return GONE;
    // The keys are the client’s words, and one of them may be `__proto__`.
    const pruned = Object.assign(Object.create(null), object) as Record<string, unknown>;
    let isCut = false;
    for (const slot of place.slots) {
      const value = object[slot.key];
      if (value === null || value === undefined) continue;
      // Whether the customer that it leads to is there is decided where that is met.
      const missing =
        slot.name === place.ownerField
          ? undefined
          : owners && slot.bound.find((read) => !holds(owners, read));
      if (missing) {
        gone.add(value);
        pruned[slot.key] = null;
        refusals.push(refused(slot, missing, { key: slot.key, back: way }));
        continue;
      }
      if (!slot.below) continue;
      const below = {
        owners,
        led: place.isFrame ? [...around.led, ...slot.reads] : slot.reads,
        chosenBy: place.role === 'owner' ? slot.chosenBy : [...around.chosenBy, ...slot.chosenBy],
      };
      const kept = pruneValue(slot, value, below, { key: slot.key, back: way }, place);
      if (kept === GONE) {
        gone.add(value);
        if (place.isEdge) return GONE;
      }
      if (place.isPage && slot.name === 'edges' && moved.has(value as object)) isCut = true;
      pruned[slot.key] = kept === GONE ? null : kept;
    }
    if (isCut) endPage(place, pruned);
    return pruned;
  };

  const pruneValue = (slot: Slot, value: unknown, around: Around, way: Way, parent: Place): unknown => {
    if (Array.isArray(value)) return pruneList(slot, value, around, way, parent);
    const place = typeof value === 'object' && value !== null ? slot.below?.(value as Fields) : undefined;
    if (!place) return value;
    return pruneObject(place, value as Fields, around, way);
  };

  const pruneList = (
    slot: Slot,
    list: readonly unknown[],
    around: Around,
    way: Way,
    parent: Place,
  ): readonly unknown[] => {
    // Entities stand in the order in which they were asked for, so that one that is gone leaves its place empty.
    const holdsPlaces = parent.isRoot && slot.name === '_entities';
    const kept: unknown[] = [];
    const places = list.map((item, at) => {
      const one = pruneValue(slot, item, around, { key: at, back: way }, parent);
      if (one === GONE) {
        gone.add(item);
        if (!holdsPlaces) return -1;
      }
      return kept.push(one === GONE ? null : one) - 1;
    });
    if (kept.length < list.length) moved.set(list, places);
    return kept;
  };

  // What follows a row that is gone is none of the reader’s business either, and the cursor names the row.
  const endPage = (page: Place, pruned: Record<string, unknown>): void => {
    for (const slot of page.slots) {
      const end = pruned[slot.key];
      if (slot.name !== 'pageInfo' || typeof end !== 'object' || end === null) continue;
      const info = Object.assign(Object.create(null), end) as Record<string, unknown>;
      for (const { key, name } of slot.below?.(end as Fields)?.slots ?? []) {
        if (name === 'hasNextPage') info[key] = false;
        if (name === 'endCursor') info[key] = null;
      }
      pruned[slot.key] = info;
    }
  };

  const refused = (slot: Slot, { category, clause }: CategoryRead, way: Way): GraphQLError => {
    const needed = 'A grant that names this category for this customer.';
    const decision = { code: 'ROW_NOT_ALLOWED', clause, needed } as const;
    const refusal = refusalOf(policy, reader, decision, { category }, slot.coordinate);
    return accessError(refusal, slot.name, { path: pathOf(way), nodes: slot.node });
  };

  const pruned = pruneObject(options.root, data, NOBODY, undefined);
  const placed = [...errors, ...refusals].flatMap((error) => placeAgain(error, data, moved, gone) ?? []);
  return { data: pruned === GONE ? {} : pruned, errors: placed };
}

function pathOf(way: Way): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = way; at; at = at.back) path.unshift(at.key);
  return path;
}

// An error by the place that its value has now; undefined where that is gone with what it hung on.
function placeAgain(
  error: GraphQLError,
  data: Fields,
  moved: ReadonlyMap<object, readonly number[]>,
  gone: ReadonlySet<unknown>,
): GraphQLError | undefined {
  if (!error.path || (moved.size === 0 && gone.size === 0)) return error;
  const path: (string | number)[] = [];
  let value: unknown = data;
  for (const [at, step] of error.path.entries()) {
    if (typeof value !== 'object' || value === null) {
      path.push(...error.path.slice(at));
      break;
    }
    const place = (typeof step === 'number' ? moved.get(value)?.[step] : undefined) ?? step;
    if (place === -1) return undefined;
    path.push(place);
    value = (value as Record<string | number, unknown>)[step];
    const isLast = at === error.path.length - 1;
    if (gone.has(value) && !isLast) return undefined;
  }
  const { message, nodes = null, extensions, originalError = null } = error;
  return new GraphQLError(message, { nodes, extensions, originalError, path });
}

/** The ids under a key of every object that has a role, with whether it hangs on a customer’s row. */
export function idsAt(
  root: Place,
  data: Fields,
  ownerKey: string,
  take: (place: Place, id: string, isOnRow: boolean) => void,
): void {
  const walk = (place: Place, object: Fields, isOnRow: boolean): void => {
    const id = place.role === undefined ? undefined : object[ownerKey];
    if (typeof id === 'string') take(place, id, isOnRow);
    const isRow = isOnRow || place.role === 'owner' || place.role === 'entity';
    for (const { key, below } of place.slots) {
      if (!below) continue;
      for (const inner of objectsIn(object[key])) {
        const next = below(inner);
        if (next) walk(next, inner, isRow);
      }
    }
  };
  walk(root, data, false);
}
