import { gzipSync } from 'node:zlib';
import type { KeyRing } from '@hearth/keys';
import { freshKeys } from '@hearth/keys';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import { TestDoor } from '../testing/test-door';
import { licenceOf, NOW, publishSubjects, uuid, wireReport } from '../testing/test-intake';
import type { Intake } from './create-intake';

describeEachDialect('the door of the reports', ({ openRooms }) => {
  let rooms: TestRooms;
  let keys: KeyRing;
  let door: TestDoor;

  beforeEach(async () => {
    rooms = await openRooms();
    keys = freshKeys();
    door = await TestDoor.open((room, account) => rooms.open(room, account), keys);
  });

  afterEach(async () => {
    await door.close();
    await rooms.close();
  });

  it('counts a report under a pseudonym and seals what identifies §counts-not-names §security', async () => {
    expect(await door.one(wireReport(1))).toMatchObject({
      status: 200,
      body: { id: uuid(1), status: 'accepted' },
    });
    const [half, ...others] = await door.inboxRows();
    expect(others).toEqual([]);
    expect(half && door.opened(half)).toMatchObject({
      v: 1,
      companyName: 'Ashgrove Optics',
      email: 'ops@ashgrove.example',
      address: '127.0.0.1',
      licenceKey: licenceOf(1),
    });
    const tables = ['reports', 'installations', 'facts', 'month_states', 'dirty_months'];
    const everything = (await Promise.all(tables.map((table) => door.usageRows(table)))).flat().join('\n');
    expect(everything).toContain('"steps-executed\\":[\\"100\\",\\"100\\"]');
    for (const secret of ['Ashgrove', 'ops@', '127.0.0.1', licenceOf(1)])
      expect(everything).not.toContain(secret);
  });

  it('seals an identifying half again only when it differs', async () => {
    await door.one(wireReport(1));
    await door.one(wireReport(2, { observedAt: '2026-01-11T08:00:00Z' }));
    expect(await door.inboxRows()).toHaveLength(1);
    await door.one(
      wireReport(3, { observedAt: '2026-01-12T08:00:00Z', contact: { companyName: 'Ashgrove Optics Ltd' } }),
    );
    expect(await door.inboxRows()).toHaveLength(2);
  });

  it('keeps two products apart that report one installation id', async () => {
    await door.one(wireReport(1));
    const console = {
      product: 'management-console',
      counters: { 'schedule-runs': 3 },
      gauges: { robots: 7 },
    };
    await door.one(wireReport(2, console));
    const states = await door.usageRows('month_states');
    expect(states).toHaveLength(2);
    for (const state of states) expect(state).toContain('"reports":1');
    expect(await door.usageRows('installations')).toHaveLength(2);
  });

  it('answers a repeat as duplicate and another content under a known id as a conflict, and counts neither §call-home', async () => {
    await door.one(wireReport(1));
    const before = await door.usageRows('facts');
    expect((await door.one(wireReport(1))).body).toEqual({ id: uuid(1), status: 'duplicate' });
    expect(await door.one(wireReport(1, { counters: { 'steps-executed': 101 } }))).toMatchObject({
      status: 400,
      body: { id: uuid(1), status: 'refused', code: 'ID_CONFLICT', path: '/id' },
    });
    expect(await door.usageRows('facts')).toEqual(before);
  });

  it('gives a report with an unknown licence key the same answer as any other, and holds it sealed §voluntary', async () => {
    const known = await door.one(wireReport(1));
    const unknown = await door.one(wireReport(1, { id: uuid(9), licenceKey: licenceOf(99) }));
    expect(unknown.text.replace(uuid(9), uuid(1))).toBe(known.text);
    expect(unknown.status).toBe(known.status);
    const held = (await door.inboxRows()).find(({ kind }) => kind === 'held');
    expect(held && door.opened(held)).toMatchObject({
      v: 1,
      receivedAt: NOW,
      address: '127.0.0.1',
      report: { id: uuid(9) },
    });
    expect(await door.usageRows('facts')).toHaveLength(1);
    const again = await door.one(wireReport(1, { id: uuid(9), licenceKey: licenceOf(99) }));
    expect(again.text).toBe((await door.one(wireReport(1))).text.replace(uuid(1), uuid(9)));
  });

  it('counts a held report once its key is known, with its first time, and no second time', async () => {
    await door.one(wireReport(1, { licenceKey: licenceOf(3) }));
    const [held] = await door.inboxRows();
    const half = door.opened(held as NonNullable<typeof held>) as unknown as Parameters<
      Intake['resubmit']
    >[0];
    expect(await door.intake.rehearse(half)).toEqual({ settled: false, outcome: 'held' });
    expect(await door.intake.resubmit(half)).toEqual({ settled: false, outcome: 'held' });
    // It is held once, however often it is offered.
    expect(await door.usageRows('failures')).toEqual([expect.stringContaining('"count_value":1')]);
    await publishSubjects(await rooms.open('usage', 'customer-records'), keys, [{ customer: 3 }]);
    const before = await door.usageRows('reports');
    expect(await door.intake.rehearse(half)).toEqual({ settled: true, outcome: 'counted' });
    expect(await door.usageRows('reports')).toEqual(before);
    expect(await door.intake.resubmit(half)).toEqual({ settled: true, outcome: 'counted' });
    const facts = await door.usageRows('facts');
    expect(facts).toHaveLength(1);
    expect(await door.intake.resubmit(half)).toEqual({ settled: true, outcome: 'duplicate' });
    expect(await door.usageRows('facts')).toEqual(facts);
    expect((await door.usageRows('reports'))[0]).toContain('"outcome":"counted"');
    // Its identifying half goes to the crossing under an id of its own.
    expect((await door.inboxRows()).map(({ kind }) => kind).sort()).toEqual(['held', 'sighting']);
  });

  it('keeps of a report from before the agreement nothing but its id §voluntary', async () => {
    const early = wireReport(1, {
      licenceKey: licenceOf(2),
      observedAt: '2026-01-09T23:59:59Z',
      countersSince: '2026-01-09T00:00:00Z',
    });
    expect((await door.one(early)).body).toEqual({ id: uuid(1), status: 'accepted' });
    expect((await door.usageRows('reports'))[0]).toContain('"outcome":"before-agreement"');
    expect(await door.usageRows('installations')).toEqual([]);
    expect(await door.inboxRows()).toEqual([]);
    expect((await door.usageRows('failures'))[0]).toContain('BEFORE_AGREEMENT');
    await door.one(wireReport(2, { licenceKey: licenceOf(2), observedAt: '2026-01-10T00:00:00Z' }));
    expect(await door.usageRows('facts')).toHaveLength(1);
  });

  it('keeps the good lines of a batch, and names the line, code and path of each bad one', async () => {
    const answer = await door.many(
      wireReport(1),
      { ...wireReport(2), counters: { 'steps-executed': 'Ashgrove' } },
      { ...wireReport(3), counters: { 'steps-executed': -1 } },
      { ...wireReport(4), counters: { 'steps-executed': 1, 'www.example.com': 7 } },
      [],
      wireReport(1),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      receipts: [
        { line: 1, id: uuid(1), status: 'accepted' },
        { line: 2, id: uuid(2), status: 'refused', code: 'WRONG_TYPE', path: '/counters/steps-executed' },
        { line: 3, id: uuid(3), status: 'refused', code: 'OUT_OF_BOUNDS', path: '/counters/steps-executed' },
        { line: 4, id: uuid(4), status: 'accepted', dropped: ['/counters/*'] },
        { line: 5, status: 'refused', code: 'NOT_AN_OBJECT', path: '' },
        { line: 6, id: uuid(1), status: 'duplicate' },
      ],
    });
    expect(await door.usageRows('reports')).toHaveLength(2);
    const failures = (await door.usageRows('failures')).join('\n');
    expect(failures).toContain('UNDECLARED');
    expect(failures).not.toContain('example.com');
  });

  it('refuses a malformed line by itself, and counts empty lines without answering them', async () => {
    const body = `\r\n{"schema":\n\n${JSON.stringify(wireReport(1))}\r\n`;
    const answer = await door.post(gzipSync(body), {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    });
    expect(answer.body).toEqual({
      receipts: [
        { line: 2, status: 'refused', code: 'MALFORMED_JSON', path: '' },
        { line: 4, id: uuid(1), status: 'accepted' },
      ],
    });
  });
});
