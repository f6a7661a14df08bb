import type { Audience, Purpose } from '@hearth/policy';
import { selectIn } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { ClientRecord } from '../domain/clients';

interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly audience: Audience;
  readonly purposes: string;
  readonly party: string | null;
  readonly customer: string | null;
  readonly revoked_at: number | string | null;
}

interface TokenRow {
  readonly client: string;
  readonly hint: string;
  readonly expires_at: number | string;
}

/** Clients by a condition on `clients c`, in order of id, with what is known of the last living token of each. */
export async function readClients(
  m: EntityManager,
  where: { readonly sql: string; readonly values: readonly unknown[] },
  at: number,
): Promise<ClientRecord[]> {
  const rows = await m.query<ClientRow[]>(
    `SELECT c.id, c.name, c.audience, c.purposes, c.party, c.customer, c.revoked_at FROM clients c WHERE ${where.sql}`,
    [...where.values],
  );
  const tokens = await selectIn<TokenRow>(
    m,
    `SELECT t.client, t.hint, t.expires_at FROM issued_tokens t
     WHERE t.expires_at > ? AND t.id NOT IN (SELECT id FROM revoked_tokens) AND t.client`,
    rows.map(({ id }) => id),
    'ORDER BY t.issued_at, t.id',
    { before: [at] },
  );
  const last = new Map(tokens.map((token) => [token.client, token]));
  return rows.map((row) => {
    const revokedAt = row.revoked_at === null ? null : Number(row.revoked_at);
    const token = revokedAt === null ? last.get(row.id) : undefined;
    return {
      id: row.id,
      name: row.name,
      audience: row.audience,
      purposes: JSON.parse(row.purposes) as Purpose[],
      party: row.party,
      customer: row.customer,
      revokedAt,
      tokenHint: token?.hint ?? null,
      expiresAt: token === undefined ? null : Number(token.expires_at),
    };
  });
}
