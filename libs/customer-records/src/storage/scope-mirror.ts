import { pseudonymOf } from '@hearth/keys';
import { upsertRows } from '@hearth/storage';
import type { PublicationParts } from './publication-parts';
import type { Row } from './sql';
import { bytesOf, listOf, run, select, sql } from './sql';

interface Scope {
  readonly party: string;
  readonly subject: Buffer;
  readonly category: string;
  /** UTC milliseconds, or null for no end. */
  readonly until: number | null;
  readonly version: string;
}

const keyOf = ({ party, subject, category }: Scope) =>
  JSON.stringify([party, subject.toString('hex'), category]);
const same = (a: Scope, b: Scope | undefined) => a.until === b?.until && a.version === b.version;

function scopeOf(row: Row, subject: Buffer): Scope {
  return {
    party: String(row['party']),
    subject,
    category: String(row['category']),
    until: row['until_at'] === null ? null : Number(row['until_at']),
    version: String(row['version']),
  };
}

/**
 * Makes the scopes of the usage room equal to those of this one but for consents, customers by their pseudonyms. Scopes are written here by
 * partner-access, which has no account in the usage room. The two tables are compared row by row: no count or sum of
 * versions would show every withdrawal. Returns the number of rows that differed.
 */
export async function mirrorScopes(o: PublicationParts): Promise<number> {
  const key = o.keys.get('pseudonym');
  const pseudonyms = new Map<string, Buffer>();
  const pseudonym = (customer: string): Buffer => {
    const known = pseudonyms.get(customer) ?? pseudonymOf(key, customer);
    pseudonyms.set(customer, known);
    return known;
  };
  const ofCustomers = o.customers === undefined ? sql`` : sql` AND customer IN ${listOf(o.customers)}`;
  const wanted = await o.personal.read((m) =>
    select(
      m,
      // A consent opens nothing that was counted, so who was permitted what stays here.
      sql`SELECT party, customer, category, until_at, CAST(version AS CHAR) AS version FROM scope
        WHERE INSTR(party, '/') = 0${ofCustomers}`,
    ),
  );
  const scopes = wanted.map((row) => scopeOf(row, pseudonym(String(row['customer']))));
  const ofSubjects =
    o.customers === undefined ? sql`` : sql` WHERE subject IN ${listOf(o.customers.map(pseudonym))}`;
  const there = await o.usage.read((m) =>
    select(
      m,
      sql`SELECT party, subject, category, until_at, CAST(version AS CHAR) AS version FROM scope${ofSubjects}`,
    ),
  );
  const current = there.map((row) => scopeOf(row, bytesOf(row, 'subject') ?? Buffer.alloc(0)));
  const byKey = new Map(current.map((scope) => [keyOf(scope), scope]));
  const keep = new Set(scopes.map(keyOf));
  const fresh = scopes.filter((scope) => !same(scope, byKey.get(keyOf(scope))));
  const gone = current.filter((scope) => !keep.has(keyOf(scope)));
  if (fresh.length + gone.length === 0) return 0;
  await o.usage.write(async (m) => {
    for (const { party, subject, category } of gone) {
      await run(
        m,
        sql`DELETE FROM scope WHERE party = ${party} AND subject = ${subject} AND category = ${category}`,
      );
    }
    const rows = fresh.map((s) => [s.party, s.subject, s.category, s.until, BigInt(s.version)]);
    await upsertRows(m, 'scope', ['party', 'subject', 'category', 'until_at', 'version'], rows, {
      key: ['party', 'subject', 'category'],
      update: ['until_at', 'version'],
    });
  });
  return fresh.length + gone.length;
}
