/** The keys that are 32 secret bytes. */
export type SecretKeyName =
  | 'licence-lookup'
  | 'identity-digest'
  | 'report-digest'
  | 'pseudonym'
  | 'customer-master'
  | 'name-index'
  | 'cursor'
  | 'gateway-credential'
  | 'crossing-credential'
  | 'replay-credential'
  | 'commitment-master';

/** The keys that are one half of a pair. */
export type PairKeyName =
  | 'inbox-public'
  | 'inbox-private'
  | 'token-signing'
  | 'token-verifying'
  | 'release-signing'
  | 'release-verifying';

/** Every key of the platform by name. */
export type KeyName = SecretKeyName | PairKeyName;

/** The processes and doors that hold keys. */
export type KeyHolder =
  | 'intake'
  | 'crossing'
  | 'customer-records'
  | 'ingestion'
  | 'aggregation'
  | 'partner-access'
  | 'gateway'
  | 'issuer';

/** One line of docs/keys.md. */
export interface KeyEntry {
  readonly name: KeyName;
  readonly purpose: string;
  readonly algorithm: string;
  readonly holders: readonly KeyHolder[];
  /** The file's name inside the key folder. */
  readonly file: string;
  readonly rotation: string;
}

const GRAPH_DOORS = ['customer-records', 'ingestion', 'aggregation', 'partner-access', 'gateway'] as const;

/** Every key: what it is for, who holds it, where it lies, how it is changed. docs/keys.md is generated from it. */
export const KEY_TABLE: readonly KeyEntry[] = [
  {
    name: 'inbox-public',
    purpose: 'Seals the identifying half of a report, and reports held whole, for the crossing alone.',
    algorithm: 'X25519, HKDF-SHA-256, AES-256-GCM',
    holders: ['intake'],
    file: 'inbox-public.key',
    rotation:
      'Make a new pair, give intake the public half; keep the old private half until the inbox is empty.',
  },
  {
    name: 'inbox-private',
    purpose: 'Opens what lies in the inbox.',
    algorithm: 'X25519, HKDF-SHA-256, AES-256-GCM',
    holders: ['crossing'],
    file: 'inbox-private.key',
    rotation: 'With inbox-public.',
  },
  {
    name: 'licence-lookup',
    purpose: 'Finds the agreement of a licence key without the key being stored in the usage room.',
    algorithm: 'HMAC-SHA-256, domain hearth/licence-lookup/v1',
    holders: ['intake', 'customer-records', 'crossing'],
    file: 'licence-lookup.key',
    rotation:
      'Recompute usage.subjects and personal.agreements from the agreements under the new key, with intake stopped.',
  },
  {
    name: 'identity-digest',
    purpose: 'Tells whether an identifying half differs from the last one of its installation.',
    algorithm: 'HMAC-SHA-256, truncated to 16 bytes, domain hearth/identity-digest/v1',
    holders: ['intake'],
    file: 'identity-digest.key',
    rotation: 'At will: each installation files one sighting more.',
  },
  {
    name: 'report-digest',
    purpose: 'Tells a report sent twice from two reports that claim one id.',
    algorithm: 'HMAC-SHA-256, truncated to 16 bytes, domain hearth/report-digest/v1',
    holders: ['intake'],
    file: 'report-digest.key',
    rotation:
      'At will, outside the time in which clients retry: a repeat across the change reads as an id conflict.',
  },
  {
    name: 'pseudonym',
    purpose: 'Makes the pseudonym under which the usage room knows a customer.',
    algorithm: 'HMAC-SHA-256, truncated to 16 bytes, domain hearth/pseudonym/v1',
    holders: ['customer-records', 'ingestion'],
    file: 'pseudonym.key',
    rotation: 'Rewrite the subject columns of the usage room in one maintenance window.',
  },
  {
    name: 'customer-master',
    purpose: 'Wraps the data key of each customer, under which its personal columns are encrypted.',
    algorithm: 'AES-256-GCM, random nonce',
    holders: ['customer-records', 'crossing'],
    file: 'customer-master.key',
    rotation: 'Wrap every row of personal.data_keys anew; the columns themselves stay.',
  },
  {
    name: 'name-index',
    purpose: 'Finds a customer by its whole company name without the name being stored in the clear.',
    algorithm: 'HMAC-SHA-256, domain hearth/name-index/v1',
    holders: ['customer-records'],
    file: 'name-index.key',
    rotation: 'Recompute personal.customers.name_index from the decrypted names.',
  },
  {
    name: 'token-signing',
    purpose:
      'Signs access tokens: those of the command line, and those that clients are issued through the graph.',
    algorithm: 'Ed25519 (EdDSA)',
    holders: ['issuer', 'partner-access'],
    file: 'token-signing.key',
    rotation: 'Make a new pair and restart the doors; tokens live a day at most.',
  },
  {
    name: 'token-verifying',
    purpose: 'Verifies access tokens at every door.',
    algorithm: 'Ed25519 (EdDSA)',
    holders: [...GRAPH_DOORS],
    file: 'token-verifying.key',
    rotation: 'With token-signing.',
  },
  {
    name: 'cursor',
    purpose: 'Seals page cursors to their list, filter and reader.',
    algorithm: 'AES-256-GCM under a key derived per cursor by HMAC-SHA-256',
    holders: [...GRAPH_DOORS],
    file: 'cursor.key',
    rotation: 'At will: cursors given out before are BAD_CURSOR.',
  },
  {
    name: 'gateway-credential',
    purpose: 'Shows a subgraph on a port of its own that the gateway is asking.',
    algorithm: '32 random bytes, compared in constant time',
    holders: [...GRAPH_DOORS],
    file: 'gateway-credential.key',
    rotation: 'Give all graph processes the new file and restart them together.',
  },
  {
    name: 'crossing-credential',
    purpose: 'Shows the intake’s internal port that the crossing is handing back a held report.',
    algorithm: '32 random bytes, compared in constant time',
    holders: ['intake', 'crossing'],
    file: 'crossing-credential.key',
    rotation: 'Give both processes the new file and restart them together.',
  },
  {
    name: 'replay-credential',
    purpose: 'Shows the crossing that the ingestion subgraph asks for failed reports to be tried again.',
    algorithm: '32 random bytes, compared in constant time',
    holders: ['ingestion', 'crossing'],
    file: 'replay-credential.key',
    rotation: 'Give both processes the new file and restart them together.',
  },
  {
    name: 'release-signing',
    purpose: 'Signs the heads of the record of releases.',
    algorithm: 'Ed25519',
    holders: ['gateway'],
    file: 'release-signing.key',
    rotation:
      'Make a new pair and restart the gateways; keep the old public half: heads signed before are verified with it.',
  },
  {
    name: 'release-verifying',
    purpose:
      'Verifies the heads of the record of releases. It is no secret: give it to whoever verifies an export.',
    algorithm: 'Ed25519',
    holders: ['partner-access'],
    file: 'release-verifying.key',
    rotation: 'With release-signing.',
  },
  {
    name: 'commitment-master',
    purpose:
      'Wraps the commitment key of each customer, under which the record of releases refers to it and by which its entries are found.',
    algorithm: 'AES-256-GCM, random nonce; commitments: HMAC-SHA-256, domain hearth/release-commitment/v1',
    holders: ['gateway', 'partner-access'],
    file: 'commitment-master.key',
    rotation: 'Wrap every row of access.commitment_keys anew; the commitments themselves stay.',
  },
];
