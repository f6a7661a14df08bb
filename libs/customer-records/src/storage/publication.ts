import { failpoint } from '@hearth/failpoints';
import { pseudonymOf } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import { lockForUpdate } from '@hearth/storage';
import { PUBLICATION_BATCH } from '../domain/limits';
import { markChanged } from './outbox';
import type { PublicationParts } from './publication-parts';
import type { PublishedCustomer } from './published-customer';
import { readForPublication, writeSubjects } from './published-customer';
import { finishErasures } from './erasure';
import { publishRecorders, readRecorders } from './recorders';
import { carryScopes } from './scope-carrier';
import { mirrorScopes } from './scope-mirror';
import { listOf, run, select, Sql, sql } from './sql';

/** Publications of one usage room take turns, so that an older state cannot land after a newer one. */
const turns = new WeakMap<RoomDatabase, Promise<unknown>>();

function inTurn<T>(usage: RoomDatabase, task: () => Promise<T>): Promise<T> {
  const turn = (turns.get(usage) ?? Promise.resolve()).then(task);
  turns.set(
    usage,
    turn.catch(() => undefined),
  );
  return turn;
}

/** What a publication carried: customers whose subjects were written, and rows of scopes that were not the same. */
export interface Published {
  readonly customers: number;
  readonly scopes: number;
}

/**
 * Carries into the usage room what it must know of the personal room: for every customer marked in the outbox one subject
 * per licence key, under the customer's pseudonym; and the whole table of scopes, so that the two rooms let the same readers
 * see the same customers. The access room is told who recorded each marked customer, and the scopes of cases and consents; and
 * erasures are finished. Safe to repeat and to break off: a customer leaves the outbox only when the state written is the state that
 * was marked. Run it after each change of a scope, and at start.
 */
export function publishToUsage(o: PublicationParts): Promise<Published> {
  return inTurn(o.usage, async () => {
    const customers = await publishMarked(o);
    await carryScopes(o);
    failpoint('publication.scopes-carried');
    const scopes = await mirrorScopes(o);
    failpoint('publication.scopes-mirrored');
    await finishErasures(o);
    failpoint('publication.erasures-finished');
    return { customers, scopes };
  });
}

/** The part of it that a mutation waits for: the marked customers. */
export function publishCustomers(o: PublicationParts): Promise<number> {
  return inTurn(o.usage, () => publishMarked(o));
}

async function publishMarked(o: PublicationParts): Promise<number> {
  let customers = 0;
  let after = '';
  for (;;) {
    const marked = await o.personal.read((m) =>
      select(
        m,
        sql`SELECT customer, CAST(revision AS CHAR) AS revision FROM outbox
          WHERE customer > ${after} ORDER BY customer LIMIT ${PUBLICATION_BATCH}`,
      ),
    );
    const last = marked.at(-1);
    if (last === undefined) return customers;
    after = String(last['customer']);
    failpoint('publication.marked-read');
    const revisions = new Map(marked.map((row) => [String(row['customer']), String(row['revision'])]));
    await publishBatch(o, [...revisions.keys()]);
    customers += await settle(o, revisions);
    failpoint('publication.settled');
  }
}

async function publishBatch(o: PublicationParts, ids: readonly string[]): Promise<void> {
  const { known, recorders } = await o.personal.read(async (m) => ({
    known: await readForPublication(m, ids),
    recorders: await readRecorders(m, ids),
  }));
  const key = o.keys.get('pseudonym');
  const published = ids.map((id): PublishedCustomer => ({
    pseudonym: pseudonymOf(key, id),
    subjects: known.get(id) ?? [],
  }));
  await o.usage.write((m) => writeSubjects(m, published));
  failpoint('publication.subjects-written');
  await publishRecorders(o.access, ids, recorders);
  failpoint('publication.recorders-written');
}

/** Takes what was carried off the outbox, unless it changed meanwhile; then it stays for the next run. */
async function settle(o: PublicationParts, revisions: ReadonlyMap<string, string>): Promise<number> {
  return o.personal.write(async (m) => {
    const ids = [...revisions.keys()];
    const rows = await select(
      m,
      sql`SELECT customer, CAST(revision AS CHAR) AS revision FROM outbox WHERE customer IN ${listOf(ids)}${new Sql(lockForUpdate(m), [])}`,
    );
    const current = new Map(rows.map((row) => [String(row['customer']), String(row['revision'])]));
    const done = ids.filter((id) => current.get(id) === revisions.get(id));
    await run(m, sql`DELETE FROM outbox WHERE customer IN ${listOf(done)}`);
    // Gone means that another process carried it at the same time, perhaps a newer state before our older one.
    for (const id of ids) if (!current.has(id)) await markChanged(m, id, o.now());
    failpoint('publication.outbox-cleared');
    return done.length;
  });
}
