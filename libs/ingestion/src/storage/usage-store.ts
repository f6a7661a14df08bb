import type { Category, Policy, Reader } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import { selectIn } from '@hearth/storage';
import type { Grant } from '../domain/row-grant';
import { grantFor, Withheld } from '../domain/row-grant';
import type { InstallationPage, InstallationRecord, UsageReader } from '../domain/usage-reader';
import { bytes, hex } from './hexadecimal';
import { readChains } from './read-chains';
import { readCorrections } from './read-corrections';
import { readDays } from './read-coverage';
import { readFacts } from './read-facts';
import { readFailures, readOutcomes } from './read-operation';
import { anyOf, rowPredicate } from './row-predicate';
import { JOIN_CLAIMS, standingFrom, STANDING_COLUMNS } from './standing-columns';
import type { StoreAccess } from './store-access';

/** What a reader's view of the usage room is made of. */
export interface UsageStoreParts {
  /** The usage room, as the account `usage-reader`. */
  readonly usage: RoomDatabase;
  readonly pseudonymKey: Buffer;
  readonly reader: Reader;
  readonly policy: Policy;
  readonly now: () => number;
}

/** The categories that hang on a customer here: whoever may read none of them knows of no customer. */
const CUSTOMER_CATEGORIES: readonly Category[] = [
  'usage.installation',
  'usage.customer.entitled',
  'usage.customer.other',
  'usage.feature',
  'usage.legacy',
  'usage.coverage',
];

const INSTALLATION_COLUMNS =
  'i.id, i.subject, i.product, i.version, i.edition, i.operating_system, i.cpus, i.first_seen, i.last_seen,' +
  ` i.last_received, i.clock_ahead, ${STANDING_COLUMNS}`;

function installationRecord(row: Readonly<Record<string, unknown>>): InstallationRecord {
  return {
    id: hex(row['id']),
    product: row['product'] as string,
    version: row['version'] as string,
    edition: row['edition'] as string,
    operatingSystem: row['operating_system'] as string,
    cpus: row['cpus'] === null ? null : Number(row['cpus']),
    firstSeen: Number(row['first_seen']),
    lastSeen: Number(row['last_seen']),
    lastReceived: Number(row['last_received']),
    standing: standingFrom(row),
    clockAheadSeconds: row['clock_ahead'] === null ? null : Number(row['clock_ahead']),
  };
}

async function readVisible(access: StoreAccess, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  const grants = CUSTOMER_CATEGORIES.map((category) => access.grant(category)).filter(
    ({ decision }) => decision.allowed,
  );
  const inReach = await readInReach(access, grants, subjects);
  if (inReach.length === 0) return new Set();
  const where = anyOf(grants.map((grant) => access.predicate(grant, 'j.subject')));
  const rows = await access.usage.read((m) =>
    selectIn(
      m,
      'SELECT DISTINCT j.subject FROM subjects j WHERE j.subject',
      inReach.map(bytes),
      `AND ${where.sql}`,
      {
        after: where.parameters,
      },
    ),
  );
  return new Set(rows.map((row) => hex(row['subject'])));
}

/**
 * Of these customers those that a scope opens to the reader, where scopes alone decide; all of them otherwise. Asked of the
 * scopes first, so that a customer of somebody else's costs no more time than one who does not exist.
 */
async function readInReach(
  access: StoreAccess,
  grants: readonly Grant[],
  subjects: readonly string[],
): Promise<readonly string[]> {
  const scoped = grants.flatMap(({ grant }) => (grant.rows === 'scoped' ? [grant] : []));
  const [first] = scoped;
  if (first === undefined || scoped.length < grants.length) return subjects;
  const categories = [...new Set(scoped.flatMap((grant) => grant.categories))];
  const rows = await access.usage.read((m) =>
    selectIn(
      m,
      'SELECT DISTINCT s.subject FROM scope s WHERE s.subject',
      subjects.map(bytes),
      `AND s.party IN (?, ?) AND s.category IN (${categories.map(() => '?').join(', ')})
        AND (s.until_at IS NULL OR s.until_at > ?)`,
      { after: [...first.parties, ...categories, access.now()] },
    ),
  );
  return rows.map((row) => hex(row['subject']));
}

