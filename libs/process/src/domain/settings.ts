import { INTRUSION_LIMITS } from '@hearth/intrusion-detection';
import type { ConfigOf, ConfigSpec } from '@hearth/service';

/** Settings of every process. */
export const PROCESS_SETTINGS = {
  home: {
    name: 'HEARTH_HOME',
    type: 'text',
    default: '.hearth',
    description:
      'Folder of the embedded data (`data/`) and of the keys (`keys/`), which lie beside each other.',
  },
  keysFolder: {
    name: 'HEARTH_KEYS',
    type: 'text',
    description: 'Folder of this process’s key and password files; `HEARTH_HOME/keys` when absent.',
  },
  logLevel: {
    name: 'HEARTH_LOG_LEVEL',
    type: 'choice',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    default: 'info',
    description: 'Least severe log line that is written.',
  },
} as const satisfies ConfigSpec;

/** Where the rooms are. */
export const STORAGE_SETTINGS = {
  mysqlUrl: {
    name: 'HEARTH_MYSQL_URL',
    type: 'url',
    description:
      'MariaDB or MySQL server of the rooms, `mysql://host:3306`, without an account (each process uses its own). Absent: SQLite files under `HEARTH_HOME/data`.',
  },
  mysqlPrefix: {
    name: 'HEARTH_MYSQL_PREFIX',
    type: 'text',
    default: 'hearth',
    description: 'Prefix of schemas and accounts on that server.',
  },
} as const satisfies ConfigSpec;

/** Where a process listens. */
export const LISTEN_SETTINGS = {
  host: { name: 'HEARTH_HOST', type: 'text', default: '127.0.0.1', description: 'Address to listen on.' },
  port: {
    name: 'HEARTH_PORT',
    type: 'integer',
    default: 4000,
    min: 0,
    max: 65_535,
    description: 'Port to listen on; 0 lets the system choose.',
  },
} as const satisfies ConfigSpec;

/** Settings of the doors for readers. */
export const GRAPH_SETTINGS = {
  issuer: {
    name: 'HEARTH_TOKEN_ISSUER',
    type: 'text',
    default: 'https://hearth.invalid',
    description: 'Issuer (`iss`) of access tokens: what `hearth token` writes and every door expects.',
  },
} as const satisfies ConfigSpec;

/** Settings of the commands that ask a running server. */
export const CLIENT_SETTINGS = {
  token: {
    name: 'HEARTH_TOKEN',
    type: 'text',
    description:
      'The access token with which `hearth policy` and `hearth token revoke` ask a running server.',
  },
} as const satisfies ConfigSpec;

/** What readers and addresses may do, and from when on it is told: docs/security.md. None can be switched off. */
export const INTRUSION_SETTINGS = {
  addressRequestsPerMinute: {
    name: 'HEARTH_ADDRESS_REQUESTS_PER_MINUTE',
    type: 'integer',
    default: INTRUSION_LIMITS.addressRequestsPerMinute,
    min: 1,
    description:
      'Requests a minute to the graph that one address (IPv4, or the first 64 bits of IPv6) may keep up; a fifth of them at once.',
  },
  readerRequestsPerMinute: {
    name: 'HEARTH_READER_REQUESTS_PER_MINUTE',
    type: 'integer',
    default: INTRUSION_LIMITS.readerRequestsPerMinute,
    min: 1,
    description: 'Requests a minute to the graph that one reader may keep up; a quarter of them at once.',
  },
  badTokensPerMinute: {
    name: 'HEARTH_BAD_TOKENS_PER_MINUTE',
    type: 'integer',
    default: INTRUSION_LIMITS.badTokensPerMinute,
    min: 1,
    description: 'Bad tokens from one address within a minute that lock it out.',
  },
  rowsPerDayInside: {
    name: 'HEARTH_ROWS_PER_DAY_INSIDE',
    type: 'integer',
    default: INTRUSION_LIMITS.rowsPerDay.communication,
    min: 1,
    description:
      'Rows with personal or company-specific data a UTC day, for each reader of the departments and the privacy office.',
  },
  rowsPerDayPartner: {
    name: 'HEARTH_ROWS_PER_DAY_PARTNER',
    type: 'integer',
    default: INTRUSION_LIMITS.rowsPerDay.partner,
    min: 1,
    description: 'The same for each partner, all of its clients together.',
  },
  rowsPerDayConsentedParty: {
    name: 'HEARTH_ROWS_PER_DAY_CONSENTED_PARTY',
    type: 'integer',
    default: INTRUSION_LIMITS.rowsPerDay['consented-party'],
    min: 1,
    description: 'The same for each outside party with consents.',
  },
  outsideContactRowsPerDay: {
    name: 'HEARTH_CONTACT_ROWS_PER_DAY_OUTSIDE',
    type: 'integer',
    default: INTRUSION_LIMITS.outsideContactRowsPerDay,
    min: 1,
    description: 'Of these, rows that name a person, for partners and outside parties with consents.',
  },
} as const satisfies ConfigSpec;

/** Settings of the intake. */
export const INTAKE_SETTINGS = {
  trustedProxies: {
    name: 'HEARTH_TRUSTED_PROXIES',
    type: 'list',
    default: [],
    description:
      'Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed, separated by commas.',
  },
} as const satisfies ConfigSpec;

