import type { ChainedReport } from '@hearth/catalogue';
import { selectIn } from '@hearth/storage';
import { DAY_MS } from '../domain/calendar';
import { bytes, hex } from './hexadecimal';
import type { StoreAccess } from './store-access';

/** How far back evidence is looked for: a year and a month, as figures are. */
const EVIDENCE_DAYS = 400;

/** Reports of one installation that are looked at, the latest ones: more than two a day over all that time. */
const REPORTS_MAX = 1_000;

/** The chains of installations that the reader may see, for evidence of copies. */
export async function readChains(
  access: StoreAccess,
  installations: readonly string[],
): Promise<ReadonlyMap<string, readonly ChainedReport[]>> {
  const where = access.predicate(access.granted('usage.installation'), 'i.subject');
  const rows = await access.usage.read((m) =>
    selectIn(
      m,
      `SELECT * FROM (SELECT l.installation, l.sequence, l.previous, l.digest, l.version, l.observed_at, l.counters_since,
          l.uptime_seconds, l.received_at,
          ROW_NUMBER() OVER (PARTITION BY l.installation ORDER BY l.observed_at DESC, l.report) AS place
        FROM links l JOIN installations i ON i.id = l.installation WHERE l.installation`,
      installations.map(bytes),
      `AND l.observed_at >= ? AND ${where.sql}) numbered WHERE place <= ?`,
      { after: [access.now() - EVIDENCE_DAYS * DAY_MS, ...where.parameters, REPORTS_MAX] },
    ),
  );
  const chains = new Map<string, ChainedReport[]>();
  for (const row of rows) {
    const installation = hex(row['installation']);
    const chain = chains.get(installation) ?? [];
    chains.set(installation, chain);
    chain.push({
      sequence: Number(row['sequence']),
      previous: row['previous'] === null ? null : hex(row['previous']),
      digest: hex(row['digest']),
      version: row['version'] as string,
      observedAt: Number(row['observed_at']),
      countersSince: Number(row['counters_since']),
      uptimeSeconds: row['uptime_seconds'] === null ? null : Number(row['uptime_seconds']),
      receivedAt: Number(row['received_at']),
    });
  }
  return chains;
}
