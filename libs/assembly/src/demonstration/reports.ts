import { createHash } from 'node:crypto';
import type { DemonstrationCompany } from './fleet';

const DAY_MS = 86_400_000;
/** How far back the demonstration's reports go: enough for one whole calendar month and the current one. */
export const DEMONSTRATION_DAYS = 45;

/** 32 bits that depend on the parts alone, so that every machine makes the same fleet. */
function draw(...parts: readonly (string | number)[]): number {
  return createHash('sha256').update(parts.join('|')).digest().readUInt32BE(0);
}
const between = (least: number, most: number, ...parts: readonly (string | number)[]): number =>
  least + (draw(...parts) % (most - least + 1));

/** A version-8 UUID out of a digest of the parts. */
function stableUuid(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join('|')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const VERSIONS = ['10.7.0.4', '11.3.0.1', '11.5.0.3'] as const;
const SYSTEMS = ['Linux', 'Linux', 'Windows Server 2022'] as const;
const FEATURES = ['rest-service', 'pdf-extraction', 'spreadsheet-output', 'database-output'] as const;

interface Installation {
  readonly company: DemonstrationCompany;
  readonly product: 'roboserver' | 'management-console';
  readonly number: number;
}

function wireReport(at: Installation, day: number, firstDay: number): object {
  const { company, product, number } = at;
  const seed = [company.externalKey, product, number] as const;
  const age = day - firstDay;
  const observedAt = day * DAY_MS + between(0, 5 * 3_600, ...seed, 'minute') * 1_000;
  // Busy and quiet days: weekends do about a fifth of the work.
  let steps = 0;
  for (let d = firstDay; d <= day; d += 1) {
    const weekend = [0, 6].includes(new Date(d * DAY_MS).getUTCDay());
    steps += Math.round((company.dailySteps * between(70, 110, ...seed, d)) / (weekend ? 500 : 100));
  }
  const robots = Math.round(steps / 53);
  const isServer = product === 'roboserver';
  const feature = FEATURES[draw(...seed, 'feature') % FEATURES.length] as string;
  return {
    schema: 1,
    id: stableUuid(...seed, day, 'report'),
    installationId: stableUuid(...seed, 'installation'),
    sequence: age + 1,
    product,
    version: VERSIONS[Math.min(2, (draw(...seed, 'version') % 3) + (age > 20 ? 1 : 0))],
    edition: company.edition,
    reason: age === 0 ? 'start-up' : 'daily',
    observedAt: new Date(observedAt).toISOString(),
    countersSince: new Date(firstDay * DAY_MS - 3_600_000).toISOString(),
    counters: isServer
      ? {
          'steps-executed': steps,
          'robots-executed': robots,
          'http-requests': steps * 3,
          'bytes-loaded': String(steps * 41_000),
          'returned-values': robots * 12,
          'stored-values': robots * 9,
          [`feature-${feature}-uses`]: Math.round(robots / 7),
          ...(company.legacy ? { 'legacy-classic-browser-steps': Math.round(steps / 20) } : {}),
        }
      : { 'schedule-runs': Math.round(robots / 2), 'kapplet-runs': Math.round(robots / 31) },
    gauges: isServer
      ? {
          'domains-accessed': between(4, 60, ...seed, day),
          [`feature-${feature}`]: 1,
          ...(company.legacy ? { 'legacy-classic-browser': 1 } : {}),
        }
      : {
          schedules: between(10, 80, ...seed),
          kapplets: between(1, 12, ...seed, 'kapplets'),
          robots: between(20, 200, ...seed, 'robots'),
          projects: between(2, 15, ...seed, 'projects'),
          clusters: 1,
          roboservers: company.roboServers,
        },
    breakdowns: {},
    server: {
      cpus: 2 ** between(2, 5, ...seed, 'cpus'),
      operatingSystem: SYSTEMS[draw(...seed, 'os') % SYSTEMS.length],
    },
    contact: { companyName: company.companyName, email: company.contact.email },
    licenceKey: company.licenceKey,
    policyVersion: '2026.1',
  };
}

/**
 * The reports of the whole fleet for the days up to `now`, in the order of the days. Ids are stable, so that loading the
 * same days twice changes nothing.
 */
export function* demonstrationReports(
  fleet: readonly DemonstrationCompany[],
  now: number,
): Generator<object> {
  const today = Math.floor(now / DAY_MS);
  const firstDay = today - DEMONSTRATION_DAYS;
  for (let day = firstDay; day < today; day += 1) {
    for (const company of fleet) {
      for (let number = 1; number <= company.roboServers; number += 1)
        yield wireReport({ company, product: 'roboserver', number }, day, firstDay);
      for (let number = 1; number <= company.managementConsoles; number += 1)
        yield wireReport({ company, product: 'management-console', number }, day, firstDay);
    }
  }
}