/**
 * What one sender may send to the intake, counted by each process for itself: docs/protocol.md. For six minutes in which
 * nothing came, as much may come at once.
 */
export const INTAKE_LIMIT_SETTINGS = {
  addressReportsPerMinute: {
    name: 'HEARTH_INTAKE_ADDRESS_REPORTS_PER_MINUTE',
    type: 'integer',
    default: 30_000,
    min: 1,
    description:
      'Reports a minute that one address (IPv4, or the first 64 bits of IPv6) may keep up; six minutes’ worth of them at once. Each intake process counts for itself.',
  },
  licenceReportsPerMinute: {
    name: 'HEARTH_INTAKE_LICENCE_REPORTS_PER_MINUTE',
    type: 'integer',
    default: 20_000,
    min: 1,
    description: 'The same for one licence key at one address.',
  },
  installationReportsPerMinute: {
    name: 'HEARTH_INTAKE_INSTALLATION_REPORTS_PER_MINUTE',
    type: 'integer',
    default: 600,
    min: 1,
    description: 'The same for one installation at one address.',
  },
  unknownKeyReportsPerMinute: {
    name: 'HEARTH_INTAKE_UNKNOWN_KEY_REPORTS_PER_MINUTE',
    type: 'integer',
    default: 600,
    min: 1,
    description:
      'The same for all addresses together from which a report came within the last hour that is held, since its licence key belongs to no agreement yet.',
  },
} as const satisfies ConfigSpec;

/** Settings of the gateway as a process of its own. */
export const GATEWAY_SETTINGS = {
  customerRecordsUrl: {
    name: 'HEARTH_CUSTOMER_RECORDS_URL',
    type: 'url',
    required: true,
    description: 'Where the customer-records subgraph answers, with its path: `http://host:port/graphql`.',
  },
  ingestionUrl: {
    name: 'HEARTH_INGESTION_URL',
    type: 'url',
    required: true,
    description: 'Where the ingestion subgraph answers.',
  },
  aggregationUrl: {
    name: 'HEARTH_AGGREGATION_URL',
    type: 'url',
    required: true,
    description: 'Where the aggregation subgraph answers.',
  },
  partnerAccessUrl: {
    name: 'HEARTH_PARTNER_ACCESS_URL',
    type: 'url',
    required: true,
    description: 'Where the partner-access subgraph answers.',
  },
  writer: {
    name: 'HEARTH_GATEWAY_NAME',
    type: 'text',
    default: 'gateway',
    description:
      'Name of this gateway’s chain in the record of releases, 32 characters at most; one of its own for each process.',
  },
} as const satisfies ConfigSpec;

/** Settings of the intake's internal port. */
export const INTERNAL_SETTINGS = {
  internalPort: {
    name: 'HEARTH_INTERNAL_PORT',
    type: 'integer',
    default: 4090,
    min: 0,
    max: 65_535,
    description: 'Port, on the same address, to which the crossing hands held reports back.',
  },
} as const satisfies ConfigSpec;

/** Settings of the crossing as a process of its own. */
export const CROSSING_SETTINGS = {
  intakeUrl: {
    name: 'HEARTH_INTAKE_INTERNAL_URL',
    type: 'url',
    required: true,
    description:
      'The intake’s internal address, to which held reports are handed back: `http://host:port/internal/held`.',
  },
  crossingSeconds: {
    name: 'HEARTH_CROSSING_SECONDS',
    type: 'integer',
    default: 10,
    min: 1,
    max: 86_400,
    description: 'Seconds between two runs over the inbox.',
  },
} as const satisfies ConfigSpec;

/** Where the ingestion subgraph, as a process of its own, finds the crossing. */
export const REPLAY_SETTINGS = {
  crossingUrl: {
    name: 'HEARTH_CROSSING_URL',
    type: 'url',
    description:
      'The crossing’s address, by which failed reports are tried again: `http://host:port/internal/replay`. Without it `replayFailedReports` answers NOT_SERVED.',
  },
} as const satisfies ConfigSpec;

/** Settings of the roll-up as a process of its own. */
export const ROLL_UP_SETTINGS = {
  rollUpSeconds: {
    name: 'HEARTH_ROLL_UP_SECONDS',
    type: 'integer',
    default: 60,
    min: 1,
    max: 86_400,
    description: 'Seconds between two looks for months to roll up.',
  },
} as const satisfies ConfigSpec;

/** Settings of retention as a process of its own. */
export const RETENTION_SETTINGS = {
  retentionHours: {
    name: 'HEARTH_RETENTION_HOURS',
    type: 'integer',
    default: 24,
    min: 1,
    max: 168,
    description:
      'Hours between two runs that remove what has stayed as long as the policy in force lets it; the first is at the start.',
  },
} as const satisfies ConfigSpec;

/** Settings of what this process publishes into other rooms. */
export const PUBLICATION_SETTINGS = {
  publicationSeconds: {
    name: 'HEARTH_PUBLICATION_SECONDS',
    type: 'integer',
    default: 1,
    min: 1,
    max: 3_600,
    description: 'Seconds between two looks for changes to carry into other rooms.',
  },
} as const satisfies ConfigSpec;

/** What every process reads. */
export type ProcessConfig = ConfigOf<typeof PROCESS_SETTINGS>;
/** What a process with rooms reads. */
export type StorageConfig = ConfigOf<typeof STORAGE_SETTINGS>;
