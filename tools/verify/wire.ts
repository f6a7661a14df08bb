// npm run verify:wire
// Every byte on the wire is in the catalogue: hosts of each product that tell too much, drawn at random, preview and send to
// a server that keeps the bytes. What comes is what preview showed, under headers from a list, and holds no path that the
// client's catalogue does not explain; and that catalogue is the closed list of the product's declaration.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PRODUCTS } from '@hearth/catalogue';
import { Checks } from './checks';
import { runToExit } from './whole-hearth';
import { closedListOf } from './wire/closed-list';
import { startRecorder } from './wire/recorder';
import { catalogueFaults, checkSent, unusedPaths } from './wire/sent';

const HELP = `npm run verify:wire -- [--runs N] [--seed N]

  --runs N  hosts for each product (300)
  --seed N  of the draw; it is printed, so that a failure can be had again
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      runs: { type: 'string', default: '300' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const checks = new Checks('wire');
  const recorder = await startRecorder();
  const home = mkdtempSync(join(tmpdir(), 'hearth-wire-'));
  console.log(`seed ${values.seed}`);
  for (const product of PRODUCTS) {
    const faults = catalogueFaults(product);
    checks.holds(
      `${product.id}: the client’s catalogue is the closed list: ${faults.join('; ') || 'no difference'}`,
      faults.length === 0,
    );
    try {
      const unused = await unusedPaths(product, recorder, join(home, product.id));
      checks.holds(
        `${product.id}: a host with everything to tell sends each declared path: ${unused.join(', ') || 'none is missing'}`,
        unused.length === 0,
      );
      const seen = await checkSent(product, recorder, Number(values.runs), Number(values.seed));
      checks.holds(
        `${product.id}: ${seen.requests} requests of ${seen.bytes} bytes, ${seen.paths.size} of ${closedListOf(product).size} declared paths: each as previewed, none undeclared`,
        seen.requests >= Number(values.runs) / 2 && seen.paths.size > 0,
      );
    } catch (error) {
      checks.holds(
        `${product.id}: ${error instanceof Error ? `${error.message}\n${String(error.cause)}` : String(error)}`,
        false,
      );
    }
  }
  checks.equal('bytes beside the requests', recorder.strayBytes(), 0);
  await recorder.close();
  rmSync(home, { recursive: true, force: true });
  checks.finish();
}

runToExit(main);
