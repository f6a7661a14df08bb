import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNTS, type AccountName } from '@hearth/rooms';

const fileOf = (folder: string, account: AccountName): string => join(folder, `database-${account}.password`);

/** The passwords of the accounts whose files lie in the folder: a process has its own only. */
export function readPasswords(folder: string): Partial<Record<AccountName, string>> {
  const found: Partial<Record<AccountName, string>> = {};
  for (const account of ACCOUNTS) {
    const file = fileOf(folder, account);
    if (existsSync(file)) found[account] = readFileSync(file, 'utf8').trim();
  }
  return found;
}

/** Makes a password file (0600) for each account that has none; returns all passwords. Never replaces one. */
export function writePasswords(folder: string): Record<AccountName, string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const account of ACCOUNTS) {
    const file = fileOf(folder, account);
    if (!existsSync(file))
      writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readPasswords(folder) as Record<AccountName, string>;
}
