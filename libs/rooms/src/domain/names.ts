/** The five rooms: each a database of its own. */
export const ROOMS = ['inbox', 'personal', 'usage', 'statistics', 'access'] as const;
/** One of the five rooms. */
export type RoomName = (typeof ROOMS)[number];

/** The accounts that processes use; none may do more than `RIGHTS` says. */
export const ACCOUNTS = [
  'intake',
  'crossing',
  'customer-records',
  'usage-reader',
  'roll-up',
  'release',
  'aggregation',
  'compliance',
  'partner-access',
  'gateway',
  'retention-inbox',
  'retention-personal',
  'retention-usage',
  'retention-statistics',
  'retention-access',
] as const;
/** One of the accounts. */
export type AccountName = (typeof ACCOUNTS)[number];

/** Who makes and changes tables: no account of the running system, and in no table of rights. */
export type Migrator = 'migrator';
