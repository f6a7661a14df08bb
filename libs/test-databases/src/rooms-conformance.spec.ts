import {
  ACCOUNTS,
  MIGRATIONS_TABLE,
  mysqlRooms,
  openRoom,
  provision,
  RIGHTS,
  ROOMS,
  schemaName,
  TABLES,
  userName,
} from '@hearth/rooms';
import type { AccountName } from '@hearth/rooms';
import { insertRows, isUniqueViolation, upsertRows } from '@hearth/storage';
import { createConnection } from 'mysql2/promise';
import { describeEachDialect, mysqlAtHand, sharedMysql, stopSharedMysql } from './index';
import type { TestRooms } from './index';

describeEachDialect('rooms', ({ openRooms }) => {
  let rooms: TestRooms;
  beforeAll(async () => (rooms = await openRooms()));
  afterAll(() => rooms.close());

  it('hold every table, empty, for the accounts that may read it', async () => {
    for (const { account, room, table, columns } of RIGHTS.filter((right) =>
      right.verbs.includes('SELECT'),
    )) {
      const database = await rooms.open(room, account);
      const wanted = columns?.join(', ') ?? '*';
      const rows: unknown[] = await database.read((m) => m.query(`SELECT ${wanted} FROM ${table}`));
      // The stamp has its one row from the start.
      expect(rows).toHaveLength(table === 'decision_stamp' ? 1 : 0);
    }
  });

  it('keep an external key once per system that recorded it', async () => {
    const personal = await rooms.open('personal', 'customer-records');
    const columns = [
      'id',
      'external_key',
      'recorded_by',
      'company_name',
      'name_index',
      'created_at',
      'updated_at',
    ];
    const row = (id: string, by: string) => [id, 'k', by, Buffer.from('x'), Buffer.alloc(32), 1, 1];
    const add = (id: string, by: string) =>
      personal.write((m) => insertRows(m, 'customers', columns, [row(id, by)]));
    await add('cus_1', 'crm');
    await add('cus_2', 'shop');
    expect(isUniqueViolation(await add('cus_3', 'crm').catch((e: unknown) => e))).toBe(true);
  });

  it('give each entry of the record one place in its writer’s chain', async () => {
    const access = await rooms.open('access', 'gateway');
    const columns = ['writer', 'size', 'root', 'chain_hash', 'frontier', 'links', 'at', 'signature'];
    const add = (writer: string, size: number) =>
      access.write((m) =>
        insertRows(m, 'release_heads', columns, [
          [writer, size, Buffer.alloc(32), Buffer.alloc(32), Buffer.alloc(32), '[]', 1, Buffer.alloc(64)],
        ]),
      );
    await add('g', 1);
    await add('h', 1);
    expect(isUniqueViolation(await add('g', 1).catch((e: unknown) => e))).toBe(true);
  });

  it('take what the intake writes in one unit', async () => {
    const usage = await rooms.open('usage', 'intake');
    await usage.write(async (m) => {
      await upsertRows(
        m,
        'dirty_months',
        ['month', 'product', 'revision'],
        [
          [200912, 'jenkins', 1],
          [200912, 'jenkins', 1],
        ],
        {
          key: ['month', 'product'],
          update: { revision: 'add' },
        },
      );
    });
    const reader = await rooms.open('usage', 'roll-up');
    expect(await reader.read((m) => m.query('SELECT revision FROM dirty_months'))).toEqual([{ revision: 2 }]);
  });
});

