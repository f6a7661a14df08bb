import type { Audience, Category, ClauseId, Purpose } from '@hearth/policy';

/** What one response released of one type of the graph. */
export interface ReleasedType {
  /** The GraphQL type whose objects carried it, such as `Contact`. */
  readonly type: string;
  /** The protected categories that had a value, sorted. */
  readonly categories: readonly Category[];
  /** The clauses under which they were released, sorted. */
  readonly clauses: readonly ClauseId[];
  /** Ids of the customers whom the objects belong to, sorted, each once. They are stored as commitments only. */
  readonly customers: readonly string[];
  /** Objects that carried one of the categories. */
  readonly rows: number;
}

/** What the record says of one response that carried personal or company-specific data. */
export interface Release {
  /** When it left, UTC milliseconds. */
  readonly at: number;
  /** The client that read, as its token names it. */
  readonly reader: string;
  readonly audience: Audience;
  readonly purpose: Purpose;
  /** The partner, party, order or case that the token names, or null. */
  readonly party: string | null;
  /** The token's id, or null for one who has none. */
  readonly token: string | null;
  readonly policyVersion: string;
  /** SHA-256 of the operation as a shape, 32 bytes. */
  readonly operationHash: Buffer;
  /** One for each type that carried something; never empty. */
  readonly types: readonly ReleasedType[];
}
