import { daysOfMonth } from './calendar';
import type { CounterFact } from './day-fact';
import { increasesOf } from './day-fact';
import { breakdownEntries } from './metric';
import type { MonthState } from './month-state';
import type { ProductDeclaration } from './product';
import type { KeySource, StatisticDeclaration, StatisticKey } from './statistic';
import type { Subject } from './subject';
import { subjectsInForce } from './subject';

/** One cell of a monthly table. Keys that a statistic does not use are ''. */
export interface Cell {
  readonly k1: string;
  readonly k2: string;
  readonly k3: string;
  readonly value: bigint;
  /** Distinct customers in the cell. */
  readonly customers: number;
  /** Distinct installations in the cell; 0 in tables of customers. */
  readonly installations: number;
}

/** What a table is computed from. */
export interface CellInput {
  readonly month: number;
  /** All states of the month; those of other products are passed over. */
  readonly states: readonly MonthState[];
  /** Agreements, one each: several may belong to one customer. */
  readonly subjects: readonly Subject[];
  /** For increases: the facts of the month, and the last fact before it of each installation and start. */
  readonly facts?: readonly CounterFact[];
}

interface Tally {
  value: bigint;
  readonly subjects: Set<string>;
  readonly installations: Set<string>;
}

class Table {
  private readonly tallies = new Map<string, { keys: readonly string[]; tally: Tally }>();

  add(keys: readonly string[], amount: bigint, subject: string, installation: string | undefined): void {
    const name = keys.length === 1 ? (keys[0] ?? '') : JSON.stringify(keys);
    let entry = this.tallies.get(name);
    if (!entry) {
      entry = { keys, tally: { value: 0n, subjects: new Set(), installations: new Set() } };
      this.tallies.set(name, entry);
    }
    entry.tally.value += amount;
    entry.tally.subjects.add(subject);
    if (installation !== undefined) entry.tally.installations.add(installation);
  }

  cells(): Cell[] {
    const cells = [...this.tallies.values()].map(({ keys, tally }) => ({
      k1: keys[0] ?? '',
      k2: keys[1] ?? '',
      k3: keys[2] ?? '',
      value: tally.value,
      customers: tally.subjects.size,
      installations: tally.installations.size,
    }));
    return cells.sort((a, b) => order(a.k1, b.k1) || order(a.k2, b.k2) || order(a.k3, b.k3));
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Computes the cells of one statistic for one month, sorted by their keys. Pure: the same states in any order give the same
 * cells.
 *
 * @param product the statistic's product; undefined for a table of customers.
 * @throws TypeError when the product is not the statistic's, or facts are missing where increases are asked.
 */
export function cellsOf(
  statistic: StatisticDeclaration,
  product: ProductDeclaration | undefined,
  input: CellInput,
): Cell[] {
  if ((product?.id ?? null) !== statistic.product)
    throw new TypeError('The product is not that of the statistic.');
  const table = new Table();
  const subjects = subjectsInForce(input.subjects, input.month);
  if (!product) {
    for (const subject of subjects.values()) {
      const keys = statistic.by.map((key) => subjectKey(key.from, subject));
      if (listed(statistic.by, keys)) table.add(keys, 1n, subject.subject, undefined);
    }
    return table.cells();
  }
  const increases = monthIncreases(statistic, input);
  for (const state of input.states) {
    if (state.product !== product.id || state.month !== input.month) continue;
    if (state.reports < product.rules.minReportsInMonth) continue;
    const increase = increases?.get(state.installation);
    if (increases && increase === undefined) continue;
    for (const [keys, count] of keysOf(statistic, product, state, subjects.get(state.subject))) {
      if (!listed(statistic.by, keys)) continue;
      const amount = increase ?? amountOf(statistic, state, count);
      if (amount !== undefined) table.add(keys, amount, state.subject, state.installation);
    }
  }
  return table.cells();
}

function amountOf(statistic: StatisticDeclaration, state: MonthState, count: number): bigint | undefined {
  const { measure } = statistic;
  if (typeof measure === 'string' || !('sumOf' in measure)) return 1n;
  if (state.state.breakdowns[measure.sumOf]) return BigInt(count);
  const last = state.state.gauges[measure.sumOf]?.[0];
  return last ? BigInt(last) : undefined;
}

function monthIncreases(statistic: StatisticDeclaration, input: CellInput): Map<string, bigint> | undefined {
  const { measure } = statistic;
  if (typeof measure === 'string' || !('increaseOf' in measure)) return undefined;
  if (!input.facts) throw new TypeError('Increases are computed from facts.');
  const { first, last } = daysOfMonth(input.month);
  const sums = new Map<string, bigint>();
  for (const { installation, day, increase } of increasesOf(input.facts, measure.increaseOf)) {
    if (day >= first && day <= last) sums.set(installation, (sums.get(installation) ?? 0n) + increase);
  }
  return sums;
}

/** The keys of every cell that a state falls into, each with its count in the breakdown, if there is one, else 1. */
function* keysOf(
  statistic: StatisticDeclaration,
  product: ProductDeclaration,
  state: MonthState,
  subject: Subject | undefined,
): Generator<readonly [readonly string[], number]> {
  const many = statistic.by.find(({ from }) => from.kind === 'breakdown' || from.kind === 'indicators')?.from;
  const keysFor = (label: string, second: string) =>
    statistic.by.map(({ from }) => {
      if (from.kind === 'breakdown') return from.level === 1 ? label : second;
      if (from.kind === 'indicators') return label;
      return from.kind === 'subject' ? subjectKey(from, subject) : stateKey(from, product, state);
    });
  if (many?.kind === 'indicators') {
    for (const id of many.ids) if ((state.state.gauges[id]?.[1] ?? '0') !== '0') yield [keysFor(id, ''), 1];
    return;
  }
  if (many?.kind !== 'breakdown') {
    yield [keysFor('', ''), 1];
    return;
  }
  const breakdown = state.state.breakdowns[many.id];
  if (!breakdown) return;
  const bySecond = statistic.by.some(({ from }) => from.kind === 'breakdown' && from.level === 2);
  if (bySecond) {
    for (const [label, second, count] of breakdownEntries(breakdown)) yield [keysFor(label, second), count];
    return;
  }
  for (const label of Object.keys(breakdown)) {
    const value = breakdown[label];
    const count =
      typeof value === 'number' ? value : Object.values(value ?? {}).reduce((sum, n) => sum + n, 0);
    yield [keysFor(label, ''), count];
  }
}

function stateKey(from: KeySource, product: ProductDeclaration, state: MonthState): string {
  switch (from.kind) {
    case 'version':
      return product.rules.versionForTable(state.version);
    case 'edition':
      return state.edition;
    case 'operating-system':
      return state.operatingSystem;
    case 'dimension':
      return state.state.dimensions[from.id] ?? 'N/A';
    case 'gauge':
      return state.state.gauges[from.id]?.[0] ?? 'N/A';
    default:
      throw new TypeError('This key is not read from the state itself.');
  }
}

function subjectKey(from: KeySource, subject: Subject | undefined): string {
  if (from.kind !== 'subject') throw new TypeError('A table of customers has keys of customers.');
  return subject?.[from.field] ?? 'UNKNOWN';
}

function listed(by: readonly StatisticKey[], keys: readonly string[]): boolean {
  return by.every(({ only, without }, index) => {
    const key = keys[index] ?? '';
    return (!only || only.includes(key)) && !without?.includes(key);
  });
}
