import { dayOf } from '@hearth/catalogue';
import { selectIn } from '@hearth/storage';
import type { InstallationDays } from '../domain/coverage';
import type { CoverageQuery } from '../domain/usage-reader';
import { bytes, hex } from './hexadecimal';
import { isAmong, JOIN_CLAIMS, STANDING_COLUMNS } from './standing-columns';
import type { StoreAccess } from './store-access';

/** The days of which there was a report, by customer and installation: one row for each, and one where there was none at all. */
export async function readDays(
  access: StoreAccess,
  subjects: readonly string[],
  { from, to, installations }: CoverageQuery,
): Promise<ReadonlyMap<string, readonly InstallationDays[]>> {
  const where = access.predicate(access.granted('usage.coverage'), 'i.subject');
  const rows = await access.usage.read((m) =>
    selectIn(
      m,
      `SELECT DISTINCT i.id, i.subject, i.product, i.first_seen, f.day, ${STANDING_COLUMNS}
        FROM installations i ${JOIN_CLAIMS}
        LEFT JOIN facts f ON f.installation = i.id AND f.day BETWEEN ? AND ? WHERE i.subject`,
      subjects.map(bytes),
      `AND ${where.sql}`,
      { before: [from, to], after: where.parameters },
    ),
  );
  const found = new Map<string, { subject: string; days: number[]; product: string; firstDay: number }>();
  for (const row of rows) {
    if (!isAmong(row, installations)) continue;
    const id = hex(row['id']);
    const known = found.get(id) ?? {
      subject: hex(row['subject']),
      product: row['product'] as string,
      firstDay: dayOf(Number(row['first_seen'])),
      days: [],
    };
    found.set(id, known);
    if (row['day'] !== null) known.days.push(Number(row['day']));
  }
  const bySubject = new Map<string, InstallationDays[]>();
  for (const { subject, ...days } of found.values()) {
    const list = bySubject.get(subject);
    if (list === undefined) bySubject.set(subject, [days]);
    else list.push(days);
  }
  return bySubject;
}
