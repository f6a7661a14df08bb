// npm run verify:supply-chain: what others' code is in this product, under which licences, with which known faults, how old.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { advisoriesOf, daysBetween, faultsOfWaivers, isGrave, waiverOf } from '../supply-chain/advisories';
import type { Advisory, AuditReport, Waiver } from '../supply-chain/advisories';
import { askNpm } from '../supply-chain/ask-npm';
import { faultsOfBill, refusedLicences } from '../supply-chain/bill-of-materials';
import { faultsOfScripts, faultsOfSettings, withoutIntegrity } from '../supply-chain/install-scripts';
import type { Lock } from '../supply-chain/install-scripts';
import { untakenPatch } from '../supply-chain/patches';
import type { UntakenPatch } from '../supply-chain/patches';
import { BILL_FILE, writeBill } from '../supply-chain/write-bill';

const root = join(__dirname, '..', '..');
/** A registry that has not answered by then is taken for one that does not. */
const REGISTRY_TIMEOUT_MS = 30_000;

interface Package {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

function read<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T;
}

const faults: string[] = [];
function settle(claim: string, found: readonly string[]): void {
  console.log(`${found.length === 0 ? '  ok  ' : 'FAILED'} ${claim}`);
  for (const fault of found) console.log(`       ${fault}`);
  faults.push(...found);
}

async function publishTimes(name: string): Promise<Readonly<Record<string, string>> | undefined> {
  const times = await askNpm(root, ['view', name, 'time'], REGISTRY_TIMEOUT_MS);
  return typeof times === 'object' && times !== null && !('error' in times)
    ? (times as Record<string, string>)
    : undefined;
}

async function advisoryDays(
  advisory: Advisory,
  waivers: readonly Waiver[],
  now: number,
): Promise<number | undefined> {
  const today = new Date(now).toISOString().slice(0, 10);
  const published = waiverOf(advisory, waivers, today)?.published;
  // The registry does not say when an advisory was published; when its fix was is the next best thing it knows.
  const { fix } = advisory;
  const since = published ?? (fix && (await publishTimes(fix.name))?.[fix.version]);
  return since === undefined ? undefined : daysBetween(since, new Date(now).toISOString());
}

const oldestOf = (days: readonly (number | undefined)[]): string => {
  const known = days.filter((one) => one !== undefined);
  return known.length === 0 ? 'not known' : `${String(Math.max(...known))} days`;
};

async function advisoryFigure(waivers: readonly Waiver[], now: number): Promise<string> {
  const today = new Date(now).toISOString().slice(0, 10);
  settle('waivers are whole, dated and have not run out', faultsOfWaivers(waivers, today));
  const report = (await askNpm(root, ['audit', '--omit=dev'], REGISTRY_TIMEOUT_MS)) as
    AuditReport | undefined;
  const advisories = report && advisoriesOf(report);
  if (!advisories) {
    const status = (report as { statusCode?: unknown } | undefined)?.statusCode;
    const why =
      typeof status === 'number'
        ? `answers an audit with status ${String(status)}`
        : 'does not answer an audit';
    console.log(`  --  advisories not checked: the registry ${why}`);
    return 'advisories not checked';
  }
  const open = advisories.filter((advisory) => isGrave(advisory) && !waiverOf(advisory, waivers, today));
  settle(
    'no high or critical advisory is open without a waiver',
    open.map(({ id, package: name, severity, title }) => `${id} ${name} (${severity}): ${title}`),
  );
  const days = await Promise.all(advisories.map((advisory) => advisoryDays(advisory, waivers, now)));
  const high = advisories.filter(isGrave).length;
  const oldest = advisories.length === 0 ? '0 days' : oldestOf(days);
  return `${String(advisories.length)} advisories (${String(high)} high), oldest ${oldest}`;
}

async function patchFigure(direct: Readonly<Record<string, string>>, now: number): Promise<string> {
  const outdated = await askNpm(root, ['outdated'], REGISTRY_TIMEOUT_MS);
  if (typeof outdated !== 'object' || outdated === null || 'error' in outdated)
    return 'patches behind not known';
  const patches: UntakenPatch[] = [];
  for (const name of Object.keys(outdated).filter((one) => one in direct)) {
    const times = await publishTimes(name);
    const patch = times && untakenPatch(name, direct[name] ?? '', times, now);
    if (patch) patches.push(patch);
  }
  for (const { package: name, current, newest, days } of patches) {
    console.log(`  --  ${name} ${current}: ${newest} has been out for ${String(days)} days`);
  }
  const oldest = patches.length === 0 ? '0 days' : oldestOf(patches.map(({ days }) => days));
  return `patches behind ${String(patches.length)} (oldest ${oldest})`;
}

async function main(): Promise<void> {
  const now = Date.now();
  const own = read<Package>('package.json');
  const lock = read<Lock>('package-lock.json');
  const direct = { ...own.dependencies, ...own.optionalDependencies };

  const bill = await writeBill(root, own.name);
  settle(`${BILL_FILE} is a whole bill of materials`, faultsOfBill(bill, Object.keys(own.dependencies)));
  const refused = refusedLicences(bill);
  settle('every runtime dependency has a licence that is allowed', refused);
  settle('every package of the lock is pinned by a digest', withoutIntegrity(lock));
  const reasons = read<Record<string, string>>('tools', 'supply-chain', 'install-script-reasons.json');
  settle('install scripts are off but for a list with reasons', [
    ...faultsOfScripts(lock, own.allowScripts, reasons),
    ...faultsOfSettings(readFileSync(join(root, '.npmrc'), 'utf8'), own.allowScripts),
  ]);
  const allowed = Object.values(own.allowScripts).filter(Boolean).length;
  const advisories = await advisoryFigure(read<Waiver[]>('tools', 'supply-chain', 'waivers.json'), now);
  const patches = await patchFigure(direct, now);

  console.log(
    `supply chain: ${String(bill.components.length)} components, ${String(refused.length)} licences refused, ` +
      `${String(allowed)} scripts allowed, ${advisories}, ${patches}`,
  );
  if (faults.length > 0) process.exit(1);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
