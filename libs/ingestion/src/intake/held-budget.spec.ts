import type { KeyRing } from '@hearth/keys';
import { freshKeys } from '@hearth/keys';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import { parsed, readLine } from '../testing/test-door';
import { NOW, publishSubjects, rowsOf, wireReport } from '../testing/test-intake';
import type { Intake } from './create-intake';
import { createIntake } from './create-intake';
import { DEFAULT_LIMITS } from './limits';
import { readReport } from './parse-lines';

const stranger = (n: number) => wireReport(n, { licenceKey: `STRANGER-${String(n).padStart(4, '0')}` });
const tooEarly = (n: number) => wireReport(n, { observedAt: '2026-02-10T08:00:00Z' });

describeEachDialect('how much is held', ({ openRooms }) => {
  let rooms: TestRooms;
  let keys: KeyRing;
  const made: Intake[] = [];

  beforeEach(async () => {
    rooms = await openRooms();
    keys = freshKeys();
    await publishSubjects(await rooms.open('usage', 'customer-records'), keys, [{ customer: 1 }]);
  });
  afterEach(async () => {
    for (const intake of made.splice(0)) await intake.drain();
    await rooms.close();
  });

  async function intakeWith(limits: Parameters<typeof createIntake>[0]['limits']): Promise<Intake> {
    const intake = createIntake({
      usage: await rooms.open('usage', 'intake'),
      inbox: await rooms.open('inbox', 'intake'),
      keys,
      now: () => NOW,
      ...(limits ? { limits } : {}),
    });
    made.push(intake);
    return intake;
  }
  const held = (intake: Intake, ...numbers: number[]) =>
    intake.submit(
      numbers.map((n) => readLine(parsed(stranger(n)))),
      '192.0.2.1',
    );
  const refused = (intake: Intake, ...numbers: number[]) =>
    intake.submit(
      numbers.map((n) => readReport(Buffer.from(JSON.stringify(tooEarly(n))), 1, DEFAULT_LIMITS, NOW)),
      '192.0.2.1',
    );
  const kinds = async (): Promise<string[]> => {
    const inbox = await rooms.open('inbox', 'crossing');
    const rows = await inbox.read((m) =>
      m.query<{ kind: string }[]>('SELECT kind FROM halves ORDER BY kind'),
    );
    return rows.map(({ kind }) => kind);
  };
  const failures = async () => rowsOf(await rooms.open('usage', 'usage-reader'), 'failures');

  it('ends at its limit: the sender of the next is asked to send it again, and no id of it is remembered', async () => {
    const intake = await intakeWith({ heldBytes: 1_000 });
    expect(await held(intake, 1)).toMatchObject([{ status: 'accepted' }]);
    const away = [{ status: 'refused', code: 'INTERNAL_ERROR' }];
    expect(await held(intake, 2)).toMatchObject(away);
    // A repeat in one group is not taken for received either.
    expect(await held(intake, 2, 2)).toMatchObject([...away, ...away]);
    expect(await kinds()).toEqual(['held']);
    const roomier = await intakeWith({});
    expect(await held(roomier, 2)).toMatchObject([{ status: 'accepted' }]);
    expect((await failures()).join()).toContain('INBOX_FULL');
  });

  it('does not keep what belongs to somebody from being counted', async () => {
    const intake = await intakeWith({ heldBytes: 0 });
    const lines = [readLine(parsed(stranger(1))), readLine(parsed(wireReport(2)))];
    expect(await intake.submit(lines, '192.0.2.1')).toMatchObject([
      { status: 'refused', code: 'INTERNAL_ERROR' },
      { status: 'accepted' },
    ]);
    expect(await kinds()).toEqual(['sighting']);
  });

  it('counts what others put there, once it looks again', async () => {
    const first = await intakeWith({ heldBytes: 1_000, heldReadMs: 0 });
    const second = await intakeWith({ heldBytes: 1_000, heldReadMs: 0 });
    expect(await held(first, 1)).toMatchObject([{ status: 'accepted' }]);
    expect(await held(second, 2)).toMatchObject([{ status: 'refused' }]);
  });

  it('of refused reports ends at a limit of its own, and they are refused all the same', async () => {
    const intake = await intakeWith({ quarantineBytes: 1_000 });
    const answer = [{ status: 'refused', code: 'OBSERVED_IN_FUTURE', path: '/observedAt' }];
    expect(await refused(intake, 1)).toMatchObject(answer);
    expect(await refused(intake, 2)).toMatchObject(answer);
    expect(await kinds()).toEqual(['refused']);
    expect((await failures()).join()).toContain('INBOX_FULL');
    expect(await held(intake, 3)).toMatchObject([{ status: 'accepted' }]);
  });

  it('keeps a refused report once, whoever sends it how often', async () => {
    const intake = await intakeWith({});
    await refused(intake, 1, 1);
    await refused(intake, 1);
    expect(await kinds()).toEqual(['refused']);
    await refused(intake, 2);
    expect(await kinds()).toEqual(['refused', 'refused']);
  });
});
