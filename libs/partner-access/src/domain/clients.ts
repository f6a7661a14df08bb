import type { Audience, Purpose } from '@hearth/policy';

/** A program that holds tokens, as it was registered. Times are UTC milliseconds. */
export interface ClientRecord {
  readonly id: string;
  readonly name: string;
  readonly audience: Audience;
  readonly purposes: readonly Purpose[];
  readonly party: string | null;
  readonly customer: string | null;
  readonly revokedAt: number | null;
  /** Of the token that was issued to it last and still lives: its last four characters, and when it ends. */
  readonly tokenHint: string | null;
  readonly expiresAt: number | null;
}

/** What a client is registered as. */
export interface ClientInput {
  readonly name: string;
  readonly audience: Audience;
  readonly purposes: readonly Purpose[];
  /** The partner or consented party that it belongs to. */
  readonly party: string | null;
  /** The customer that it belongs to, for the audience customer. */
  readonly customer: string | null;
}

/** What a token is asked for. */
export interface TokenInput {
  /** A registered client; the caller itself where absent. */
  readonly client: string | null;
  readonly purposes: readonly Purpose[];
  /** The court order, for a client of that audience; otherwise what the client or the caller has anyway. */
  readonly party: string | null;
  readonly lifetimeSeconds: number | null;
}

/** A new token. It is kept nowhere. */
export interface TokenRecord {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: number;
}

/** Clients of one party that are not revoked. */
export const CLIENTS_PER_PARTY_MAX = 100;

/** The third door of clients and their tokens, for one reader. */
export interface ClientStore {
  /** The clients of each partner that the reader may see, without those that are revoked. */
  clientsOf(partners: readonly string[]): Promise<ReadonlyMap<string, readonly ClientRecord[]>>;
  /** Up to `limit` clients in order of id, behind `afterId`. */
  clients(limit: number, afterId?: string): Promise<readonly ClientRecord[]>;
  registerClient(input: ClientInput): Promise<ClientRecord>;
  /** Ends a client and every token it holds. Throws PartnerFault NOT_FOUND. */
  revokeClient(id: string): Promise<ClientRecord>;
  /** Throws PartnerFault BAD_INPUT or NOT_FOUND. */
  issueToken(input: TokenInput): Promise<TokenRecord>;
  /** Ends a token and those that were issued with it; gives their number. */
  revokeToken(id: string): Promise<number>;
}
