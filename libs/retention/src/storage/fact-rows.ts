import type { EntityManager } from 'typeorm';

/** Which fact. */
export interface FactKey {
  readonly installation: Buffer;
  readonly day: number;
  readonly counters_since: number | string;
}

/** What of a fact that goes is needed to know what the next one is measured from. */
export interface RemovedFact extends FactKey {
  readonly subject: Buffer;
  readonly counters: string;
}

// Well below SQLite's placeholders.
const KEYS_PER_STATEMENT = 500;

function* inParts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += KEYS_PER_STATEMENT) yield rows.slice(at, at + KEYS_PER_STATEMENT);
}

function among(m: EntityManager, keys: readonly FactKey[]): { sql: string; values: unknown[] } {
  const tuples = keys.map(() => '(?, ?, ?)').join(', ');
  const list = m.dataSource.options.type === 'better-sqlite3' ? `VALUES ${tuples}` : tuples;
  return {
    sql: `(installation, day, counters_since) IN (${list})`,
    values: keys.flatMap((key) => [key.installation, key.day, key.counters_since]),
  };
}

/** These facts as they are now, but for those that were received since. */
export async function readRemoved(
  m: EntityManager,
  keys: readonly FactKey[],
  cutOff: number,
): Promise<readonly RemovedFact[]> {
  const rows: RemovedFact[] = [];
  for (const part of inParts(keys)) {
    const { sql, values } = among(m, part);
    rows.push(
      ...(await m.query<RemovedFact[]>(
        `SELECT installation, day, counters_since, subject, counters FROM facts WHERE ${sql} AND last_received <= ?`,
        [...values, cutOff],
      )),
    );
  }
  return rows;
}

export async function deleteFacts(m: EntityManager, keys: readonly FactKey[]): Promise<void> {
  for (const part of inParts(keys)) {
    const { sql, values } = among(m, part);
    await m.query(`DELETE FROM facts WHERE ${sql}`, values);
  }
}
