// npm run verify:client
// In a host that serves requests, what does the client cost across everything that goes wrong between it and the vendor? No
// request slower than the noise, nothing held, nothing that grows over ten thousand attempts, no exit delayed. Printed as one
// table, and written to tmp/verify-client.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkControls } from './client/controls';
import { FAULTS } from './client/faults';
import { measureExit } from './client/leaving';
import { measure } from './client/measure';
import { Network } from './client/network';
import { Places } from './client/places';
import { costsOf } from './client/row';
import { tableOf } from './client/table';
import { tryWays } from './client/ways';
import { runToExit } from './whole-hearth';

const HELP = `npm run verify:client -- [--only FAULT] [--cycles N]

  --only FAULT  the faults whose name holds this word alone; or the ways, or the controls
  --cycles N    attempts for each fault (10000, which the bars on growth are made for: fewer show what is still filling)

The faults: ${FAULTS.map(({ name }) => name).join('; ')}.
`;

const began = Date.now();
const seconds = () => ((Date.now() - began) / 1000).toFixed(0);
const tell = (what: string) => void process.stderr.write(`${seconds().padStart(4)} s  ${what}\n`);

async function prove(only: string, cycles: number, network: Network, places: Places): Promise<void> {
  const isAsked = (part: string) => only === '' || only === part;
  const bare = await measureExit({ url: '', folder: places.home });
  const faults = FAULTS.filter(({ name }) => name.includes(only));
  const rows = await measure(faults, { network, places, cycles, tell });
  const table = tableOf(rows, bare);
  console.log(table);
  console.log(`Exit without a client: ${bare.runsOutMs}, ${bare.callsExitMs} ms.`);
  mkdirSync('tmp', { recursive: true });
  writeFileSync(join('tmp', 'verify-client.md'), `${table}\n`);
  const ways = isAsked('ways') ? await tryWays(places.folder('ways')) : [];
  for (const { name, fault, skipped } of ways)
    console.log(`${name}: ${skipped === undefined ? (fault ?? 'as it should') : `SKIPPED: ${skipped}`}`);
  const controls = isAsked('controls') ? await checkControls(network, places, bare) : [];
  for (const { sin, costs } of controls)
    console.log(`a host that ${sin}: ${costs.length > 0 ? `caught: ${costs.join('; ')}` : 'NOT CAUGHT'}`);

  const free = rows.filter((row) => row.skipped === undefined && costsOf(row, bare).length === 0).length;
  const skipped = rows.filter((row) => row.skipped !== undefined).length;
  const open = ways.filter((way) => way.fault === undefined && way.skipped === undefined).length;
  const caught = controls.filter(({ costs }) => costs.length > 0).length;
  console.log(
    `client: ${free} of ${rows.length} faults cost the host nothing, ${skipped} skipped; ` +
      `${open} of ${ways.length} ways through a customer’s network work; ` +
      `${caught} of ${controls.length} hosts that misbehave on purpose are caught; ${seconds()} s`,
  );
  const all = rows.length + ways.length + controls.length;
  process.exitCode = all > 0 && free + open + caught === all ? 0 : 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      only: { type: 'string', default: '' },
      cycles: { type: 'string', default: '10000' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const network = new Network();
  const places = new Places();
  // What is mounted outlives a process that is ended, so it is taken down first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      places.close();
      process.exit(1);
    });
  try {
    await prove(values.only, Number(values.cycles), network, places);
  } finally {
    await network.close();
    places.close();
  }
}

runToExit(main);
