import { runStatements } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import fc from 'fast-check';
import type { InstallationState } from '../domain/installation';
import { mergeInstallations } from '../domain/installation';
import { uuid } from '../testing/test-intake';
import { INSTALLATION_COLUMNS, installationFrom } from './counted-rows';
import { bytes } from './hexadecimal';
import { installationStatements } from './installation-merge';

// Few values each, so that equal instants, equal ids and nulls meet.
const state: fc.Arbitrary<InstallationState> = fc
  .record({
    at: fc.integer({ min: 1, max: 3 }),
    first: fc.integer({ min: 1, max: 3 }),
    report: fc.integer({ min: 1, max: 4 }),
    cpus: fc.option(fc.integer({ min: 1, max: 3 })),
    signed: fc.boolean(),
    needsConfirmation: fc.boolean(),
    received: fc.integer({ min: 1, max: 3 }),
    clockAhead: fc.option(fc.integer({ min: -2, max: 2 })),
  })
  .map(({ at, first, report, cpus, signed, needsConfirmation, received, clockAhead }) => ({
    installation: '',
    subject: '0b'.repeat(16),
    product: 'roboserver',
    reportedId: uuid(1, 2),
    // A report has one content: what it says follows from its id and its instant.
    version: `10.${report}.${at}`,
    edition: `E${report}${at}`,
    operatingSystem: `OS${report}${at}`,
    cpus: cpus === null ? null : report * 10 + at,
    firstSeen: first,
    lastObserved: at,
    lastReport: uuid(report),
    identityDigest: `${report}${at}`.padStart(32, '0'),
    // An installation has one key: the second is refused before it is merged.
    publicKey: signed ? '0c'.repeat(32) : null,
    needsConfirmation,
    lastReceived: received,
    clockAhead,
  }));

describeEachDialect('an installation that is merged in the database', ({ dialect, openRooms }) => {
  let rooms: TestRooms;
  let usage: RoomDatabase;

  beforeAll(async () => {
    rooms = await openRooms();
    usage = await rooms.open('usage', 'intake');
  });
  afterAll(() => rooms.close());

  it('becomes what merging in memory makes of it, column by column', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 1, maxLength: 4 }), async (drawn) => {
        // Nobody may delete an installation, so each run has its own.
        runs += 1;
        const installation = runs.toString(16).padStart(32, '0');
        const states = drawn.map((one) => ({ ...one, installation }));
        for (const one of states)
          await usage.write((m) => runStatements(m, installationStatements(dialect, [one])));
        const [row] = await usage.read((m) =>
          m.query<Record<string, unknown>[]>(
            `SELECT ${INSTALLATION_COLUMNS.join(', ')} FROM installations WHERE id = ?`,
            [bytes(installation)],
          ),
        );
        expect(installationFrom(row ?? {})).toEqual(states.reduce((a, b) => mergeInstallations(a, b)));
      }),
      { numRuns: 60 },
    );
  });
});
