import {
  ACCOUNTS,
  MIGRATIONS_TABLE,
  rightOf,
  ROOMS,
  RIGHTS,
  schemaName,
  TABLES,
  userName,
  VERBS,
} from '@hearth/rooms';
import type { AccountName, Verb } from '@hearth/rooms';
import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';
import type { Proof, Provisioned } from './proof';
import { seedOneRowEach, serverTables } from './seed';
import type { ServerTable } from './seed';

/** What a server answers to whom it refuses: a schema, a password, a table's command, a column's, the server's own. */
const REFUSALS = new Set([1044, 1045, 1142, 1143, 1227]);

interface Attempt {
  readonly account: AccountName;
  readonly what: string;
  readonly sql: string;
  readonly allowed: boolean;
}

/**
 * Connects as every account and tries every verb, and the statements that change tables, on every table of all rooms, and
 * every column alone. No attempt touches a row, so that rights decide and not constraints.
 */
export async function proveRights(rooms: Provisioned): Promise<Proof> {
  const { admin, prefix } = rooms;
  const tables = await serverTables(admin, prefix);
  const wrong = [...unknownTables(tables)];
  await seedOneRowEach(admin, prefix, tables);
  let attempts = 0;
  let allowed = 0;
  for (const account of ACCOUNTS) {
    const connection = await connectAs(rooms, account, rooms.passwords[account]);
    try {
      for (const attempt of attemptsOf(account, prefix, tables)) {
        attempts += 1;
        allowed += attempt.allowed ? 1 : 0;
        const fault = await tried(connection, attempt);
        if (fault) wrong.push(`${account}: ${attempt.what}: ${fault}`);
      }
    } finally {
      await connection.end();
    }
    attempts += 1;
    const guessed = await connectAs(rooms, account, 'a guess').catch(
      (error: { errno?: number }) => error.errno,
    );
    if (guessed !== 1045) wrong.push(`${account}: came in with a guessed password, or failed otherwise`);
    if (typeof guessed === 'object') await guessed.end();
  }
  wrong.push(...(await changedTables(rooms, tables)));
  const summary = `${ACCOUNTS.length} accounts, ${tables.length} tables, ${allowed} allowed and ${attempts - allowed} refused`;
  return { name: 'rights', summary, attempts, wrong };
}

function connectAs(rooms: Provisioned, account: AccountName, password: string): Promise<Connection> {
  const { hostname, port } = new URL(rooms.adminUrl);
  // Without a schema of its own: an account is to be refused by table, not kept from trying.
  return createConnection({
    host: hostname,
    port: Number(port || 3306),
    user: userName(rooms.prefix, account),
    password,
  });
}

/** The server's tables and ours must be the same: a table that nobody thought of would be tried by nobody. */
function* unknownTables(tables: readonly ServerTable[]): Generator<string> {
  for (const room of ROOMS) {
    const there = tables.filter((table) => table.room === room).map((table) => table.table);
    const ours = [...TABLES[room], MIGRATIONS_TABLE];
    for (const table of there)
      if (!ours.includes(table)) yield `${room}.${table} is on the server and in no list`;
    for (const table of ours)
      if (!there.includes(table)) yield `${room}.${table} is in the list and not on the server`;
  }
  for (const { room, table } of RIGHTS) {
    if (!tables.some((one) => one.room === room && one.table === table))
      yield `a right on ${room}.${table}, which is not there`;
  }
}

function* attemptsOf(
  account: AccountName,
  prefix: string,
  tables: readonly ServerTable[],
): Generator<Attempt> {
  const refused = (what: string, sql: string): Attempt => ({ account, what, sql, allowed: false });
  for (const { room, table, columns } of tables) {
    const name = `\`${schemaName(prefix, room)}\`.\`${table}\``;
    const first = `\`${columns[0]?.name ?? ''}\``;
    const list = columns.map((column) => `\`${column.name}\``).join(', ');
    const statements: Record<Verb, string> = {
      SELECT: `SELECT * FROM ${name}`,
      INSERT: `INSERT INTO ${name} (${list}) SELECT ${columns.map(() => 'NULL').join(', ')} FROM DUAL WHERE 1 = 0`,
      UPDATE: `UPDATE ${name} SET ${first} = 1 WHERE 1 = 0`,
      DELETE: `DELETE FROM ${name} WHERE 1 = 0`,
    };
    for (const verb of VERBS) {
      const allowed = rightOf(account, room, table, verb) === 'all';
      yield { account, what: `${verb} ${room}.${table}`, sql: statements[verb], allowed };
    }
    for (const column of columns) {
      const right = rightOf(account, room, table, 'SELECT');
      const allowed = right === 'all' || (right?.includes(column.name) ?? false);
      const what = `SELECT ${room}.${table}(${column.name})`;
      yield { account, what, sql: `SELECT \`${column.name}\` FROM ${name}`, allowed };
    }
    yield refused(`TRUNCATE ${room}.${table}`, `TRUNCATE TABLE ${name}`);
    yield refused(`ALTER ${room}.${table}`, `ALTER TABLE ${name} ADD COLUMN probe int`);
    yield refused(`INDEX ${room}.${table}`, `CREATE INDEX probe ON ${name} (${first})`);
    yield refused(`DROP ${room}.${table}`, `DROP TABLE ${name}`);
  }
  for (const room of ROOMS) {
    const schema = `\`${schemaName(prefix, room)}\``;
    yield refused(`CREATE in ${room}`, `CREATE TABLE ${schema}.probe (i int)`);
    yield refused(`VIEW in ${room}`, `CREATE VIEW ${schema}.probe AS SELECT 1`);
    yield refused(`DROP ${room}`, `DROP DATABASE ${schema}`);
  }
  yield refused('CREATE DATABASE', `CREATE DATABASE \`${prefix}_probe\``);
  yield refused('CREATE USER', `CREATE USER \`${prefix}_probe\`@'%'`);
  yield refused('GRANT', `GRANT SELECT ON *.* TO \`${userName(prefix, account)}\`@'%'`);
  yield refused('SELECT mysql.user', 'SELECT * FROM mysql.user');
}

/** What is wrong about how an attempt ended, if anything. */
async function tried(connection: Connection, attempt: Attempt): Promise<string | undefined> {
  try {
    const [rows] = await connection.query(attempt.sql);
    if (!attempt.allowed) return 'allowed, and the table of rights has it not';
    if (Array.isArray(rows) && rows.length !== 1) return `read ${rows.length} rows where one was seeded`;
    return undefined;
  } catch (error) {
    const { errno, message } = error as { errno?: number; message: string };
    if (!REFUSALS.has(errno ?? 0)) return `failed for another reason: ${message}`;
    return attempt.allowed
      ? `refused by the server with ${errno}, and the table of rights has it`
      : undefined;
  }
}

/** Every table must hold the one row that it held before. */
async function changedTables(rooms: Provisioned, tables: readonly ServerTable[]): Promise<string[]> {
  const changed: string[] = [];
  for (const { room, table } of tables.filter((one) => one.table !== MIGRATIONS_TABLE)) {
    const name = `\`${schemaName(rooms.prefix, room)}\`.\`${table}\``;
    // A table that an attempt could drop is as wrong as a row that it could change.
    const [rows] = await rooms.admin.query(`SELECT COUNT(*) AS n FROM ${name}`).catch(() => [[]]);
    if ((rows as { n: number }[])[0]?.n !== 1) changed.push(`${room}.${table} was changed by an attempt`);
  }
  return changed;
}
