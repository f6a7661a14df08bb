import type { AccountName, RoomName } from './names';
import { TABLES } from './tables';

/** What an account may do with a table's rows. */
export const VERBS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
/** One of the four verbs. */
export type Verb = (typeof VERBS)[number];

/** One grant. Where `columns` is given, the verbs hold for those columns alone; DELETE, which takes whole rows, for the table. */
export interface Right {
  readonly account: AccountName;
  readonly room: RoomName;
  readonly table: string;
  readonly verbs: readonly Verb[];
  readonly columns?: readonly string[];
}

const READ = ['SELECT'] as const;
const APPEND = ['SELECT', 'INSERT'] as const;
const MERGE = ['SELECT', 'INSERT', 'UPDATE'] as const;
const ALL = VERBS;
const EXPIRE = ['SELECT', 'DELETE'] as const;

const RECORD_TABLES = ['release_entries', 'release_customers', 'release_heads', 'commitment_keys'] as const;

/** What a claim on an installation changes. */
const CLAIMED: readonly (typeof TABLES)['usage'][number][] = [
  'installation_claims',
  'dirty_months',
  'corrections',
];

function on<R extends RoomName>(
  account: AccountName,
  room: R,
  verbs: readonly Verb[],
  tables: readonly (typeof TABLES)[R][number][],
): Right[] {
  return tables.map((table) => ({ account, room, table, verbs }));
}

/** To delete what has expired, by the columns that tell it. */
function expiry<R extends RoomName>(
  account: AccountName,
  room: R,
  table: (typeof TABLES)[R][number],
  columns: readonly string[],
): Right {
  return { account, room, table, verbs: EXPIRE, columns };
}

/** What a door needs to know of assignments, scopes and who recorded a customer, and no name of anybody. */
function rowEvidence(account: AccountName): Right[] {
  const reading = { account, room: 'access', verbs: READ } as const;
  return [
    { ...reading, table: 'assignments', columns: ['partner', 'customer', 'starts_on', 'ends_on'] },
    { ...reading, table: 'partners', columns: ['id', 'recorded_by', 'contract_ends_on'] },
    { ...reading, table: 'scope' },
    { ...reading, table: 'customer_recorders' },
  ];
}

/**
 * What a door must know of who may do what, wherever it stands: the stamp and the policy in force, what was revoked, and of
 * court orders who is named in which, and how long; not the case and not the customers.
 */
function evidence(account: AccountName): Right[] {
  return [
    ...on(account, 'access', READ, ['decision_stamp', 'policy_versions', 'revoked_tokens']),
    { account, room: 'access', table: 'clients', verbs: READ, columns: ['id', 'revoked_at'] },
    {
      account,
      room: 'access',
      table: 'court_orders',
      verbs: READ,
      columns: ['id', 'persons', 'from_at', 'until_at', 'approved_at', 'closed_at'],
    },
  ];
}

/**
 * Every right of every account; what is not here is refused by the server. The rule behind it: no account both writes
 * usage facts and reads the personal room.
 */
