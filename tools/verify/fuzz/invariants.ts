import { REQUEST_CODES } from '@hearth/ingestion';
import type { KeyRing } from '@hearth/keys';
import { openSealed, uuidText } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import type { Checks } from '../checks';
import type { Ledger } from './ledger';
import { CANARY, IDENTIFYING } from './reports';

type Row = Record<string, unknown>;

/** What is read of the rooms. */
export interface Rooms {
  readonly usage: RoomDatabase;
  readonly inbox: RoomDatabase;
  readonly keys: KeyRing;
}

const rowsOf = (database: RoomDatabase, sql: string): Promise<Row[]> =>
  database.read((m) => m.query<Row[]>(sql));
const hexOf = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString('hex') : '');
const idOf = (value: unknown): string => (Buffer.isBuffer(value) ? uuidText(value) : '');
const sum = (rows: readonly Row[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

/** How many of the first are not among the second. */
function missing(from: Iterable<string>, among: ReadonlySet<string>): number {
  return [...from].filter((one) => !among.has(one)).length;
}

/** Nothing is half-stored: what the tables hold is what the receipts said, in every table alike. */
export async function checkTables(on: string, rooms: Rooms, ledger: Ledger, checks: Checks): Promise<void> {
  const { usage, inbox } = rooms;
  const reports = await rowsOf(usage, 'SELECT id, outcome, installation FROM reports');
  const ids = new Set(reports.map(({ id }) => idOf(id)));
  checks.equal(`${on}: ids of accepted reports that no table knows`, missing(ledger.accepted, ids), 0);
  checks.equal(`${on}: ids in the tables that were never accepted`, missing(ids, ledger.accepted), 0);

  const counted = reports.filter(({ outcome }) => outcome === 'counted');
  const installations = await rowsOf(usage, 'SELECT id, identity_digest FROM installations');
  const known = new Set(installations.map(({ id }) => hexOf(id)));
  const facts = await rowsOf(usage, 'SELECT installation, reports FROM facts');
  const months = await rowsOf(usage, 'SELECT installation, reports FROM month_states');
  const reporting = new Set(counted.map(({ installation }) => hexOf(installation)));
  checks.equal(`${on}: reports in the facts of days`, sum(facts, 'reports'), counted.length);
  checks.equal(`${on}: reports in the states of months`, sum(months, 'reports'), counted.length);
  for (const [what, of] of [
    ['installations', known],
    ['facts', new Set(facts.map(({ installation }) => hexOf(installation)))],
    ['month states', new Set(months.map(({ installation }) => hexOf(installation)))],
  ] as const) {
    checks.equal(`${on}: reporting installations without ${what}`, missing(reporting, of), 0);
    checks.equal(`${on}: ${what} of installations that never reported`, missing(of, reporting), 0);
  }

  const halves = await rowsOf(inbox, 'SELECT id, kind FROM halves');
  const idsOfKind = (kind: string) =>
    new Set(halves.filter((half) => half['kind'] === kind).map(({ id }) => idOf(id)));
  const held = new Set(reports.filter(({ outcome }) => outcome === 'held').map(({ id }) => idOf(id)));
  checks.equal(`${on}: held ids without a sealed report`, missing(held, idsOfKind('held')), 0);
  checks.equal(`${on}: sealed reports of ids that are not held`, missing(idsOfKind('held'), held), 0);
  const countedIds = new Set(counted.map(({ id }) => idOf(id)));
  checks.equal(`${on}: sightings of ids that are not counted`, missing(idsOfKind('sighting'), countedIds), 0);
  checks.holds(`${on}: installations have a sighting each`, idsOfKind('sighting').size >= known.size);

  const failures = await rowsOf(usage, 'SELECT code, kind, count_value FROM failures');
  const codes = new Set([
    ...ledger.refused.keys(),
    ...failures.filter(({ kind }) => kind === 'refused').map(({ code }) => String(code)),
  ]);
  const wrong = [...codes].filter((code) => {
    const told = ledger.refused.get(code) ?? 0;
    const counted = sum(
      failures.filter((row) => row['code'] === code && row['kind'] === 'refused'),
      'count_value',
    );
    // Of a connection that was cut nobody was told anything: it may count as one request turned away.
    return Object.hasOwn(REQUEST_CODES, code)
      ? counted < told || counted > told + ledger.cut
      : counted !== told;
  });
  checks.equal(
    `${on}: codes whose refusals were counted otherwise than told, of ${codes.size}`,
    wrong.join(' '),
    '',
  );
  const heldTold = sum(
    failures.filter(({ kind }) => kind === 'held'),
    'count_value',
  );
  checks.equal(`${on}: held reports that were counted as failures`, heldTold, held.size);
}

/** No room holds an undeclared name, open or sealed, and the usage room nothing that identifies. */
export async function checkNothingUndeclared(
  on: string,
  { usage, inbox, keys }: Rooms,
  checks: Checks,
): Promise<void> {
  const open: Buffer[] = [];
  const gather = (row: Row) => {
    for (const value of Object.values(row))
      open.push(
        Buffer.isBuffer(value)
          ? value
          : Buffer.from(typeof value === 'object' ? JSON.stringify(value) : String(value)),
      );
  };
  for (const table of ['reports', 'installations', 'facts', 'month_states', 'dirty_months', 'failures'])
    (await rowsOf(usage, `SELECT * FROM ${table}`)).forEach(gather);
  const plain = Buffer.concat(open);
  for (const [index, word] of [CANARY, ...IDENTIFYING].entries())
    checks.holds(
      `${on}: the usage room holds nothing undeclared or identifying (${index + 1})`,
      !plain.includes(word),
    );

  const key = keys.get('inbox-private');
  let withCanary = 0;
  const halves = await rowsOf(
    inbox,
    `SELECT id, kind, sealed FROM halves WHERE kind IN ('held', 'sighting')`,
  );
  for (const { id, kind, sealed } of halves)
    if (openSealed(key, sealed as Buffer, `${String(kind)}:${idOf(id)}`).includes(CANARY)) withCanary += 1;
  checks.equal(`${on}: sealed halves with an undeclared name, of ${halves.length}`, withCanary, 0);
}
