// npm run verify:access
// For every field × audience × purpose, through the gateway and straight at the subgraph that owns it: is the answer what the
// policy says? One document per type that selects all its fields; compared cell by cell; a fixed tenth over HTTP. Then every
// mutation for every reader, and the ways in which a partner may ask for a customer that is not its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys } from '@hearth/keys';
import type { HttpServer } from '@hearth/service';
import { Tally } from './access/compare';
import { gatewayDoor, subgraphDoor, type Door } from './access/door';
import { checkForeignCustomers, partnerOf } from './access/foreign-customers';
import { checkMatrix } from './access/matrix';
import { checkMutations } from './access/mutations';
import { allReaders } from './access/readers';
import { seed } from './access/seed';
import { PROOF_ISSUER, runToExit, startWholeHearth } from './whole-hearth';

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-access-'));
  const hearth = await startWholeHearth('sqlite', home);
  const servers: HttpServer[] = [];
  try {
    const seeded = await seed(hearth);
    const keys = loadKeys(join(home, 'keys'), ['token-signing', 'gateway-credential']);
    const readers = await allReaders(keys, PROOF_ISSUER, seeded);
    const doors: Door[] = [gatewayDoor(hearth.hearth.gateway, hearth.url)];
    for (const subgraph of Object.values(hearth.hearth.subgraphs)) {
      const door = await subgraphDoor(subgraph, keys.get('gateway-credential'));
      servers.push(door.server);
      doors.push(door);
    }
    const tally = new Tally();
    for (const door of doors) {
      const began = Date.now();
      const types = await checkMatrix(door, { readers, seeded, tally });
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      console.log(`${door.name}: ${types} types, ${readers.length} readers, ${seconds} s`);
    }
    await checkMutations(hearth, doors, readers, seeded, tally);
    const { ways, told } = await checkForeignCustomers(doors, await partnerOf(hearth, seeded), tally);
    tally.print();
    console.log(
      `${ways - told} of ${ways} ways of asking for another partner's customer are equal in bytes to asking for none`,
    );
    console.log(`access: ${tally.cells} cells, ${tally.leaks} leaks, ${tally.wrong} otherwise wrong`);
    process.exitCode = tally.leaks + tally.wrong + told === 0 && tally.cells > 10_000 ? 0 : 1;
  } finally {
    for (const server of servers) await server.close();
    await hearth.close();
    rmSync(home, { recursive: true, force: true });
  }
}

runToExit(main);
