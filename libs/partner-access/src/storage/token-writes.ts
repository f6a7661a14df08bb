import { insertRows, isUniqueViolation, selectIn, upsertRows } from '@hearth/storage';
import type { IssuedToken, Issuer, TokenRequest } from '@hearth/tokens';
import { LIFETIME_MAX_SECONDS, TokenError } from '@hearth/tokens';
import type { EntityManager } from 'typeorm';
import type { ClientRecord, ClientStore } from '../domain/clients';
import { PartnerFault } from '../domain/faults';
import { clientNotFound, narrowToken } from '../domain/narrow-token';
import type { ClientStoreOptions } from './client-parts';
import { readClients } from './client-rows';
import { demandAction } from './demand';
import { holdStamp, moveStamp } from './stamp';

/** What a token ends with, by which its holder knows it again: 24 of the 512 bits of its signature. */
const HINT_CHARACTERS = 4;
const TOKEN_ID = /^tok_[A-Za-z0-9_-]{22}$/;

/** Issues tokens and withdraws them. What is kept of a token is its id, its holder and its last characters. */
export function createTokenWrites(
  options: ClientStoreOptions,
): Pick<ClientStore, 'issueToken' | 'revokeToken'> {
  const { access, policy, reader, issuer, now } = options;
  return {
    issueToken: async (input) => {
      demandAction(policy, reader, 'token.issue');
      const id = input.client;
      const client = id === null ? null : await access.read((m) => liveClient(m, id, now()));
      const request = narrowToken(reader, input, client, now());
      const issued = await signed(issuer, request);
      // Only what is written down leaves: from here on, to revoke the caller or the client is to revoke this one too.
      await access.write(async (m) => {
        await holdStamp(m);
        await demandCallerLives(m, reader.tokenId);
        if (client !== null) await liveClient(m, client.id, now());
        if (request.audience === 'court-order') await demandNamed(m, request, now());
        await insertRows(m, 'issued_tokens', COLUMNS, [
          [
            issued.id,
            request.client,
            request.audience,
            JSON.stringify(request.purposes),
            request.party ?? null,
            reader.tokenId ?? null,
            reader.client,
            now(),
            issued.expiresAt,
            issued.token.slice(-HINT_CHARACTERS),
          ],
        ]);
      });
      return issued;
    },

    revokeToken: async (id) => {
      demandAction(policy, reader, 'token.revoke');
      if (!TOKEN_ID.test(id))
        throw new PartnerFault('BAD_INPUT', 'id', 'the id of a token, tok_ and 22 characters');
      const write = () =>
        access.write(async (m) => {
          await moveStamp(m);
          const at = now();
          const family = await withDescendants(m, id);
          // Of a token that was signed elsewhere only the longest life is known.
          const longest = at + LIFETIME_MAX_SECONDS * 1_000;
          const rows = [...family].map(([one, expiresAt]) => [one, expiresAt ?? longest]);
          await upsertRows(m, 'revoked_tokens', ['id', 'until_at'], rows.sort(byId), {
            key: ['id'],
            update: { until_at: 'max' },
          });
          return rows.length;
        });
      return write().catch((error: unknown) => {
        if (isUniqueViolation(error)) return write();
        throw error;
      });
    },
  };
}

const COLUMNS = [
  'id',
  'client',
  'audience',
  'purposes',
  'party',
  'parent',
  'issued_by',
  'issued_at',
  'expires_at',
  'hint',
] as const;

function byId(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one[0]) < String(other[0]) ? -1 : 1;
}

async function signed(issuer: Issuer, request: TokenRequest): Promise<IssuedToken> {
  try {
    return await issuer.issue(request);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const [field = 'input', ...rest] = error.message.split(': ');
    throw new PartnerFault('BAD_INPUT', field, rest.join(': '));
  }
}

async function liveClient(m: EntityManager, id: string, at: number): Promise<ClientRecord> {
  const [client] = await readClients(m, { sql: 'c.id = ? AND c.revoked_at IS NULL', values: [id] }, at);
  if (client === undefined) throw clientNotFound();
  return client;
}

async function demandCallerLives(m: EntityManager, tokenId: string | undefined): Promise<void> {
  const revoked = await m.query<unknown[]>('SELECT id FROM revoked_tokens WHERE id = ?', [tokenId ?? '']);
  if (revoked.length > 0) throw new PartnerFault('BAD_INPUT', 'authorization', 'a token that is not revoked');
}

async function demandNamed(m: EntityManager, request: TokenRequest, at: number): Promise<void> {
  const [order] = await m.query<{ persons: string }[]>(
    'SELECT persons FROM court_orders WHERE id = ? AND approved_at IS NOT NULL AND closed_at IS NULL AND until_at > ?',
    [request.party ?? '', at],
  );
  const persons = order === undefined ? [] : (JSON.parse(order.persons) as string[]);
  if (!persons.includes(request.client)) {
    throw new PartnerFault('BAD_INPUT', 'party', 'an approved court order that names the client');
  }
}

/** A token with all that were issued by it, and by those, each with its end where that is known. */
async function withDescendants(m: EntityManager, id: string): Promise<Map<string, number | undefined>> {
  interface Row {
    readonly id: string;
    readonly expires_at: number | string;
  }
  const own = await m.query<Row[]>('SELECT id, expires_at FROM issued_tokens WHERE id = ?', [id]);
  const family = new Map<string, number | undefined>([[id, own[0] && Number(own[0].expires_at)]]);
  let newest: readonly string[] = [id];
  while (newest.length > 0) {
    const children = await selectIn<Row>(m, 'SELECT id, expires_at FROM issued_tokens WHERE parent', newest);
    const fresh = children.filter((child) => !family.has(child.id));
    for (const child of fresh) family.set(child.id, Number(child.expires_at));
    newest = fresh.map((child) => child.id);
  }
  return family;
}
