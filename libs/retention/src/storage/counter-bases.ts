import { selectIn, upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { BaseCounters } from '../domain/counter-base';
import { baseOf } from '../domain/counter-base';
import type { RemovedFact } from './fact-rows';

interface Start {
  readonly installation: Buffer;
  readonly counters_since: number | string;
}

interface BaseRow extends Start {
  readonly day: number;
  readonly counters: string;
}

const keyOf = ({ installation, counters_since: since }: Start): string =>
  `${installation.toString('hex')}/${String(since)}`;

const countersOf = ({
  day,
  counters,
}: {
  readonly day: number;
  readonly counters: string;
}): BaseCounters => ({
  day,
  counters: JSON.parse(counters) as BaseCounters['counters'],
});

/**
 * After facts have gone: keeps what those that stay are measured from, for each installation and start that has any, and forgets
 * it where none stays. The installations' rows are locked by the caller.
 */
export async function keepBases(m: EntityManager, removed: readonly RemovedFact[]): Promise<void> {
  const installations = [
    ...new Map(removed.map((one) => [one.installation.toString('hex'), one])).values(),
  ].map(({ installation }) => installation);
  const staying = new Set(
    (
      await selectIn<Start>(
        m,
        'SELECT DISTINCT installation, counters_since FROM facts WHERE installation',
        installations,
      )
    ).map(keyOf),
  );
  const known = await selectIn<BaseRow>(
    m,
    'SELECT installation, counters_since, day, counters FROM counter_bases WHERE installation',
    installations,
  );
  const before = new Map(known.map((row) => [keyOf(row), countersOf(row)]));
  const starts = new Map<string, RemovedFact[]>();
  for (const fact of removed) starts.set(keyOf(fact), [...(starts.get(keyOf(fact)) ?? []), fact]);
  const rows: unknown[][] = [];
  for (const [key, facts] of [...starts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = facts;
    if (first === undefined) continue;
    if (!staying.has(key)) {
      await m.query('DELETE FROM counter_bases WHERE installation = ? AND counters_since = ?', [
        first.installation,
        first.counters_since,
      ]);
      continue;
    }
    const standing = before.get(key);
    const { day, counters } = baseOf([...(standing ? [standing] : []), ...facts.map(countersOf)]);
    rows.push([first.installation, first.counters_since, first.subject, day, JSON.stringify(counters)]);
  }
  await upsertRows(
    m,
    'counter_bases',
    ['installation', 'counters_since', 'subject', 'day', 'counters'],
    rows,
    {
      key: ['installation', 'counters_since'],
      update: ['subject', 'day', 'counters'],
    },
  );
}
