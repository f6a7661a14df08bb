import { failpoint } from '@hearth/failpoints';
import { upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { bytesOf, listOf, run, select, sql, textOf } from './sql';

/** One agreement as the usage room knows it: by the hash of its licence key, with what statistics need. */
interface PublishedSubject {
  readonly licenceHash: Buffer;
  readonly edition: string;
  readonly industry: string | null;
  readonly country: string | null;
  readonly sizeBand: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  /** The ids of the entitled metrics, sorted. */
  readonly entitled: readonly string[];
  /** Whether new installations stand apart until somebody confirms them. */
  readonly needsConfirmation: boolean;
}

export interface PublishedCustomer {
  readonly pseudonym: Buffer;
  readonly subjects: readonly PublishedSubject[];
}

/** The state of these customers now. No personal column is read: the licence key goes as its keyed hash. */
export async function readForPublication(
  m: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly PublishedSubject[]>> {
  const agreements = await select(
    m,
    sql`SELECT t.customer, t.id, t.licence_hash, t.edition, t.starts_on, t.ends_on, t.needs_confirmation,
      c.industry, c.country, c.size_band FROM agreements t JOIN customers c ON c.id = t.customer WHERE t.customer IN ${listOf(ids)}`,
  );
  const entitlements = await select(
    m,
    sql`SELECT e.agreement, e.metric FROM entitlements e JOIN agreements t ON t.id = e.agreement
      WHERE t.customer IN ${listOf(ids)} ORDER BY e.agreement, e.metric`,
  );
  const entitled = new Map<string, string[]>();
  for (const row of entitlements) {
    const agreement = String(row['agreement']);
    entitled.set(agreement, [...(entitled.get(agreement) ?? []), String(row['metric'])]);
  }
  return new Map(
    ids.map((id) => [
      id,
      agreements
        .filter((row) => row['customer'] === id)
        .map((row) => ({
          licenceHash: bytesOf(row, 'licence_hash') ?? Buffer.alloc(0),
          edition: String(row['edition']),
          industry: textOf(row, 'industry'),
          country: textOf(row, 'country'),
          sizeBand: textOf(row, 'size_band'),
          startsOn: String(row['starts_on']),
          endsOn: textOf(row, 'ends_on'),
          entitled: entitled.get(String(row['id'])) ?? [],
          needsConfirmation: Number(row['needs_confirmation']) !== 0,
        })),
    ]),
  );
}

/** Makes the subjects of these customers equal to their state; the stamp tells roll-ups that subjects changed. */
export async function writeSubjects(
  m: EntityManager,
  customers: readonly PublishedCustomer[],
): Promise<void> {
  const pseudonyms = customers.map(({ pseudonym }) => pseudonym);
  // A repeat that changes nothing must not stamp the subjects, or every roll-up would be made anew.
  if (!(await subjectsDiffer(m, customers, pseudonyms))) return;
  await run(m, sql`DELETE FROM subjects WHERE subject IN ${listOf(pseudonyms)}`);
  failpoint('publication.subjects-deleted');
  await upsertRows(m, 'subjects', SUBJECT_COLUMNS, subjectRows(customers), {
    key: ['licence_hash'],
    update: SUBJECT_COLUMNS.slice(1),
  });
  failpoint('publication.subjects-inserted');
  await upsertRows(m, 'subject_stamps', ['id', 'revision'], [[1, 1]], {
    key: ['id'],
    update: { revision: 'add' },
  });
  failpoint('publication.subjects-stamped');
}

const SUBJECT_COLUMNS = [
  'licence_hash',
  'subject',
  'edition',
  'industry',
  'country',
  'size_band',
  'starts_on',
  'ends_on',
  'entitled',
  'needs_confirmation',
];

function subjectRows(customers: readonly PublishedCustomer[]): unknown[][] {
  return customers
    .flatMap(({ pseudonym, subjects }) =>
      subjects.map((s) => [
        s.licenceHash,
        pseudonym,
        s.edition,
        s.industry,
        s.country,
        s.sizeBand,
        s.startsOn,
        s.endsOn,
        JSON.stringify(s.entitled),
        s.needsConfirmation ? 1 : 0,
      ]),
    )
    .sort((a, b) => Buffer.compare(a[0] as Buffer, b[0] as Buffer));
}

async function subjectsDiffer(
  m: EntityManager,
  customers: readonly PublishedCustomer[],
  pseudonyms: readonly Buffer[],
): Promise<boolean> {
  const rows = await select(
    m,
    sql`SELECT licence_hash, subject, edition, industry, country, size_band, starts_on, ends_on, entitled,
      needs_confirmation FROM subjects WHERE subject IN ${listOf(pseudonyms)}`,
  );
  const line = (values: readonly unknown[]) =>
    JSON.stringify(
      values.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)),
    );
  const there = rows.map((row) => line(SUBJECT_COLUMNS.map((column) => row[column] ?? null))).sort();
  const wanted = subjectRows(customers).map(line).sort();
  return there.length !== wanted.length || there.some((text, index) => text !== wanted[index]);
}
