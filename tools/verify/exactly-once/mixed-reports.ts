// A thousand reports of every sort that there is: counted, late, ignored, refused, held for an agreement that comes later,
// held for ever, from before an agreement, with undeclared parts, sent twice at once, and signed ones in chains.
import { createHash } from 'node:crypto';
import type { WireReport } from '@hearth/report';

export const KNOWN = 'HEARTH-KNOWN-0001';
export const STARTING = 'HEARTH-START-0002';
export const LATER = 'HEARTH-LATER-0003';
const UNKNOWN = 'HEARTH-NEVER-0004';

/** When the reports come in, and when the agreement of those that were held is recorded. */
export const RECEIVED_AT = Date.UTC(2026, 0, 15, 12);
export const AGREED_AT = Date.UTC(2026, 1, 3, 9);
/** Customers of `STARTING` agreed on this day; reports from before it are not kept. */
export const STARTS_ON = '2026-01-08';

/** One request, and the path that it goes to. */
export interface Batch {
  readonly path: '/v1/reports' | '/signed';
  readonly lines: readonly string[];
}

const REQUESTS = 10;
const DAY_MS = 86_400_000;

const uuid = (number: number, family: number): string =>
  `00000000-0000-7000-800${family}-${number.toString(16).padStart(12, '0')}`;

interface Sort {
  readonly count: number;
  readonly key: string;
  /** Days before `RECEIVED_AT` at which they were observed: the first and how many there are. */
  readonly days: readonly [number, number];
  readonly changes?: object;
}

/** What one request is made of; the repeats come on top. */
const SORTS: readonly Sort[] = [
  { count: 49, key: KNOWN, days: [0, 6] },
  { count: 8, key: KNOWN, days: [20, 20] },
  { count: 8, key: STARTING, days: [3, 14] },
  { count: 2, key: LATER, days: [0, 5] },
  { count: 1, key: UNKNOWN, days: [0, 2] },
  { count: 4, key: KNOWN, days: [0, 5], changes: { gauges: { 'domains-accessed': 3, undeclared: 1 } } },
  {
    count: 8,
    key: KNOWN,
    days: [0, 5],
    changes: { product: 'jenkins', counters: {}, gauges: {}, server: {}, breakdowns: { jobs: {} } },
  },
  { count: 4, key: KNOWN, days: [0, 5], changes: { version: 'no version \u0000' } },
];
const REPEATS = 6;
const SIGNED = 10;

function reportOf(number: number, key: string, day: number, changes: object = {}): WireReport {
  const observedAt = new Date(RECEIVED_AT - day * DAY_MS - (number % 600) * 60_000).toISOString();
  const customer = key.slice(7, 12).toLowerCase();
  return {
    schema: 1,
    id: uuid(number, 1),
    installationId: uuid(number % 17, 2),
    sequence: number,
    product: 'roboserver',
    version: `10.${number % 4}.0`,
    edition: 'ENTERPRISE',
    reason: 'daily',
    observedAt,
    countersSince: observedAt,
    counters: { 'steps-executed': number, 'robots-executed': number % 7 },
    gauges: { 'domains-accessed': number % 9 },
    breakdowns: { 'robots-by-trigger': { schedule: number % 5, api: 2 } },
    server: { cpus: 1 + (number % 8), operatingSystem: 'Linux' },
    // Now and then another address, so that installations have more than one sighting.
    contact: { companyName: customer, email: `ops-${Math.floor(number / 250)}@${customer}.example` },
    licenceKey: key,
    policyVersion: '2026.1',
    ...changes,
  };
}

/** The reports of one installation that signs, each of which names the digest of the one before it. */
function chain(request: number, firstNumber: number): string[] {
  const publicKey = createHash('sha256').update(`a public key, ${request}`).digest('base64url');
  const lines: string[] = [];
  for (let i = 0; i < SIGNED; i += 1) {
    const last = lines.at(-1);
    const previous = last === undefined ? publicKey : createHash('sha256').update(last).digest('base64url');
    const signed = { schema: 2, installationId: uuid(request, 3), publicKey, previous };
    lines.push(JSON.stringify(reportOf(firstNumber + i, KNOWN, i % 4, signed)));
  }
  return lines;
}

/** The requests in their order: a thousand lines in all. */
export function mixedReports(): readonly Batch[] {
  const batches: Batch[] = [];
  let number = 0;
  for (let request = 0; request < REQUESTS; request += 1) {
    const lines = SORTS.flatMap(({ count, key, days: [first, days], changes }) =>
      Array.from({ length: count }, (_, i) =>
        JSON.stringify(reportOf((number += 1), key, first + (i % days), changes)),
      ),
    );
    batches.push({ path: '/v1/reports', lines: [...lines, ...lines.slice(0, REPEATS)] });
    batches.push({ path: '/signed', lines: chain(request, number + 1) });
    number += SIGNED;
  }
  return batches;
}
