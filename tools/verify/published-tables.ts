// The tables of the real reports as the graph answers them, against the published ones and the second reading of the raw lines.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checks } from './checks';
import type { Oracle } from './jenkins-oracle';
import type { WholeHearth } from './whole-hearth';

const PUBLISHED = [
  ['installations-by-version', 8838],
  ['jobs-by-type', 195652],
  ['nodes-by-os', 14735],
  ['installations-by-jvm', 8503],
  ['installations-by-plugin', 89326],
] as const;
const OTHERS = ['installations-by-executors', 'plugin-versions'] as const;

interface Cell {
  readonly keys: readonly { readonly value: string }[];
  readonly value: string;
  readonly share: number;
}
const STATISTIC = `query Statistic($id: ID!, $month: String!) {
  statistic(id: $id, period: { month: $month }) { total cells { keys { dimension value } value share } }
}`;

async function tableOf(
  hearth: WholeHearth,
  id: string,
  month: string,
): Promise<{ cells: Cell[]; total: string }> {
  const token = await hearth.token({ audience: 'product-management', purposes: ['statistics'] });
  const answer = await hearth.ask(STATISTIC, { id, month }, token);
  if (answer.errors) throw new Error(`${id} ${month}: ${JSON.stringify(answer.errors[0])}`);
  return (answer.data as { statistic: { cells: Cell[]; total: string } }).statistic;
}

const asMap = (cells: readonly Cell[]): Map<string, number> =>
  new Map(cells.map((cell) => [cell.keys.map((key) => key.value).join('\t'), Number(cell.value)]));

function same(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

/** Says which cells differ, so that a failing run can be looked into. */
function differences(got: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): void {
  for (const key of new Set([...got.keys(), ...wanted.keys()]))
    if (got.get(key) !== wanted.get(key)) console.log(`  ${key}: ${got.get(key)}, wanted ${wanted.get(key)}`);
}

/** Asks the graph for every published table and holds it to the digit. `on` names the database in each claim. */
export async function checkPublishedTables(o: {
  readonly hearth: WholeHearth;
  /** The folder of the real data. */
  readonly data: string;
  readonly oracle: Oracle;
  readonly checks: Checks;
  readonly on: (claim: string) => string;
}): Promise<void> {
  const { hearth, data, oracle, checks, on } = o;
  for (const [id, total] of PUBLISHED) {
    const expected = JSON.parse(
      readFileSync(join(data, 'jenkins-usage', 'expected-2009-12', `${id}.json`), 'utf8'),
    ) as Record<string, number>;
    const table = await tableOf(hearth, id, '2009-12');
    checks.holds(
      on(`${id} 2009-12 equals the published table`),
      same(asMap(table.cells), new Map(Object.entries(expected))),
    );
    checks.equal(on(`${id} 2009-12 in all`), Number(table.total), total);
  }
  for (const month of [200912, 201001]) {
    const tables = oracle.tables(month);
    const text = `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`;
    for (const id of [...PUBLISHED.map(([name]) => name), ...OTHERS]) {
      const wanted = new Map(tables[id]);
      // The published table lists three families and no other.
      if (id === 'installations-by-jvm')
        for (const key of [...wanted.keys()]) if (!['1.5', '1.6', '1.7'].includes(key)) wanted.delete(key);
      const got = asMap((await tableOf(hearth, id, text)).cells);
      differences(got, wanted);
      checks.holds(
        on(`${id} ${text} equals the second reading of the raw lines (${wanted.size} cells)`),
        same(got, wanted) && wanted.size > 0,
      );
    }
  }
  const industries = await tableOf(hearth, 'customers-by-industry', '2009-12');
  const machinery = industries.cells.find((cell) => cell.keys[0]?.value === '333');
  checks.equal(on('customers that make machinery (NAICS 333)'), Number(machinery?.value), 19);
  checks.equal(on('customers in all'), Number(industries.total), 503);
  checks.equal(on('their share, in per cent'), ((machinery?.share ?? 0) * 100).toFixed(1), '3.8');
}
