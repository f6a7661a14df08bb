import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { ACCOUNTS, migrateRooms, provision } from '@hearth/rooms';
import type { AccountName } from '@hearth/rooms';
import { createConnection } from 'mysql2/promise';
import type { Place } from './contestants/contestant';
import { OWN_SCHEMA } from './contestants/contestant';

/** The settings that make a commit outlive a power cut; read back from the server, as it may have been given. */
const DURABLE: Readonly<Record<string, string>> = {
  innodb_flush_log_at_trx_commit: '1',
  innodb_doublewrite: '1',
};

/** Makes fresh, migrated rooms. */
export async function freshPlace(folder: string, name: string, adminUrl: string | undefined): Promise<Place> {
  if (adminUrl === undefined) {
    const own = join(folder, name);
    await mkdir(own, { mode: 0o700 });
    await migrateRooms({ kind: 'sqlite', folder: own });
    return { dialect: 'sqlite', folder: own };
  }
  const passwords = Object.fromEntries(ACCOUNTS.map((account) => [account, randomBytes(12).toString('hex')]));
  const place = { adminUrl, prefix: `b_${name}`, passwords: passwords as Record<AccountName, string> };
  await provision(place);
  return { dialect: 'mysql', ...place };
}

/** Reads the server's settings back, and makes the schema of the contestants that have one of their own. */
export async function readyServer(adminUrl: string): Promise<string> {
  const admin = await createConnection(adminUrl);
  try {
    const [rows] = await admin.query(
      `SHOW VARIABLES WHERE Variable_name IN ('version', 'innodb_buffer_pool_size', 'innodb_log_file_size',
        'log_bin', ${Object.keys(DURABLE)
          .map((name) => `'${name}'`)
          .join(', ')})`,
    );
    const settings = new Map(
      (rows as { Variable_name: string; Value: string }[]).map((row) => [row.Variable_name, row.Value]),
    );
    for (const [name, value] of Object.entries(DURABLE)) {
      const set = settings.get(name)?.replace('ON', '1');
      if (set !== value)
        throw new Error(`The server is not durable: ${name} is ${String(set)}, not ${value}.`);
    }
    await admin.query(`DROP DATABASE IF EXISTS ${OWN_SCHEMA}`);
    await admin.query(`CREATE DATABASE ${OWN_SCHEMA} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    return [...settings].map(([name, value]) => `${name}=${value}`).join(' ');
  } finally {
    await admin.end();
  }
}
