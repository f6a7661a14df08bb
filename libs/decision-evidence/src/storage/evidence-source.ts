import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import { AuthenticationError } from '@hearth/tokens';
import type { EntityManager } from 'typeorm';
import type { Evidence, EvidenceSource } from '../domain/evidence';
import { shareNextRead } from '../domain/next-read';
import { readPolicyDocument } from './policy-document';

/** One second: a door that cannot tell who is revoked by then lets nobody in, rather than keep everybody waiting. */
const READ_LIMIT_MS = 1_000;

/** What a source of evidence is made of. */
export interface EvidenceSourceOptions {
  /** The access room, as the account of the door. */
  readonly access: RoomDatabase;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** The versions that this software was published with: under these numbers they are taken as they are here. */
  readonly versions: readonly Policy[];
  /** Told why evidence could not be read; readers learn only that it could not. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * The evidence of one door, read for every request: one row says whether anything changed, and only then the rest is read.
 * Requests that come together share a read; none is answered by one that began before it came.
 *
 * `current` rejects with AuthenticationError EVIDENCE_UNAVAILABLE where the room does not answer within a second, where no
 * policy is in force yet, and where the one that is cannot be understood.
 */
export function createEvidenceSource(options: EvidenceSourceOptions): EvidenceSource {
  const { access, now, versions } = options;
  let known: Evidence | undefined;
  let begun = 0;
  let keptFrom = 0;

  const read = async (): Promise<Evidence> => {
    begun += 1;
    const turn = begun;
    const stamp = await access.read(readStamp);
    const held = known;
    if (held?.revision === stamp.revision) return held;
    // A policy keeps its identity as long as its version stays, since much is remembered by it.
    const policy =
      held?.policy.version === stamp.policyVersion
        ? held.policy
        : await access.read((m) => readPolicy(m, stamp.policyVersion, versions));
    const evidence = { revision: stamp.revision, policy, ...(await access.read((m) => readRevoked(m, now))) };
    // A read that was given up may end after a later one.
    if (turn > keptFrom) {
      keptFrom = turn;
      known = evidence;
    }
    return evidence;
  };

  const next = shareNextRead(read, READ_LIMIT_MS);
  return {
    current: async () => {
      try {
        return await next();
      } catch (error) {
        options.onError?.(error);
        throw new AuthenticationError(
          'EVIDENCE_UNAVAILABLE',
          'It cannot be told now who may read what, so nobody is let in. Try again.',
        );
      }
    },
  };
}

interface Stamp {
  readonly revision: number;
  readonly policyVersion: string;
}

async function readStamp(m: EntityManager): Promise<Stamp> {
  const [row] = await m.query<{ revision: number | string; policy_version: string | null }[]>(
    'SELECT revision, policy_version FROM decision_stamp WHERE id = 1',
  );
  if (row === undefined || row.policy_version === null) throw new Error('no policy is in force yet');
  return { revision: Number(row.revision), policyVersion: row.policy_version };
}

/**
 * The policy in force, for a part of the system that decides by it and lets nobody in. `access` is of an account that may read
 * the stamp and the versions.
 *
 * @throws Error where none is in force yet, or the one that is cannot be understood.
 */
export async function policyInForce(access: RoomDatabase, versions: readonly Policy[]): Promise<Policy> {
  const stamp = await access.read(readStamp);
  return access.read((m) => readPolicy(m, stamp.policyVersion, versions));
}

async function readPolicy(m: EntityManager, version: string, versions: readonly Policy[]): Promise<Policy> {
  const published = versions.find((policy) => policy.version === version);
  if (published !== undefined) return published;
  const [row] = await m.query<{ document: string }[]>(
    'SELECT document FROM policy_versions WHERE version = ?',
    [version],
  );
  if (row === undefined) throw new Error('the policy in force is not there');
  return readPolicyDocument(row.document);
}

interface OpenOrder {
  readonly persons: ReadonlySet<string>;
  readonly fromAt: number;
  readonly untilAt: number;
}

async function readRevoked(m: EntityManager, now: () => number): Promise<Pick<Evidence, 'isRevoked'>> {
  interface OrderRow {
    readonly id: string;
    readonly persons: string;
    readonly from_at: number | string;
    readonly until_at: number | string;
  }
  // What has expired is refused for its age, and need not be remembered.
  const tokens = await m.query<{ id: string }[]>('SELECT id FROM revoked_tokens WHERE until_at > ?', [now()]);
  const clients = await m.query<{ id: string }[]>('SELECT id FROM clients WHERE revoked_at IS NOT NULL');
  const orders = await m.query<OrderRow[]>(
    'SELECT id, persons, from_at, until_at FROM court_orders WHERE approved_at IS NOT NULL AND closed_at IS NULL',
  );
  const revokedTokens = new Set(tokens.map(({ id }) => id));
  const revokedClients = new Set(clients.map(({ id }) => id));
  const openOrders = new Map<string, OpenOrder>(
    orders.map((row) => [
      row.id,
      {
        persons: new Set(JSON.parse(row.persons) as string[]),
        fromAt: Number(row.from_at),
        untilAt: Number(row.until_at),
      },
    ]),
  );
  return {
    isRevoked: (tokenId, client, held) => {
      if (revokedTokens.has(tokenId) || revokedClients.has(client)) return true;
      if (held?.audience !== 'court-order') return false;
      const order = openOrders.get(held.party ?? '');
      if (order === undefined || !order.persons.has(client)) return true;
      const at = now();
      return at < order.fromAt || at >= order.untilAt;
    },
  };
}
