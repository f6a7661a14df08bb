import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { askNpm } from './ask-npm';
import { withoutDevelopment } from './bill-of-materials';
import type { BillOfMaterials } from './bill-of-materials';

/** Where the bill of materials is written, from the root of the repository. */
export const BILL_FILE = join('tmp', 'sbom.cdx.json');

const TIMEOUT_MS = 60_000;

/**
 * Has npm write down what the lock installs, as CycloneDX, and keeps what runs in production. (`npm sbom --omit dev` leaves out
 * every package that a development dependency uses as well: `graphql`, for one.)
 */
export async function writeBill(root: string, product: string): Promise<BillOfMaterials> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const whole = (await askNpm(root, args, TIMEOUT_MS)) as BillOfMaterials | undefined;
  if (!whole || !Array.isArray(whole.components)) {
    throw new Error('npm sbom wrote nothing: see what npm sbom --sbom-format cyclonedx says');
  }
  const bill = withoutDevelopment(whole);
  // npm names the product for the folder that it lies in.
  if (bill.metadata?.component) bill.metadata.component.name = product;
  const file = join(root, BILL_FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  return bill;
}
