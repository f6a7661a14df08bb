// npm run sbom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BILL_FILE, writeBill } from './write-bill';

const root = join(__dirname, '..', '..');
const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };

writeBill(root, name).then(
  ({ components }) => console.log(`${BILL_FILE}: ${String(components.length)} components`),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
