import { freshKeys } from '@hearth/keys';
import { openDatabase } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { TestRooms } from '@hearth/test-databases';
import { MYSQL_SKIP_NOTICE, mysqlAtHand, openTestRooms, stopSharedMysql } from '@hearth/test-databases';
import type { CuttingProxy } from '../testing/cutting-proxy';
import { openCuttingProxy } from '../testing/cutting-proxy';
import { serveIntake, TestDoor } from '../testing/test-door';
import type { ServedIntake } from '../testing/test-door';
import { NOW, uuid, wireReport } from '../testing/test-intake';
import { createIntake } from './create-intake';

// A file does not go away in the middle of a commit; a server does.
const suite = mysqlAtHand() ? describe : describe.skip;

suite(mysqlAtHand() ? 'the door of the reports, when its server goes away' : MYSQL_SKIP_NOTICE, () => {
  let rooms: TestRooms;
  let door: TestDoor;
  let proxies: Record<'usage' | 'inbox', CuttingProxy>;
  let databases: RoomDatabase[];
  let served: ServedIntake;
  let errors: unknown[];

  beforeEach(async () => {
    rooms = await openTestRooms('mysql');
    const keys = freshKeys();
    // It publishes the agreements, and looks into the rooms past the proxies.
    door = await TestDoor.open((room, account) => rooms.open(room, account), keys);
    const { config } = rooms;
    if (config.kind !== 'mysql') throw new Error('These rooms are no server’s.');
    const url = (room: 'usage' | 'inbox') => config.url(room, 'intake');
    proxies = { usage: await openCuttingProxy(url('usage')), inbox: await openCuttingProxy(url('inbox')) };
    const open = (room: 'usage' | 'inbox') =>
      openDatabase({ target: { kind: 'mysql', url: proxies[room].through(url(room)) }, entities: [] });
    databases = [await open('usage'), await open('inbox')];
    const [usage, inbox] = databases as [RoomDatabase, RoomDatabase];
    errors = [];
    const onError = (error: unknown) => errors.push(error);
    served = await serveIntake(createIntake({ usage, inbox, keys, now: () => NOW, onError }));
  });

  afterEach(async () => {
    await served.close();
    for (const database of databases) await database.close();
    for (const proxy of Object.values(proxies)) await proxy.close();
    await door.close();
    await rooms.close();
  });

  afterAll(stopSharedMysql);

  const send = async (number: number) => {
    const response = await fetch(served.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wireReport(number)),
    });
    const body = (await response.json()) as { status?: string; code?: string };
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      said: body.status ?? body.code,
    };
  };
  const TURNED_AWAY = { status: 503, retryAfter: '5', said: 'UNAVAILABLE' };
  const stored = async () => {
    const rows = await Promise.all(
      ['reports', 'facts', 'month_states'].map((table) => door.usageRows(table)),
    );
    return { halves: (await door.inboxRows()).length, rows: rows.map((of) => of.length) };
  };

  it.each([
    // Where it breaks, what is there then, and what the second try is told.
    ['usage', 'before-commit', { halves: 1, rows: [0, 0, 0] }, 'accepted'],
    ['usage', 'after-commit', { halves: 1, rows: [1, 1, 1] }, 'duplicate'],
    ['inbox', 'before-commit', { halves: 0, rows: [0, 0, 0] }, 'accepted'],
    ['inbox', 'after-commit', { halves: 1, rows: [0, 0, 0] }, 'accepted'],
  ] as const)(
    'acknowledges nothing whose commit nobody answered for (%s, %s), and counts it once',
    async (room, cut, then, second) => {
      proxies[room].cutNext(cut);
      expect(await send(1)).toEqual(TURNED_AWAY);
      expect(proxies[room].cuts()).toBe(1);
      expect(await stored()).toEqual(then);
      expect(await send(1)).toMatchObject({ status: 200, said: second });
      expect(await stored()).toEqual({ halves: 1, rows: [1, 1, 1] });
      const [fact] = (await door.usageRows('facts')).map((row) => JSON.parse(row) as { reports: number });
      expect(fact?.reports).toBe(1);
    },
  );

  it('asks senders to come back while the server is away, and takes reports as soon as it is there again', async () => {
    expect(await send(1)).toMatchObject({ status: 200, said: 'accepted' });
    for (const proxy of Object.values(proxies)) proxy.setAway(true);
    // As many as the pool has connections, and more: none of them may be handed out dead.
    expect(await Promise.all(Array.from({ length: 12 }, (_, i) => send(i + 2)))).toEqual(
      Array.from({ length: 12 }, () => TURNED_AWAY),
    );
    for (const proxy of Object.values(proxies)) proxy.setAway(false);
    for (let number = 2; number <= 13; number += 1)
      expect(await send(number)).toMatchObject({ status: 200, said: 'accepted' });
    expect((await stored()).rows[0]).toBe(13);
    expect((await door.usageRows('reports')).some((row) => row.includes(uuid(13).replaceAll('-', '')))).toBe(
      true,
    );
    expect(errors.length).toBeGreaterThan(0);
  });
});
