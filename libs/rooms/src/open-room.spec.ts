import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS_TABLE, migrateRooms, openRoom, RIGHTS, ROOMS, TABLES } from './index';
import type { RoomsConfig } from './index';

describe('rooms in SQLite files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-rooms-'));
  const config: RoomsConfig = { kind: 'sqlite', folder };
  let first: Awaited<ReturnType<typeof migrateRooms>>;
  beforeAll(async () => {
    first = await migrateRooms(config);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are made by migrations that run once, in the order of their times', async () => {
    expect(first.map(({ room }) => room)).toEqual(ROOMS);
    for (const { ran } of first) {
      expect(ran.length).toBeGreaterThan(0);
      expect([...ran].sort((a, b) => Number(a.slice(-13)) - Number(b.slice(-13)))).toEqual(ran);
    }
    expect(await migrateRooms(config)).toEqual(ROOMS.map((room) => ({ room, ran: [] })));
  });

  it('hold the tables that the list of tables says, and columns for every right', async () => {
    const account = {
      inbox: 'crossing',
      personal: 'customer-records',
      usage: 'usage-reader',
      statistics: 'aggregation',
      access: 'gateway',
    } as const;
    for (const room of ROOMS) {
      const database = await openRoom(config, room, account[room]);
      const names = await database.read((m) =>
        m.query<{ name: string }[]>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        ),
      );
      expect(names.map(({ name }) => name).sort()).toEqual([...TABLES[room], MIGRATIONS_TABLE].sort());
      for (const { table, columns } of RIGHTS.filter((right) => right.room === room && right.columns)) {
        const found = await database.read((m) =>
          m.query<{ name: string }[]>(`SELECT name FROM pragma_table_info('${table}')`),
        );
        expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining([...(columns ?? [])]));
      }
      await database.close();
    }
  });

  it('turn away an account that has no right there', async () => {
    await expect(openRoom(config, 'personal', 'intake')).rejects.toThrow(TypeError);
    await expect(openRoom(config, 'usage', 'gateway')).rejects.toThrow(
      'The account gateway has no right in the room usage',
    );
    await expect(openRoom(config, 'statistics', 'release')).rejects.toThrow(TypeError);
  });
});