async function readInstallations(
  access: StoreAccess,
  ids: readonly string[],
): Promise<ReadonlyMap<string, InstallationRecord>> {
  const where = access.predicate(access.granted('usage.installation'), 'i.subject');
  // What an erased customer ran stays counted under a pseudonym, but the customer is there for nobody any more.
  const rows = await access.usage.read((m) =>
    selectIn(
      m,
      `SELECT ${INSTALLATION_COLUMNS} FROM installations i ${JOIN_CLAIMS} WHERE i.id`,
      ids.map(bytes),
      `AND EXISTS (SELECT 1 FROM subjects j WHERE j.subject = i.subject) AND ${where.sql}`,
      {
        after: where.parameters,
      },
    ),
  );
  return new Map(rows.map((row) => [hex(row['id']), installationRecord(row)]));
}

/** One page for each of many customers in one statement: their rows are numbered, and each list is cut on its own. */
async function readInstallationsOf(
  access: StoreAccess,
  subjects: readonly string[],
  page: InstallationPage,
): Promise<ReadonlyMap<string, readonly InstallationRecord[]>> {
  const where = access.predicate(access.granted('usage.installation'), 'i.subject');
  const product = page.product === undefined ? '' : 'AND i.product = ?';
  const after = page.after === undefined ? '' : 'AND i.id > ?';
  const rows = await access.usage.read((m) =>
    selectIn(
      m,
      `SELECT * FROM (SELECT ${INSTALLATION_COLUMNS}, ROW_NUMBER() OVER (PARTITION BY i.subject ORDER BY i.id) AS place
        FROM installations i ${JOIN_CLAIMS} WHERE i.subject`,
      subjects.map(bytes),
      `${product} ${after} AND ${where.sql}) numbered WHERE place <= ? ORDER BY subject, id`,
      {
        after: [
          ...(page.product === undefined ? [] : [page.product]),
          ...(page.after === undefined ? [] : [bytes(page.after)]),
          ...where.parameters,
          page.limit,
        ],
      },
    ),
  );
  const lists = new Map<string, InstallationRecord[]>();
  for (const row of rows) {
    const subject = hex(row['subject']);
    lists.set(subject, [...(lists.get(subject) ?? []), installationRecord(row)]);
  }
  return lists;
}

/** The usage room as one reader may read it, for the length of one request. */
export function createUsageStore(parts: UsageStoreParts): UsageReader {
  const { usage, pseudonymKey, reader, policy, now } = parts;
  const grants = new Map<Category, Grant>();
  const grant = (category: Category): Grant => {
    const known = grants.get(category) ?? grantFor(policy, reader, category);
    grants.set(category, known);
    return known;
  };
  const access: StoreAccess = {
    usage,
    now,
    grant,
    granted(category) {
      const known = grant(category);
      if (!known.decision.allowed) throw new Withheld(known.decision, category);
      return known;
    },
    predicate: (known, column) => rowPredicate(known.grant, column, pseudonymKey, now()),
  };
  return {
    visible: (subjects) => readVisible(access, subjects),
    installationsById: (ids) => readInstallations(access, ids),
    installationsOf: (subjects, page) => readInstallationsOf(access, subjects, page),
    factsOf: (subjects, query) => readFacts(access, subjects, query),
    daysOf: (subjects, query) => readDays(access, subjects, query),
    chainsOf: (installations) => readChains(access, installations),
    failures: (page) => readFailures(access, page),
    outcomes: (from, to) => readOutcomes(access, from, to),
    corrections: (query) => readCorrections(access, query),
  };
}
