// When each row has to be gone, worked out from the schedule alone: what the job does is held against it.
import { CURRENT_POLICY } from '@hearth/policy';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const NEVER = Number.POSITIVE_INFINITY;

/** A row as the database has it. */
export type Row = Readonly<Record<string, unknown>>;
/** The rows of all tables, by `room.table`. */
export type AllRows = ReadonlyMap<string, readonly Row[]>;

/** One table of a class, and when each of its rows goes. */
export interface Place {
  readonly class: string;
  readonly room: string;
  readonly table: string;
  /** The first instant at which the row is gone, UTC milliseconds. */
  readonly goesAt: (row: Row, all: AllRows) => number;
  /** Which rows of the table are of this class; all where it is not said. */
  readonly isOf?: (row: Row) => boolean;
}

/** The first instant at which what counts from `instant` is over. */
export function over(key: string, instant: number): number {
  const period = CURRENT_POLICY.retention.find((kept) => kept.key === key)?.period ?? '';
  const [, count, unit] = /^P(\d+)([DM])$/.exec(period) ?? [];
  if (count === undefined) throw new TypeError(`The class ${key} does not go by time`);
  if (unit === 'D') return instant + Number(count) * DAY_MS;
  const from = new Date(instant);
  const month = from.getUTCMonth() + Number(count);
  const day = new Date(Date.UTC(from.getUTCFullYear(), month, from.getUTCDate()));
  // No such day in that month: it goes when the month is over.
  if (day.getUTCDate() !== from.getUTCDate()) return Date.UTC(from.getUTCFullYear(), month + 1, 1);
  return day.getTime() + (instant - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()));
}

const numberOf = (value: unknown): number => (value === null || value === undefined ? NEVER : Number(value));
const bytesOf = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex');
const of = (all: AllRows, table: string): readonly Row[] => all.get(table) ?? [];

function byColumn(key: string, room: string, table: string, ...columns: string[]): Place {
  return {
    class: key,
    room,
    table,
    goesAt: (row) => {
      const first = Math.min(...columns.map((column) => numberOf(row[column])));
      return first === NEVER ? NEVER : over(key, first);
    },
  };
}

function scope(key: string, room: string, isParty: (party: string) => boolean): Place {
  return { ...byColumn(key, room, 'scope', 'until_at'), isOf: (row) => isParty(String(row['party'])) };
}

const SCOPES = (room: string): Place[] => [
  scope('consents', room, (party) => party.includes('/')),
  scope('requests', room, (party) => party.startsWith('req_')),
  scope('court-orders', room, (party) => party.startsWith('ord_')),
];

/** An assignment or a contract ends with its last day. */
function endOf(day: unknown): number {
  return day === null ? NEVER : Date.parse(`${String(day)}T00:00:00Z`) + DAY_MS;
}

function assignmentGoesAt(row: Row, all: AllRows): number {
  const partner = of(all, 'access.partners').find(({ id }) => id === row['partner']);
  const end = Math.min(endOf(row['ends_on']), endOf(partner?.['contract_ends_on'] ?? null));
  return end === NEVER ? NEVER : over('assignments', end);
}

function partnerGoesAt(row: Row, all: AllRows): number {
  const end = endOf(row['contract_ends_on']);
  const assigned = of(all, 'access.assignments').filter(({ partner }) => partner === row['id']);
  const clients = of(all, 'access.clients').filter(({ party }) => party === row['id']);
  return Math.max(
    end === NEVER ? NEVER : over('assignments', end),
    ...assigned.map((one) => assignmentGoesAt(one, all)),
    ...clients.map((one) => byClient.goesAt(one, all)),
  );
}

const byClient = byColumn('clients', 'access', 'clients', 'revoked_at');

function lastReceived(all: AllRows, installation: unknown): number {
  const own = of(all, 'usage.installations').find(({ id }) => bytesOf(id) === bytesOf(installation));
  return Number(own?.['last_received'] ?? 0);
}

/** When the beginning of a chain goes up to a head: with the head, and with everything in front of it. */
function segmentGoesAt(head: Row, all: AllRows): number {
  const inFront = of(all, 'access.release_entries').filter(
    (entry) => entry['writer'] === head['writer'] && Number(entry['idx']) < Number(head['size']),
  );
  return Math.max(...[head, ...inFront].map(({ at }) => over('release-record', Number(at))));
}

function goesWithHeadBehind(row: Row, all: AllRows, place: number): number {
  const behind = of(all, 'access.release_heads').filter(
    (head) => head['writer'] === row['writer'] && Number(head['size']) > place,
  );
  return Math.min(NEVER, ...behind.map((head) => segmentGoesAt(head, all)));
}

/** Every table from which something goes. */
export const PLACES: readonly Place[] = [
  byColumn('held-reports', 'inbox', 'halves', 'received_at'),
  byColumn('sightings', 'personal', 'sightings', 'received_at'),
  byColumn('consents', 'personal', 'consents', 'withdrawn_at', 'until_at'),
  byColumn('requests', 'personal', 'requests', 'answered_at'),
  byColumn('references', 'personal', 'customer_references', 'withdrawn_at'),
  ...SCOPES('personal'),
  scope('assignments', 'personal', (party) => party.startsWith('par_')),
  byColumn('links', 'usage', 'links', 'received_at'),
  byColumn('report-ids', 'usage', 'reports', 'received_at'),
  byColumn('daily-facts', 'usage', 'facts', 'last_received'),
  byColumn('month-states', 'usage', 'month_states', 'last_received'),
  {
    class: 'installation-claims',
    room: 'usage',
    table: 'installation_claims',
    goesAt: (row, all) => over('installation-claims', lastReceived(all, row['installation'])),
  },
  byColumn('installations', 'usage', 'installations', 'last_received'),
  byColumn('corrections', 'usage', 'corrections', 'last_at'),
  byColumn('failures', 'usage', 'failures', 'last_seen'),
  { class: 'assignments', room: 'access', table: 'assignments', goesAt: assignmentGoesAt },
  { class: 'assignments', room: 'access', table: 'partners', goesAt: partnerGoesAt },
  byClient,
  byColumn('clients', 'access', 'issued_tokens', 'expires_at'),
  {
    class: 'clients',
    room: 'access',
    table: 'revoked_tokens',
    // By what it says of itself, and an hour in which another clock may be behind.
    goesAt: (row) => Number(row['until_at']) + HOUR_MS,
  },
  {
    class: 'court-orders',
    room: 'access',
    table: 'court_orders',
    goesAt: (row) =>
      Math.max(
        over('court-orders', Number(row['closed_at'] ?? row['until_at'])),
        Number(row['sealed_until'] ?? 0),
      ),
  },
  ...SCOPES('access'),
  {
    class: 'release-record',
    room: 'access',
    table: 'release_entries',
    goesAt: (row, all) => goesWithHeadBehind(row, all, Number(row['idx'])),
  },
  {
    class: 'release-record',
    room: 'access',
    table: 'release_customers',
    goesAt: (row, all) => goesWithHeadBehind(row, all, Number(row['idx'])),
  },
  {
    class: 'release-record',
    room: 'access',
    table: 'release_heads',
    goesAt: (row, all) => goesWithHeadBehind(row, all, Number(row['size'])),
  },
];