export const RIGHTS: readonly Right[] = [
  // Splits reports at the door. It drops sealed halves into the inbox and can never look at one again.
  ...on('intake', 'inbox', ['INSERT'], ['halves']),
  // How much is held, so that it can be bounded: of a half its kind and its size, and nothing else.
  { account: 'intake', room: 'inbox', table: 'halves', verbs: READ, columns: ['kind', 'bytes'] },
  ...on('intake', 'usage', MERGE, [
    'reports',
    'installations',
    'facts',
    'month_states',
    'dirty_months',
    'failures',
    'links',
    'corrections',
  ]),
  ...on('intake', 'usage', READ, ['subjects']),

  // Opens halves and files them. Of agreements it needs whose a licence key is; of customers what to compare with.
  ...on('crossing', 'inbox', EXPIRE, ['halves']),
  ...on('crossing', 'personal', MERGE, ['sightings']),
  ...on('crossing', 'personal', READ, ['data_keys']),
  {
    account: 'crossing',
    room: 'personal',
    table: 'agreements',
    verbs: READ,
    columns: ['id', 'customer', 'licence_hash', 'starts_on'],
  },
  { account: 'crossing', room: 'personal', table: 'customers', verbs: READ, columns: ['id', 'company_name'] },

  // Keeps the personal room, and publishes pseudonyms and scopes from it.
  ...on('customer-records', 'personal', ALL, TABLES.personal),
  ...on('customer-records', 'usage', ALL, ['subjects', 'scope']),
  ...on('customer-records', 'usage', MERGE, ['subject_stamps']),
  ...evidence('customer-records'),
  // The scopes of cases and consents, and who recorded whom, as the doors read them; and an erased customer is no longer
  // assigned to anybody.
  ...on('customer-records', 'access', ALL, ['scope', 'customer_recorders']),
  ...on('customer-records', 'access', EXPIRE, ['assignments']),
  {
    account: 'customer-records',
    room: 'access',
    table: 'partners',
    verbs: READ,
    columns: ['id', 'recorded_by', 'contract_ends_on'],
  },

  ...on(
    'usage-reader',
    'usage',
    READ,
    TABLES.usage.filter((table) => !CLAIMED.includes(table)),
  ),
  // Whoever may see an installation may say whose it is; the months that this changes are computed anew.
  ...on('usage-reader', 'usage', MERGE, CLAIMED),
  ...evidence('usage-reader'),

  ...on('roll-up', 'usage', READ, TABLES.usage),
  ...on('roll-up', 'statistics', ALL, ['cells', 'done_months']),

  // The tables of releases and of the ledger come with the releases; until then the account can do nothing.

  ...on('aggregation', 'statistics', READ, TABLES.statistics),
  ...evidence('aggregation'),

  // Entitlement against measured use: no personal column, and no key.
  {
    account: 'compliance',
    room: 'personal',
    table: 'agreements',
    verbs: READ,
    columns: ['id', 'customer', 'edition', 'starts_on', 'ends_on'],
  },
  ...on('compliance', 'personal', READ, ['entitlements']),
  ...on('compliance', 'usage', READ, ['month_states']),

  // Writes who may see what, and reads the record of who saw it; only the gateway adds to the record.
  ...on('partner-access', 'access', ALL, [
    'policy_versions',
    'partners',
    'assignments',
    'outbox',
    'scope',
    'revoked_tokens',
    'policy_proposals',
    'clients',
    'issued_tokens',
    'court_orders',
  ]),
  // The stamp moves forward and nobody takes it away.
  ...on('partner-access', 'access', ['SELECT', 'UPDATE'], ['decision_stamp']),
  ...on('partner-access', 'access', READ, [...RECORD_TABLES, 'customer_recorders']),
  ...on('partner-access', 'personal', ALL, ['scope']),
  // Whether a customer that is to be assigned was recorded by the same system: no personal column.
  {
    account: 'partner-access',
    room: 'personal',
    table: 'customers',
    verbs: READ,
    columns: ['id', 'recorded_by'],
  },

  ...evidence('gateway'),
  ...on('gateway', 'access', APPEND, RECORD_TABLES),
  // To erase a customer is to destroy the key by which the record refers to it; no entry changes.
  {
    account: 'customer-records',
    room: 'access',
    table: 'commitment_keys',
    verbs: EXPIRE,
    columns: ['customer'],
  },

  // The gateway and each subgraph with rows of customers ask, past their own room, whose customers somebody may see now.
  ...(['gateway', 'usage-reader'] as const).flatMap((account) => rowEvidence(account)),

  // Retention deletes what has expired, and of each table sees only what tells that. What is kept (roll-ups, releases) it has
  // no right to, so that retention-statistics has none at all.
  expiry('retention-inbox', 'inbox', 'halves', ['received_at']),
  expiry('retention-personal', 'personal', 'sightings', ['received_at']),
  expiry('retention-personal', 'personal', 'consents', ['until_at', 'withdrawn_at']),
  expiry('retention-personal', 'personal', 'requests', ['answered_at']),
  expiry('retention-personal', 'personal', 'customer_references', ['withdrawn_at']),
  expiry('retention-personal', 'personal', 'scope', ['party', 'until_at']),
  expiry('retention-usage', 'usage', 'reports', ['received_at']),
  // The counters are read to know what the first day that is kept was measured from.
  expiry('retention-usage', 'usage', 'facts', [
    'installation',
    'day',
    'counters_since',
    'subject',
    'product',
    'counters',
    'last_received',
  ]),
  ...on('retention-usage', 'usage', ALL, ['counter_bases']),
  expiry('retention-usage', 'usage', 'month_states', ['month', 'product', 'last_received']),
  // It says which months have begun to go, so that no roll-up computes them anew from what is left.
  {
    account: 'retention-usage',
    room: 'usage',
    table: 'dirty_months',
    verbs: READ,
    columns: ['month', 'product', 'closed_at'],
  },
  {
    account: 'retention-usage',
    room: 'usage',
    table: 'dirty_months',
    verbs: ['UPDATE'],
    columns: ['closed_at'],
  },
  expiry('retention-usage', 'usage', 'installations', ['id', 'last_received']),
  expiry('retention-usage', 'usage', 'links', ['received_at']),
  expiry('retention-usage', 'usage', 'installation_claims', ['installation']),
  expiry('retention-usage', 'usage', 'corrections', ['last_at']),
  expiry('retention-usage', 'usage', 'failures', ['last_seen']),
  ...on('retention-access', 'access', READ, ['decision_stamp', 'policy_versions']),
  expiry('retention-access', 'access', 'assignments', ['partner', 'ends_on']),
  expiry('retention-access', 'access', 'partners', ['id', 'contract_ends_on']),
  expiry('retention-access', 'access', 'clients', ['party', 'revoked_at']),
  expiry('retention-access', 'access', 'issued_tokens', ['expires_at']),
  expiry('retention-access', 'access', 'revoked_tokens', ['until_at']),
  expiry('retention-access', 'access', 'court_orders', ['until_at', 'closed_at', 'sealed_until']),
  expiry('retention-access', 'access', 'scope', ['party', 'until_at']),
  // The record of releases is a chain, of which whole beginnings go: it sees where an entry stands, and not what it says.
  expiry('retention-access', 'access', 'release_entries', ['writer', 'idx', 'at']),
  expiry('retention-access', 'access', 'release_customers', ['writer', 'idx']),
  expiry('retention-access', 'access', 'release_heads', ['writer', 'size', 'at']),
];

/** Whether an account may use a verb on a table: on all its columns, on some, or not at all. */
export function rightOf(
  account: AccountName,
  room: RoomName,
  table: string,
  verb: Verb,
): 'all' | readonly string[] | undefined {
  const rights = RIGHTS.filter(
    (right) =>
      right.account === account && right.room === room && right.table === table && right.verbs.includes(verb),
  );
  if (rights.length === 0) return undefined;
  if (verb === 'DELETE' || rights.some((right) => right.columns === undefined)) return 'all';
  return rights.flatMap((right) => right.columns ?? []);
}
