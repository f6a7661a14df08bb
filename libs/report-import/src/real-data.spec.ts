import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell, MonthState } from '@hearth/catalogue';
import {
  cellsOf,
  mergeMonthState,
  monthStateOf,
  productById,
  statisticById,
  versionFlipBacks,
} from '@hearth/catalogue';
import { parseReport } from '@hearth/report';
import { jenkinsReports } from './index';

const folder = process.env['HEARTH_DATA_DIR'] ?? join(__dirname, '..', '..', '..', '..', 'shared', 'data');
const present = existsSync(join(folder, 'jenkins-usage', 'reports'));

interface Tally {
  lines: number;
  refused: Record<string, number>;
  dropped: Record<string, number>;
  ignored: number;
  ids: Set<string>;
  states: MonthState[];
  versions: Map<string, { version: string; observedAt: number }[]>;
}

/** Reads every published report through the importer and the parser, and joins the month states in memory. */
async function readAll(): Promise<Tally> {
  const now = Date.UTC(2026, 10, 20);
  const states = new Map<string, MonthState>();
  const tally: Tally = {
    lines: 0,
    refused: {},
    dropped: {},
    ignored: 0,
    ids: new Set(),
    states: [],
    versions: new Map(),
  };
  for await (const report of jenkinsReports({ folder, licenceKeyFor: () => 'DEMO-JENKINS-0001' })) {
    tally.lines += 1;
    tally.ids.add(report.id);
    const outcome = parseReport(report, now);
    if (!outcome.ok) {
      const refusal = `${outcome.code} ${outcome.path}`;
      tally.refused[refusal] = (tally.refused[refusal] ?? 0) + 1;
      continue;
    }
    for (const path of outcome.dropped) tally.dropped[path] = (tally.dropped[path] ?? 0) + 1;
    const { installationId, version, observedAt } = outcome.report;
    tally.versions.set(installationId, [
      ...(tally.versions.get(installationId) ?? []),
      { version, observedAt },
    ]);
    if (!outcome.report.countable) {
      tally.ignored += 1;
      continue;
    }
    const state = monthStateOf(outcome.report, outcome.report.installationId, 'subject', 0);
    const key = `${state.month} ${state.installation}`;
    const known = states.get(key);
    states.set(key, known ? mergeMonthState(known, state) : state);
  }
  tally.states = [...states.values()];
  return tally;
}

if (!present) {
  const reason = `The published Jenkins reports are not at ${folder}: set HEARTH_DATA_DIR to check against them.`;
  process.stdout.write(`Skipped: ${reason}\n`);
  it.skip(reason, () => undefined);
} else {
  describe('The published Jenkins reports of December 2009', () => {
    let tally: Tally;
    beforeAll(async () => {
      tally = await readAll();
    }, 120_000);

    const cells = (id: string, month: number): Cell[] => {
      const [statistic, product] = [statisticById(id), productById('jenkins')];
      if (!statistic || !product) throw new Error(`${id} is not declared`);
      return cellsOf(statistic, product, { month, states: tally.states, subjects: [] });
    };
    const sum = (id: string, month = 200912) =>
      Number(cells(id, month).reduce((total, { value }) => total + value, 0n));

    it('are mapped line by line, each with an id of its own', () => {
      expect(tally.lines).toBe(110_742);
      expect(tally.ids.size).toBe(110_742);
    });

    it('are refused and ignored by the declared rules as often as the published tables say, and lose nothing', () => {
      expect(tally.refused).toEqual({ 'REFUSED_BY_PRODUCT /version': 1291 });
      expect(tally.ignored).toBe(17_316);
      expect(tally.dropped).toEqual({});
    });

    it('hold installations of which a version comes back, as copies of one id that report in turn make them', () => {
      // 231 do over the raw lines and over any time; refused lines and returns after two weeks are left out here.
      const flips = [...tally.versions.values()].map((reports) => versionFlipBacks(reports).length);
      expect(flips).toHaveLength(18_793);
      expect(flips.filter((times) => times > 0)).toHaveLength(226);
      expect(flips.reduce((sum, times) => sum + times, 0)).toBe(1551);
    });

    it.each([
      ['installations-by-version', 8838],
      ['installations-by-jvm', 8503],
      ['installations-by-plugin', 89_326],
      ['jobs-by-type', 195_652],
      ['nodes-by-os', 14_735],
    ])('give the published table %s to the digit, %i in all', (id, total) => {
      const file = join(folder, 'jenkins-usage', 'expected-2009-12', `${id}.json`);
      const expected = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
      expect(Object.fromEntries(cells(id, 200912).map(({ k1, value }) => [k1, Number(value)]))).toEqual(
        expected,
      );
      expect(sum(id)).toBe(total);
    });

    it('give tables by plugin version that add up to those by plugin, and executors of every installation', () => {
      for (const month of [200912, 201001]) {
        const byPlugin = new Map<string, bigint>();
        for (const { k1, value } of cells('plugin-versions', month)) {
          byPlugin.set(k1, (byPlugin.get(k1) ?? 0n) + value);
        }
        expect([...byPlugin]).toEqual(
          cells('installations-by-plugin', month).map(({ k1, value }) => [k1, value]),
        );
        const counted = tally.states.filter((state) => state.month === month && state.reports >= 2);
        expect(sum('installations-by-executors', month)).toBe(counted.length);
      }
    });
  });
}
