import { withoutValues } from '@hearth/storage';
import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';
import { mysqlRooms, schemaName, userName } from '../config';
import { ACCOUNTS, ROOMS } from '../domain/names';
import type { AccountName } from '../domain/names';
import { migrateRooms } from '../open-room';
import type { MigratedRoom } from '../open-room';
import { byTable, compareGrants, privilegeList, wantedGrants } from './grants';
import { heldGrants, revokeWider } from './held-grants';

/** What `provision` is told. */
export interface ProvisionOptions {
  /** An account that may create schemas, users and grants: `mysql://root:…@host:3306`. Used here and kept nowhere. */
  readonly adminUrl: string;
  /** Schemas are `<prefix>_<room>`, users `<prefix>_<account>`; up to 11 characters, default `hearth`. */
  readonly prefix?: string;
  /** One per account; a changed one takes effect at once. */
  readonly passwords: Readonly<Record<AccountName, string>>;
}

/** What `provision` did. */
export interface Provisioned {
  readonly schemas: readonly string[];
  readonly users: readonly string[];
  readonly migrated: readonly MigratedRoom[];
  /** Privileges given and taken; both zero when everything was as it should be. */
  readonly granted: number;
  readonly revoked: number;
}

/**
 * Makes the rooms on a MariaDB or MySQL server: schemas, tables, one user per account (from any host, with its password)
 * and exactly the rights of `RIGHTS`, taking away what is not there. Idempotent; run it after every upgrade. A grant is
 * given before another is taken, so a running system keeps working.
 *
 * @throws TypeError for a missing password; the server's error when the account may not do this.
 */
export async function provision(options: ProvisionOptions): Promise<Provisioned> {
  const prefix = options.prefix ?? 'hearth';
  for (const account of ACCOUNTS) {
    if (!options.passwords[account]) throw new TypeError(`No password for the account ${account}`);
  }
  const admin = await createConnection({ uri: options.adminUrl, charset: 'utf8mb4_bin' });
  try {
    await createSchemas(admin, prefix);
    const migrated = await migrateRooms(mysqlRooms({ adminUrl: options.adminUrl, prefix, passwords: {} }));
    let granted = 0;
    let revoked = 0;
    for (const account of ACCOUNTS) {
      await createUser(admin, userName(prefix, account), options.passwords[account]);
      const changed = await settleGrants(admin, prefix, account);
      granted += changed.granted;
      revoked += changed.revoked;
    }
    return {
      schemas: ROOMS.map((room) => schemaName(prefix, room)),
      users: ACCOUNTS.map((account) => userName(prefix, account)),
      migrated,
      granted,
      revoked,
    };
  } catch (error) {
    // A refused statement may be the one with a password in it.
    throw withoutValues(error);
  } finally {
    await admin.end();
  }
}

/**
 * The collation of every room's schema: text is compared byte for byte and without padding, as SQLite does it. MariaDB and
 * MySQL name that differently; `version` is what the server answers to `SELECT VERSION()`.
 */
export function binaryCollation(version: string): 'utf8mb4_nopad_bin' | 'utf8mb4_0900_bin' {
  return /mariadb/i.test(version) ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
}

async function createSchemas(admin: Connection, prefix: string): Promise<void> {
  const [rows] = await admin.query('SELECT VERSION() AS version');
  const version = (rows as { version: string }[])[0]?.version ?? '';
  const collation = binaryCollation(version);
  for (const room of ROOMS) {
    const schema = schemaName(prefix, room);
    await admin.query(
      `CREATE DATABASE IF NOT EXISTS \`${schema}\` CHARACTER SET utf8mb4 COLLATE ${collation}`,
    );
  }
}

async function createUser(admin: Connection, user: string, password: string): Promise<void> {
  await admin.query("CREATE USER IF NOT EXISTS ?@'%' IDENTIFIED BY ?", [user, password]);
  await admin.query("ALTER USER ?@'%' IDENTIFIED BY ?", [user, password]);
}

async function settleGrants(
  admin: Connection,
  prefix: string,
  account: AccountName,
): Promise<{ granted: number; revoked: number }> {
  const user = userName(prefix, account);
  const { missing, surplus } = compareGrants(wantedGrants(prefix, account), await heldGrants(admin, user));
  for (const { table, grants } of byTable(missing)) {
    await admin.query(`GRANT ${privilegeList(grants)} ON ${table} TO ?@'%'`, [user]);
  }
  for (const { table, grants } of byTable(surplus)) {
    await admin.query(`REVOKE ${privilegeList(grants)} ON ${table} FROM ?@'%'`, [user]);
  }
  return { granted: missing.length, revoked: surplus.length + (await revokeWider(admin, user)) };
}
