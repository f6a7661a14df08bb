// npm run verify:doors
// Three doors decide, and each alone suffices: with all of them on, and with any two switched off, the whole matrix of fields
// and readers, every mutation, and the readers whose rows are few get nothing that the policy does not allow. Then every
// argument is tried as a way of reading what may not be read, and the clock as a way of learning who exists.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys, type KeyRing } from '@hearth/keys';
import { Tally, textOf } from './access/compare';
import { checkForeignCustomers } from './access/foreign-customers';
import { checkMatrix } from './access/matrix';
import { checkMutations } from './access/mutations';
import { allReaders, type ProofReader } from './access/readers';
import { seed, type Seeded } from './access/seed';
import { checkArguments } from './doors/argument-probes';
import { arrange, ARRANGEMENTS, type Arrangement } from './doors/arrangements';
import { checkAsking } from './doors/asking-probes';
import { P_MIN, PAIRS, RUNS, timeExistence } from './doors/existence';
import { checkFrames, checkIntrospection } from './doors/gateway-probes';
import { checkRowWrites } from './doors/row-writes';
import { seedRows, type SeededRows } from './doors/seed-rows';
import { PROOF_ISSUER, runToExit, startWholeHearth, type WholeHearth } from './whole-hearth';

interface Proof {
  readonly hearth: WholeHearth;
  readonly keys: KeyRing;
  readonly seeded: Seeded;
  readonly rows: SeededRows;
  readonly readers: readonly ProofReader[];
}

interface Found {
  cells: number;
  probes: number;
  leaks: number;
  wrong: number;
}

async function checkArrangement(proof: Proof, how: Arrangement): Promise<Found> {
  const { hearth, keys, seeded, rows, readers } = proof;
  const began = Date.now();
  const arranged = await arrange(hearth, keys, how);
  try {
    const tally = new Tally({ shapes: how.gateway && how.subgraph && how.storage });
    // The gateway's policy says nothing about who comes past it.
    const past = how.subgraph || how.storage ? arranged.subgraphs : [];
    const doors = [arranged.gateway, ...past];
    for (const door of doors) {
      await checkMatrix(door, {
        readers: [...readers, ...rows.narrow],
        seeded,
        tally,
        inspect: (reader, answer, where) => {
          const word = rows.foreignWord(reader, textOf(answer));
          if (word !== undefined) tally.note('leaks', `LEAK another's row in ${where}`);
        },
      });
    }
    await checkMutations(hearth, doors, readers, seeded, tally);
    const writes = await checkRowWrites(hearth, doors, rows, seeded, tally);
    let ways = 0;
    let told = 0;
    for (const reader of rows.rowReaders) {
      const asked = await checkForeignCustomers(doors, reader, tally);
      ways += asked.ways;
      told += asked.told;
    }
    const everyone = [...readers, ...rows.narrow];
    let probes = await checkArguments(hearth, doors, everyone, tally);
    probes += await checkAsking(arranged.gateway, everyone, rows, seeded, tally);
    probes += await checkFrames(hearth, arranged.gateway, readers, seeded, tally);
    // The schema that a reader is shown is the gateway's to show.
    if (how.gateway) probes += await checkIntrospection(arranged.gateway, readers, tally);
    tally.print();
    console.log(
      `${how.name}: ${tally.cells} cells at ${doors.length} places, ${ways} ways to another's row ` +
        `(${told} told from nobody), ${writes} writes to it, ${probes} probes; ` +
        `${tally.leaks} leaks, ${tally.wrong} otherwise wrong, ${((Date.now() - began) / 1000).toFixed(1)} s`,
    );
    return { cells: tally.cells, probes, leaks: tally.leaks, wrong: tally.wrong };
  } finally {
    await arranged.close();
  }
}

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-doors-'));
  const hearth = await startWholeHearth('sqlite', home);
  try {
    const seeded = await seed(hearth);
    const keys = loadKeys(join(home, 'keys'), [
      'token-signing',
      'token-verifying',
      'gateway-credential',
      'customer-master',
      'name-index',
      'licence-lookup',
      'pseudonym',
      'cursor',
      'release-signing',
      'release-verifying',
      'commitment-master',
    ]);
    const rows = await seedRows(hearth, keys, seeded);
    const readers = await allReaders(keys, PROOF_ISSUER, seeded);
    const proof: Proof = { hearth, keys, seeded, rows, readers };
    const all: Found = { cells: 0, probes: 0, leaks: 0, wrong: 0 };
    // A word on the command line, such as storage, runs the arrangements of that name alone.
    const [wanted = ''] = process.argv.slice(2);
    for (const how of ARRANGEMENTS.filter(({ name }) => name.includes(wanted))) {
      const found = await checkArrangement(proof, how);
      all.cells += found.cells;
      all.probes += found.probes;
      all.leaks += found.leaks;
      all.wrong += found.wrong;
    }
    const partner = rows.rowReaders[0];
    if (partner === undefined) throw new Error('There is no reader to take the time for.');
    console.log(`existence by time: ${RUNS} runs of ${PAIRS} interleaved pairs each, after warming up`);
    const timed = await timeExistence(hearth, partner, rows.foreignIds);
    const p = Math.min(...timed.map((one) => one.p));
    console.log(
      `doors: ${all.cells} cells, ${all.probes} probes, ${all.leaks} leaks, ${all.wrong} otherwise wrong, p ≥ ${p.toPrecision(2)}`,
    );
    process.exitCode = all.leaks + all.wrong === 0 && p > P_MIN ? 0 : 1;
  } finally {
    await hearth.close();
    rmSync(home, { recursive: true, force: true });
  }
}

runToExit(main);
