import type { KeyRing } from '@hearth/keys';
import { freshKeys } from '@hearth/keys';
import type { WireReport } from '@hearth/report';
import { parseReport } from '@hearth/report';
import type { RoomDatabase } from '@hearth/storage';
import type { TestRooms } from '@hearth/test-databases';
import { openTestRooms } from '@hearth/test-databases';
import fc from 'fast-check';
import { licenceOf, NOW, publishSubjects, rowsOf, uuid, wireReport } from '../testing/test-intake';
import { createIntake } from './create-intake';
import type { ReadLine } from './parse-lines';

const TABLES = ['reports', 'installations', 'facts', 'month_states', 'dirty_months', 'failures'];
const HOUR_MS = 3_600_000;
const START = Date.UTC(2025, 11, 28);

function lineOf(report: WireReport): ReadLine {
  return { line: 1, bytes: 500, product: report.product, outcome: parseReport(report, NOW), link: null };
}

/** Reports of few installations, days and starts, so that they meet; ids are made from their place in the list. */
const fleet = fc
  .array(
    fc.record({
      installation: fc.integer({ min: 1, max: 3 }),
      // Customer 3 has no agreement, customer 2's began in the middle.
      customer: fc.integer({ min: 1, max: 3 }),
      // Few instants, so that two reports of one instant come up.
      hour: fc.integer({ min: 0, max: 20 }).map((step) => step * 12),
      steps: fc.integer({ min: 0, max: 500 }),
      domains: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
      version: fc.constantFrom('10.2', '10.3'),
      unknown: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((drawn) =>
    drawn.map((draw, index) => {
      const observedAt = START + draw.hour * HOUR_MS;
      return wireReport(index + 1, {
        installationId: uuid(draw.installation, 2),
        licenceKey: licenceOf(draw.customer),
        observedAt: new Date(observedAt).toISOString(),
        countersSince: new Date(START - (draw.steps % 2) * HOUR_MS).toISOString(),
        version: draw.version,
        counters: { 'steps-executed': draw.steps, ...(draw.unknown ? { unheard: 1 } : {}) },
        gauges: draw.domains === undefined ? {} : { 'domains-accessed': draw.domains },
        breakdowns: { 'robots-by-trigger': { schedule: draw.steps + 1 } },
      });
    }),
  );

/** Ways to send a list: an order, which of it to send twice, and where to cut it into requests. */
const sending = fc.record({
  order: fc.infiniteStream(fc.nat()),
  twice: fc.infiniteStream(fc.boolean()),
  cuts: fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
});

describe('reports in any order', () => {
  let rooms: TestRooms;
  let keys: KeyRing;
  let usage: RoomDatabase;
  let inbox: RoomDatabase;

  beforeAll(async () => {
    rooms = await openTestRooms('sqlite');
    keys = freshKeys();
    usage = await rooms.open('usage', 'intake');
    inbox = await rooms.open('inbox', 'intake');
    await publishSubjects(usage, keys, [{ customer: 1 }, { customer: 2, startsOn: '2026-01-01' }]);
  });
  afterAll(() => rooms.close());

  async function tablesAfter(
    batches: readonly (readonly WireReport[])[],
    groupRows: number,
  ): Promise<string[][]> {
    await usage.write(async (m) => {
      for (const table of TABLES) await m.query(`DELETE FROM ${table}`);
    });
    await inbox.write((m) => m.query('DELETE FROM halves'));
    const intake = createIntake({ usage, inbox, keys, now: () => NOW, limits: { groupRows } });
    // At once, so that requests share groups and are cut by them.
    await Promise.all(batches.map((batch) => intake.submit(batch.map(lineOf), '192.0.2.1')));
    const tables = await Promise.all(TABLES.map((table) => rowsOf(usage, table)));
    // How often a month was marked depends on how many groups there were; that it was marked does not.
    return tables.map((rows) => rows.map((row) => row.replace(/"revision":\d+/, '"revision":n')));
  }

  it('come out in the same rows, however they are permuted, doubled and batched §call-home', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, sending, fc.integer({ min: 1, max: 8 }), async (reports, ways, groupRows) => {
        const expected = await tablesAfter([reports], 1000);
        const doubled = reports.flatMap((report) => (ways.twice.next().value ? [report, report] : [report]));
        const shuffled = doubled
          .map((report) => ({ report, at: ways.order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ report }) => report);
        const batches: WireReport[][] = [];
        for (let at = 0; at < shuffled.length;) {
          const size = ways.cuts.next().value as number;
          batches.push(shuffled.slice(at, at + size));
          at += size;
        }
        expect(await tablesAfter(batches, groupRows)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});
