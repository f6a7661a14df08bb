import type { Readings } from '@hearth/catalogue';
import type { Category } from '@hearth/policy';
import { selectIn } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { categoryOfMetric, seriesMetric } from '../domain/metric-index';
import { rowRefused, Withheld } from '../domain/row-grant';
import type { UsageFact, UsageQuery } from '../domain/usage-reader';
import { bytes, hex } from './hexadecimal';
import { isAmong, JOIN_CLAIMS, STANDING_COLUMNS } from './standing-columns';
import type { StoreAccess } from './store-access';

/** The categories that each customer's metrics fall into, of those customers on whose rows the reader may be. */
async function readCategories(
  access: StoreAccess,
  m: EntityManager,
  subjects: readonly string[],
  metrics: readonly string[],
): Promise<Map<string, Set<Category>>> {
  const where = access.predicate(access.granted('usage.customer.entitled'), 'j.subject');
  const rows = await selectIn(
    m,
    'SELECT j.subject, j.entitled FROM subjects j WHERE j.subject',
    subjects.map(bytes),
    `AND ${where.sql}`,
    { after: where.parameters },
  );
  const entitled = new Map<string, Set<string>>();
  for (const row of rows) {
    const subject = hex(row['subject']);
    const known = entitled.get(subject) ?? new Set();
    // A customer's agreements are one here: what any of them limits is entitled.
    for (const metric of JSON.parse(row['entitled'] as string) as string[]) known.add(metric);
    entitled.set(subject, known);
  }
  return new Map(
    [...entitled].map(([subject, set]) => [
      subject,
      new Set(metrics.map((metric) => categoryOfMetric(metric, set))),
    ]),
  );
}

/** Which of the customers are the reader's in one more category. */
async function readGranted(
  access: StoreAccess,
  m: EntityManager,
  subjects: readonly string[],
  category: Category,
): Promise<ReadonlySet<string>> {
  const grant = access.grant(category);
  if (!grant.decision.allowed) return new Set();
  const where = access.predicate(grant, 'j.subject');
  const rows = await selectIn(
    m,
    'SELECT DISTINCT j.subject FROM subjects j WHERE j.subject',
    subjects.map(bytes),
    `AND ${where.sql}`,
    { after: where.parameters },
  );
  return new Set(rows.map((row) => hex(row['subject'])));
}

function readings(text: unknown): Readings {
  return text === undefined ? {} : (JSON.parse(text as string) as Readings);
}

function factFrom(row: Readonly<Record<string, unknown>>): UsageFact {
  return {
    installation: hex(row['installation']),
    product: row['product'] as string,
    day: Number(row['day']),
    countersSince: Number(row['counters_since']),
    counters: readings(row['counters']),
    gauges: readings(row['gauges']),
    lastObserved: Number(row['last_observed']),
    ...(row['is_base'] === undefined ? {} : { isBase: true }),
    late: Number(row['late']),
  };
}

async function readRows(
  m: EntityManager,
  subjects: readonly string[],
  { metrics, from, to, installations }: UsageQuery,
): Promise<Record<string, unknown>[]> {
  const isCounter = (id: string) => seriesMetric(id)?.declaration.kind === 'counter';
  const counters = metrics.some(isCounter);
  // Only the columns that hold what was asked for are selected.
  const held = [...(counters ? ['f.counters'] : []), ...(metrics.every(isCounter) ? [] : ['f.gauges'])];
  const columns = [
    'subject',
    'installation',
    'product',
    'day',
    'counters_since',
    'last_observed',
    'late',
  ].map((c) => `f.${c}`);
  const selected = [...columns, ...held, STANDING_COLUMNS].join(', ');
  const joined = `JOIN installations i ON i.id = f.installation ${JOIN_CLAIMS}`;
  const within = await selectIn(
    m,
    `SELECT ${selected} FROM facts f ${joined} WHERE f.subject`,
    subjects.map(bytes),
    'AND f.day BETWEEN ? AND ?',
    { after: [from, to] },
  );
  const among = (row: Record<string, unknown>) => isAmong(row, installations);
  if (!counters) return within.filter(among);
  // An increase is measured from the last observed day of the same start, which may lie before the days asked for.
  const before = await selectIn(
    m,
    `SELECT ${selected} FROM facts f ${joined} JOIN (
      SELECT installation, counters_since, MAX(day) AS day FROM facts WHERE day < ? AND subject`,
    subjects.map(bytes),
    `GROUP BY installation, counters_since) p
      ON p.installation = f.installation AND p.counters_since = f.counters_since AND p.day = f.day`,
    { before: [from] },
  );
  // Where that day has been removed, what was kept of it to measure from.
  const bases = await selectIn(
    m,
    `SELECT b.subject, b.installation, i.product, b.day, b.counters_since, 0 AS last_observed, 0 AS late, b.counters,
      1 AS is_base, ${STANDING_COLUMNS}
      FROM counter_bases b JOIN installations i ON i.id = b.installation ${JOIN_CLAIMS} WHERE b.subject`,
    subjects.map(bytes),
  );
  return [...before, ...bases, ...within].filter(among);
}

/**
 * The facts of customers for metrics, each customer by itself: where one of the metrics falls into a category that the
 * reader may not read of it, that customer's answer is the refusal, and the others' stand.
 */
export function readFacts(
  access: StoreAccess,
  subjects: readonly string[],
  query: UsageQuery,
): Promise<ReadonlyMap<string, readonly UsageFact[] | Withheld>> {
  return access.usage.read(async (m) => {
    const categories = await readCategories(access, m, subjects, query.metrics);
    const others = new Set([...categories.values()].flatMap((set) => [...set]));
    others.delete('usage.customer.entitled');
    const answers = new Map<string, UsageFact[] | Withheld>(
      [...categories.keys()].map((subject) => [subject, []]),
    );
    for (const category of others) {
      const asking = [...categories].filter(([, set]) => set.has(category)).map(([subject]) => subject);
      const granted = await readGranted(access, m, asking, category);
      const refusal = new Withheld(rowRefused(access.grant(category)), category);
      for (const subject of asking) if (!granted.has(subject)) answers.set(subject, refusal);
    }
    const open = [...answers]
      .filter(([, answer]) => !(answer instanceof Withheld))
      .map(([subject]) => subject);
    for (const row of await readRows(m, open, query)) {
      (answers.get(hex(row['subject'])) as UsageFact[]).push(factFrom(row));
    }
    return answers;
  });
}
