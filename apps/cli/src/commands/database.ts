import { existsSync } from 'node:fs';
import { createKeys } from '@hearth/keys';
import { addLaterKeys, roomsOf, writePasswords } from '@hearth/process';
import { migrateRooms, mysqlRooms, provision, type MigratedRoom, type RoomsConfig } from '@hearth/rooms';
import type { Command } from 'commander';
import { address } from '../arguments';
import { cliConfig } from '../config';

const ADMIN_URL = 'mysql://user:password@host:3306';
const adminUrl = address(ADMIN_URL, 'mysql:');

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

function report(rooms: readonly MigratedRoom[]): void {
  for (const { room, ran } of rooms)
    say(
      `  ${room}: ${ran.length === 0 ? 'up to date' : `${ran.length} ${ran.length === 1 ? 'migration' : 'migrations'} ran`}`,
    );
}

/** `hearth migrate` and `hearth provision`. */
export function addDatabase(program: Command): void {
  program
    .command('migrate')
    .description('bring the tables of every room up to date (hearth serve does it on files by itself)')
    .option('--admin-url <url>', `an account that may change tables: ${ADMIN_URL}`, adminUrl)
    .action(async (options: { adminUrl?: string }) => {
      const config = cliConfig();
      const rooms: RoomsConfig =
        options.adminUrl === undefined
          ? roomsOf(config, config.keysFolder)
          : mysqlRooms({ adminUrl: options.adminUrl, prefix: config.mysqlPrefix, passwords: {} });
      if (rooms.kind === 'mysql' && options.adminUrl === undefined)
        throw new Error('On a server, tables are changed by an account of its own: give --admin-url.');
      report(await migrateRooms(rooms));
    });

  program
    .command('provision')
    .description('make schemas, tables, accounts and rights on a MariaDB or MySQL server; safe to repeat')
    .requiredOption(
      '--admin-url <url>',
      `an account that may create schemas and users, ${ADMIN_URL}; used here and kept nowhere`,
      adminUrl,
    )
    .action(async (options: { adminUrl: string }) => {
      const config = cliConfig();
      if (!existsSync(config.keysFolder)) createKeys(config.keysFolder);
      const passwords = writePasswords(config.keysFolder);
      const done = await provision({ adminUrl: options.adminUrl, prefix: config.mysqlPrefix, passwords });
      say(
        `${done.schemas.length} schemas, ${done.users.length} accounts, ${done.granted} rights given, ${done.revoked} taken.`,
      );
      report(done.migrated);
      const rooms = mysqlRooms({ adminUrl: options.adminUrl, prefix: config.mysqlPrefix, passwords });
      const added = await addLaterKeys({ rooms, keysFolder: config.keysFolder });
      if (added.length > 0) say(`Keys that this version needs were added: ${added.join(', ')}.`);
      say(
        `Keys and passwords are in ${config.keysFolder}: give each process its own files only (docs/keys.md).`,
      );
      say('Next: HEARTH_MYSQL_URL=mysql://HOST:3306 npx hearth serve');
    });
}