const onServer = mysqlAtHand() ? describe : describe.skip;
onServer('provisioning a server', () => {
  const prefix = `p${process.pid % 100000}`;
  const passwords = Object.fromEntries(ACCOUNTS.map((name) => [name, `it's "${name}"?`])) as Record<
    AccountName,
    string
  >;
  let adminUrl: string;
  const admin = async (sql: string, values: string[] = []) => {
    const connection = await createConnection(adminUrl);
    const [rows] = await connection.query(sql, values).finally(() => connection.end());
    return rows as Record<string, string>[];
  };
  const again = (changed: Partial<Record<AccountName, string>> = {}) =>
    provision({ adminUrl, prefix, passwords: { ...passwords, ...changed } });
  const refused = { errno: 1142 };

  beforeAll(async () => {
    ({ adminUrl } = await sharedMysql());
    const made = await again();
    expect(made.granted).toBeGreaterThan(ACCOUNTS.length);
    expect(made.schemas).toEqual(ROOMS.map((room) => schemaName(prefix, room)));
  });
  afterAll(async () => {
    for (const room of ROOMS) await admin(`DROP DATABASE \`${schemaName(prefix, room)}\``);
    for (const account of ACCOUNTS) await admin("DROP USER ?@'%'", [userName(prefix, account)]);
    await stopSharedMysql();
  });

  it('does nothing the second time', async () => {
    expect(await again()).toMatchObject({
      granted: 0,
      revoked: 0,
      migrated: ROOMS.map((room) => ({ room, ran: [] })),
    });
  });

  it('makes the tables that the list of tables says, all with text compared byte for byte', async () => {
    for (const room of ROOMS) {
      const found = await admin(
        'SELECT TABLE_NAME AS name, TABLE_COLLATION AS collation FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?',
        [schemaName(prefix, room)],
      );
      expect(found.map(({ name }) => name).sort()).toEqual([...TABLES[room], MIGRATIONS_TABLE].sort());
      for (const { collation } of found) expect(collation).toMatch(/^utf8mb4_(nopad|0900)_bin$/);
    }
  });

  it('takes away what somebody gave beside the table of rights', async () => {
    const user = userName(prefix, 'intake');
    const [inbox, personal] = [schemaName(prefix, 'inbox'), schemaName(prefix, 'personal')];
    await admin(`GRANT SELECT ON \`${inbox}\`.halves TO ?@'%'`, [user]);
    await admin(`GRANT SELECT (email) ON \`${personal}\`.contacts TO ?@'%'`, [user]);
    await admin(`GRANT DELETE ON \`${personal}\`.* TO ?@'%'`, [user]);
    await admin("GRANT PROCESS ON *.* TO ?@'%'", [user]);
    expect(await again()).toMatchObject({ granted: 0, revoked: 4 });
    const intake = await openRoom(mysqlRooms({ adminUrl, prefix, passwords }), 'inbox', 'intake');
    await expect(intake.read((m) => m.query('SELECT id FROM halves'))).rejects.toMatchObject(refused);
    await expect(intake.read((m) => m.query(`SELECT email FROM ${personal}.contacts`))).rejects.toMatchObject(
      refused,
    );
    await intake.close();
    expect(await again()).toMatchObject({ revoked: 0 });
  });

  it('puts back what somebody took', async () => {
    await admin(`REVOKE SELECT ON \`${schemaName(prefix, 'usage')}\`.subjects FROM ?@'%'`, [
      userName(prefix, 'intake'),
    ]);
    expect(await again()).toMatchObject({ granted: 1, revoked: 0 });
  });

  it('changes a password at once', async () => {
    await again({ gateway: 'another' });
    const open = (gateway: string) =>
      openRoom(mysqlRooms({ adminUrl, prefix, passwords: { gateway } }), 'access', 'gateway');
    await expect(open(passwords.gateway)).rejects.toMatchObject({ errno: 1045 });
    await (await open('another')).close();
  });

  it('begins nothing without every password, and names none in what it throws', async () => {
    await expect(again({ crossing: '' })).rejects.toThrow('No password for the account crossing');
    const fails = provision({
      adminUrl: mysqlUser(adminUrl, userName(prefix, 'intake'), passwords.intake),
      prefix,
      passwords,
    });
    const error: unknown = await fails.catch((e: unknown) => e);
    expect(JSON.stringify({ ...(error as object) }) + ((error as Error).stack ?? '')).not.toContain("it's");
    expect(error).toMatchObject({ errno: 1044 });
  });
});

function mysqlUser(adminUrl: string, user: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}
