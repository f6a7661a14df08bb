import type { ReaderDay } from '@hearth/intrusion-detection';
import { AUDIENCES } from '@hearth/policy';
import type { Audience } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';

const HOUR_MS = 3_600_000;
const KNOWN: ReadonlySet<string> = new Set(AUDIENCES);

interface HourRow {
  readonly audience: string;
  readonly reader: string;
  readonly party: string | null;
  readonly hour: number | string;
  readonly released: number | string;
}

/**
 * What readers were released since an instant (UTC ms), by day, out of the record of releases: so that a gateway which starts
 * knows what it counted before, and what others counted. Customers are not among them, whom the record does not name.
 */
export async function readReaderDays(access: RoomDatabase, since: number): Promise<readonly ReaderDay[]> {
  const rows = await access.read((m) =>
    m.query<HourRow[]>(
      `SELECT audience, reader, party, at - at % ${String(HOUR_MS)} AS hour, SUM(rows_released) AS released
       FROM release_entries WHERE at >= ? AND audience <> 'customer'
       GROUP BY audience, reader, party, at - at % ${String(HOUR_MS)}`,
      [since],
    ),
  );
  const days = new Map<string, ReaderDay & { rows: number; readonly hours: number[] }>();
  for (const row of rows.filter(({ audience }) => KNOWN.has(audience))) {
    const at = new Date(Number(row.hour));
    const day = at.toISOString().slice(0, 10);
    const key = JSON.stringify([row.audience, row.reader, row.party, day]);
    const known = days.get(key) ?? {
      audience: row.audience as Audience,
      client: row.reader,
      ...(row.party === null ? {} : { party: row.party }),
      day,
      rows: 0,
      hours: [],
    };
    known.rows += Number(row.released);
    known.hours.push(at.getUTCHours());
    days.set(key, known);
  }
  return [...days.values()];
}
