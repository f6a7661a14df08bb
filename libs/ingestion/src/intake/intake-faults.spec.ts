import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { KeyRing } from '@hearth/keys';
import { freshKeys } from '@hearth/keys';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import type { RoomDatabase } from '@hearth/storage';
import type { Answer } from '../testing/test-door';
import { parsed, readLine, serveIntake, TestDoor } from '../testing/test-door';
import { NOW, uuid, wireReport } from '../testing/test-intake';
import { createIntake } from './create-intake';

describeEachDialect('the door of the reports, when something is amiss', ({ openRooms }) => {
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

  it('turns a whole request away, and stores nothing of it, when it breaks a limit', async () => {
    const good = JSON.stringify(wireReport(1));
    const ndjson = { 'content-type': 'application/x-ndjson' };
    // One after another: to make the larger ones takes a while, in which nothing else is to count as slow.
    const tries: [string, () => Promise<Answer>, number, string][] = [
      ['too many lines', () => door.post(Array(21).fill(good).join('\n'), ndjson), 413, 'TOO_MANY_LINES'],
      ['a line too long', () => door.post(`${good}\n${' '.repeat(5000)}`, ndjson), 413, 'LINE_TOO_LONG'],
      ['a report too long', () => door.post(`${good}${' '.repeat(5000)}`), 413, 'LINE_TOO_LONG'],
      [
        'another type',
        () => door.post(good, { 'content-type': 'text/plain' }),
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'cookies from a page elsewhere',
        () => door.post(good, { cookie: 'a=1', origin: 'https://evil.example' }),
        403,
        'CROSS_SITE_REFUSED',
      ],
      [
        'another charset',
        () => door.post(good, { 'content-type': 'application/json; charset=utf-16' }),
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['another encoding', () => door.post(good, { 'content-encoding': 'br' }), 415, 'UNSUPPORTED_ENCODING'],
      ['no gzip', () => door.post(good, { 'content-encoding': 'gzip' }), 400, 'MALFORMED_ENCODING'],
      [
        'cut gzip',
        () => door.post(gzipSync(good).subarray(0, -9), { 'content-encoding': 'gzip' }),
        400,
        'MALFORMED_ENCODING',
      ],
      [
        'a bomb',
        () => door.post(gzipSync(Buffer.alloc(30_000_000)), { 'content-encoding': 'gzip' }),
        413,
        'INFLATION_RATIO',
      ],
      ['a long body', () => door.post(Buffer.alloc(9 * 1024 * 1024)), 413, 'BODY_TOO_LARGE'],
    ];
    for (const [what, answer, status, code] of tries) {
      expect([what, await answer()]).toMatchObject([what, { status, body: { code } }]);
    }
    const get = await fetch(door.url);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    for (const table of ['reports', 'failures', 'installations'])
      expect(await door.usageRows(table)).toEqual([]);
    expect(await door.inboxRows()).toEqual([]);
  });

  it('waits for a body so long and no longer', async () => {
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
    socket.write(
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (chunk) => resolve(chunk.toString())),
    );
    expect(answer).toMatch(/^HTTP\/1.1 408 [\s\S]*connection: close[\s\S]*BODY_TOO_SLOW/i);
    socket.destroy();
    expect(await door.usageRows('failures')).toEqual([]);
  });

  it('refuses only the report whose data the database cannot take', async () => {
    const reports = [1, 2, 3].map((number) =>
      parsed(wireReport(number, { installationId: uuid(number === 2 ? 2 : 1, 2) })),
    );
    // No body brings this through the parser: a version longer than its column, or on SQLite, which takes any, none at all.
    const version = (rooms.dialect === 'mysql' ? 'x'.repeat(300) : null) as string;
    const lines = reports.map((report, index) => readLine(index === 1 ? { ...report, version } : report));
    expect(await door.intake.submit(lines, '127.0.0.1')).toEqual([
      { id: uuid(1), status: 'accepted' },
      { id: uuid(2), status: 'refused', code: 'INTERNAL_ERROR', path: '' },
      { id: uuid(3), status: 'accepted' },
    ]);
    expect(await door.usageRows('reports')).toHaveLength(2);
    expect(await door.usageRows('month_states')).toEqual([expect.stringContaining('"reports":2')]);
  });

  async function withUsage(change: (usage: RoomDatabase) => Partial<RoomDatabase>) {
    const usage = await rooms.open('usage', 'intake');
    const inbox = await rooms.open('inbox', 'intake');
    const errors: unknown[] = [];
    const intake = createIntake({
      usage: { ...usage, ...change(usage) } as RoomDatabase,
      inbox,
      keys,
      now: () => NOW,
      onError: (error) => errors.push(error),
    });
    const served = await serveIntake(intake);
    const send = () =>
      fetch(served.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(wireReport(1)),
      });
    return { send, errors, close: () => served.close() };
  }

  it('acknowledges nothing while the database is away', async () => {
    const { send, errors, close } = await withUsage(() => ({
      read: () => Promise.reject(new Error('gone')),
    }));
    const response = await send();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ code: 'UNAVAILABLE' });
    expect(errors).toHaveLength(1);
    await close();
  });

  it('blames itself, and not the sender, for the one report that the database cannot take', async () => {
    let tried = false;
    const { send, close } = await withUsage((usage) => ({
      read: (fn) => usage.read(fn),
      write: (fn) => {
        if (tried) return usage.write(fn);
        tried = true;
        return Promise.reject(Object.assign(new Error('no such value'), { errno: 1406, sqlState: '22001' }));
      },
    }));
    const response = await send();
    expect([response.status, await response.json()]).toEqual([
      500,
      { id: uuid(1), status: 'refused', code: 'INTERNAL_ERROR', path: '' },
    ]);
    await close();
  });

  it('writes everything once when it broke off between the two rooms and the report comes again §call-home', async () => {
    let broken = true;
    const { send, close } = await withUsage((usage) => ({
      read: (fn) => usage.read(fn),
      write: (fn) => {
        if (!broken) return usage.write(fn);
        broken = false;
        return Promise.reject(new Error('the power went'));
      },
    }));
    expect((await send()).status).toBe(503);
    expect([await door.inboxRows(), await door.usageRows('reports')]).toMatchObject([[{}], []]);
    expect(await (await send()).json()).toEqual({ id: uuid(1), status: 'accepted' });
    expect([await door.inboxRows(), await door.usageRows('facts')]).toMatchObject([
      [{}],
      [expect.anything()],
    ]);
    await close();
  });

  it('lets two writers have the same reports at once, and counts each once', async () => {
    const usage = await rooms.open('usage', 'intake');
    const inbox = await rooms.open('inbox', 'intake');
    const other = createIntake({ usage, inbox, keys, now: () => NOW });
    const lines = Array.from({ length: 60 }, (_, index) => {
      const observedAt = `2026-01-10T${String(index % 24).padStart(2, '0')}:00:00Z`;
      return readLine(parsed(wireReport(index + 1, { observedAt })));
    });
    const receipts = await Promise.all([
      door.intake.submit(lines.slice(0, 40), '127.0.0.1'),
      other.submit(lines.slice(20), '127.0.0.1'),
    ]);
    const statuses = receipts.flat().map(({ status }) => status);
    expect(statuses.filter((status) => status === 'accepted')).toHaveLength(60);
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(20);
    expect((await door.usageRows('month_states'))[0]).toContain('"reports":60');
    const facts = (await door.usageRows('facts')).map(
      (row) => (JSON.parse(row) as { reports: number }).reports,
    );
    expect(facts.reduce((sum, reports) => sum + reports, 0)).toBe(60);
  });
});
