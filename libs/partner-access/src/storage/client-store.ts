import { newId } from '@hearth/keys';
import type { Policy, Reader } from '@hearth/policy';
import { selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { checkClient } from '../domain/check-client';
import { customersNotFound } from '../domain/check-input';
import { CLIENTS_PER_PARTY_MAX } from '../domain/clients';
import type { ClientInput, ClientRecord, ClientStore } from '../domain/clients';
import { PartnerFault } from '../domain/faults';
import { clientNotFound } from '../domain/narrow-token';
import type { ClientStoreOptions } from './client-parts';
import { readClients } from './client-rows';
import { demandAction, demandCategory } from './demand';
import type { RowFilter } from './row-filter';
import { moveStamp } from './stamp';
import { createTokenWrites } from './token-writes';

/** The store of clients and their tokens, for one reader. */
export function createClientStore(options: ClientStoreOptions): ClientStore {
  const { access, personal, policy, reader, now } = options;
  return {
    ...createTokenWrites(options),

    clientsOf: async (partners) => {
      const filter = clientFilter(policy, reader);
      const found = new Map<string, ClientRecord[]>(partners.map((id) => [id, []]));
      if (!filter || partners.length === 0) return found;
      const list = partners.map(() => '?').join(', ');
      const where = {
        sql: `${filter.sql} AND c.revoked_at IS NULL AND c.audience = 'partner' AND c.party IN (${list}) ORDER BY c.id`,
        values: [...filter.values, ...partners],
      };
      for (const client of await access.read((m) => readClients(m, where, now()))) {
        found.get(client.party ?? '')?.push(client);
      }
      return found;
    },

    clients: async (limit, afterId) => {
      const filter = clientFilter(policy, reader);
      if (!filter) return [];
      const where = {
        sql: `${filter.sql} AND c.id > ? ORDER BY c.id LIMIT ?`,
        values: [...filter.values, afterId ?? '', limit],
      };
      return access.read((m) => readClients(m, where, now()));
    },

    registerClient: async (input) => {
      demandAction(policy, reader, 'client.register');
      const client = checkClient(input, policy);
      if (client.customer !== null) await demandCustomer(personal, client.customer);
      const id = newId('cli');
      return access.write(async (m) => {
        await demandParty(m, client);
        await m.query(
          `INSERT INTO clients (id, name, audience, purposes, party, customer, registered_by, registered_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            id,
            client.name,
            client.audience,
            JSON.stringify(client.purposes),
            client.party,
            client.customer,
            reader.client,
            now(),
          ],
        );
        return { ...client, id, revokedAt: null, tokenHint: null, expiresAt: null };
      });
    },

    revokeClient: async (id) => {
      demandAction(policy, reader, 'client.revoke');
      return access.write(async (m) => {
        await moveStamp(m);
        const [client] = await readClients(
          m,
          { sql: 'c.id = ? AND c.revoked_at IS NULL', values: [id] },
          now(),
        );
        if (client === undefined) throw clientNotFound();
        const at = now();
        await m.query('UPDATE clients SET revoked_at = ? WHERE id = ?', [at, id]);
        return { ...client, revokedAt: at, tokenHint: null, expiresAt: null };
      });
    },
  };
}

/** The clients (c) that a reader may see. Clients are no customer's rows, so a rule without rows opens them all. */
function clientFilter(policy: Policy, reader: Reader): RowFilter | undefined {
  switch (demandCategory(policy, reader, 'access.client')) {
    case 'all':
    case 'none':
      return { sql: '1 = 1', values: [] };
    case 'scoped':
      if (reader.audience !== 'partner' || reader.party === undefined) return undefined;
      return { sql: "c.audience = 'partner' AND c.party = ?", values: [reader.party] };
    case 'self':
    case 'own-records':
      return undefined;
  }
}

async function demandCustomer(personal: RoomDatabase, customer: string): Promise<void> {
  const found = await personal.read((m) =>
    selectIn<{ id: string }>(m, 'SELECT id FROM customers WHERE id', [customer]),
  );
  if (found.length === 0) throw customersNotFound();
}

async function demandParty(m: EntityManager, client: ClientInput): Promise<void> {
  if (client.party === null) return;
  if (client.audience === 'partner') {
    const found = await m.query<unknown[]>('SELECT id FROM partners WHERE id = ?', [client.party]);
    if (found.length === 0) throw new PartnerFault('NOT_FOUND', 'party', 'no partner that is registered');
  }
  const own = await m.query<unknown[]>(
    'SELECT id FROM clients WHERE party = ? AND revoked_at IS NULL LIMIT ?',
    [client.party, CLIENTS_PER_PARTY_MAX],
  );
  if (own.length >= CLIENTS_PER_PARTY_MAX) {
    throw new PartnerFault(
      'BAD_INPUT',
      'party',
      `at most ${String(CLIENTS_PER_PARTY_MAX)} clients; revoke one first`,
    );
  }
}
