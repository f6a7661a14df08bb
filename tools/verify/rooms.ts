// Proves on a real MariaDB or MySQL server that every account of every room can do exactly what the table of rights says.
//   node tools/run.cjs tools/verify/rooms.ts
import { randomBytes } from 'node:crypto';
import { ACCOUNTS, mysqlRooms, provision, ROOMS, schemaName, userName } from '@hearth/rooms';
import type { AccountName } from '@hearth/rooms';
import { MYSQL_HOW_TO, startMysql } from '@hearth/test-databases';
import { createConnection } from 'mysql2/promise';
import { proveNothingNames } from './rooms/nothing-names';
import { proveRights } from './rooms/rights';
import type { Proof, Provisioned } from './rooms/proof';

/** One after the other on the same rooms; each says how often it tried and what came out wrong. */
const PROOFS: readonly ((rooms: Provisioned) => Promise<Proof>)[] = [proveRights, proveNothingNames];

async function main(): Promise<void> {
  const server = await startMysql();
  if (!server)
    throw new Error(
      `verify:rooms needs a MariaDB or MySQL server, and there is none at hand. ${MYSQL_HOW_TO}`,
    );
  const { adminUrl } = server;
  const prefix = `v${randomBytes(4).toString('hex')}`;
  const passwords = Object.fromEntries(
    ACCOUNTS.map((name) => [name, randomBytes(18).toString('base64url')]),
  ) as Record<AccountName, string>;
  const admin = await createConnection({ uri: adminUrl, supportBigNumbers: true });
  let attempts = 0;
  const wrong: string[] = [];
  try {
    await provision({ adminUrl, prefix, passwords });
    const rooms = { prefix, admin, config: mysqlRooms({ adminUrl, prefix, passwords }), passwords, adminUrl };
    for (const prove of PROOFS) {
      const proof = await prove(rooms);
      attempts += proof.attempts;
      wrong.push(...proof.wrong);
      console.log(`${proof.name}: ${proof.summary}`);
    }
  } finally {
    for (const room of ROOMS) await admin.query(`DROP DATABASE IF EXISTS \`${schemaName(prefix, room)}\``);
    for (const account of ACCOUNTS)
      await admin.query("DROP USER IF EXISTS ?@'%'", [userName(prefix, account)]);
    await admin.end();
    await server.stop();
  }
  for (const line of wrong.slice(0, 50)) console.error(line);
  console.log(`rooms: ${attempts} attempts, ${wrong.length} wrong`);
  if (wrong.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
