import type { RoomName } from './names';

/** The tables of each room, as the migrations make them; a test holds the two to each other. */
export const TABLES = {
  inbox: ['halves'],
  personal: [
    'customers',
    'data_keys',
    'contacts',
    'agreements',
    'entitlements',
    'sightings',
    'scope',
    'outbox',
    'consents',
    'requests',
    'customer_references',
    'published_references',
    'scope_outbox',
    'erasures',
  ],
  usage: [
    'reports',
    'installations',
    'facts',
    'month_states',
    'dirty_months',
    'failures',
    'subjects',
    'subject_stamps',
    'scope',
    'links',
    'corrections',
    'installation_claims',
    'counter_bases',
  ],
  statistics: ['cells', 'done_months'],
  access: [
    'policy_versions',
    'partners',
    'assignments',
    'outbox',
    'scope',
    'revoked_tokens',
    'decision_stamp',
    'policy_proposals',
    'clients',
    'issued_tokens',
    'court_orders',
    'customer_recorders',
    'release_entries',
    'release_customers',
    'release_heads',
    'commitment_keys',
  ],
} as const satisfies Record<RoomName, readonly string[]>;

/** The table of each room in which TypeORM, by its own default, keeps which migrations ran. Only the migrator has a right on it. */
export const MIGRATIONS_TABLE = 'migrations';
