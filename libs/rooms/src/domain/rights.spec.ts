import { ACCOUNTS, RIGHTS, rightOf, ROOMS, TABLES, VERBS } from '../index';
import type { AccountName } from '../index';

const accountsWith = (room: string, table: string, verb: string): AccountName[] =>
  ACCOUNTS.filter((account) =>
    RIGHTS.some(
      (r) => r.account === account && r.room === room && r.table === table && r.verbs.some((v) => v === verb),
    ),
  );

/** What tells whose customers somebody may see now: no name, and of clients which one recorded whom. */
const EVIDENCE: Readonly<Record<string, 'all' | readonly string[]>> = {
  assignments: ['partner', 'customer', 'starts_on', 'ends_on'],
  partners: ['id', 'recorded_by', 'contract_ends_on'],
  scope: 'all',
  customer_recorders: 'all',
};

/** What a claim on an installation changes: the claim, the months that it makes dirty, and why figures changed. */
const CLAIMED = ['installation_claims', 'dirty_months', 'corrections'];

describe('the table of rights', () => {
  it('gives nothing that is not written in it', () => {
    expect(rightOf('intake', 'personal', 'customers', 'SELECT')).toBeUndefined();
    expect(rightOf('intake', 'inbox', 'halves', 'SELECT')).toBeUndefined();
    expect(rightOf('gateway', 'access', 'release_entries', 'DELETE')).toBeUndefined();
    expect(rightOf('release', 'statistics', 'cells', 'SELECT')).toBeUndefined();
    expect(rightOf('usage-reader', 'usage', 'no_such_table', 'SELECT')).toBeUndefined();
  });

  it('tells all columns from some', () => {
    expect(rightOf('crossing', 'personal', 'data_keys', 'SELECT')).toBe('all');
    expect(rightOf('crossing', 'personal', 'customers', 'SELECT')).toEqual(['id', 'company_name']);
  });

  it('names tables that there are, and each account, room and table once', () => {
    const seen = RIGHTS.map((r) => `${r.account}/${r.room}/${r.table}`);
    expect(new Set(seen).size).toBe(seen.length);
    for (const { room, table } of RIGHTS) expect(TABLES[room] as readonly string[]).toContain(table);
  });

  it('lets no account both write usage facts and read the personal room §security', () => {
    for (const account of ACCOUNTS) {
      const own = RIGHTS.filter((r) => r.account === account);
      const writes = own.some(
        (r) =>
          r.room === 'usage' &&
          ['facts', 'month_states', 'installations', 'reports'].includes(r.table) &&
          r.verbs.some((v) => v === 'INSERT' || v === 'UPDATE'),
      );
      const reads = own.some((r) => r.room === 'personal' && r.verbs.includes('SELECT'));
      expect([account, writes && reads]).toEqual([account, false]);
    }
  });

  it('lets only the crossing and retention look into the inbox, and nobody change it', () => {
    expect(accountsWith('inbox', 'halves', 'SELECT')).toEqual(['crossing', 'retention-inbox']);
    expect(accountsWith('inbox', 'halves', 'UPDATE')).toEqual([]);
  });

  it('lets nobody change or delete the record of releases, and only the gateway add to it §security', () => {
    for (const table of ['release_entries', 'release_customers', 'release_heads']) {
      expect(accountsWith('access', table, 'INSERT')).toEqual(['gateway']);
      expect(accountsWith('access', table, 'UPDATE')).toEqual([]);
      expect(accountsWith('access', table, 'DELETE')).toEqual([]);
    }
  });

  it('lets customer-records destroy the key by which the record refers to a customer, and not read it', () => {
    expect(accountsWith('access', 'commitment_keys', 'DELETE')).toEqual(['customer-records']);
    expect(accountsWith('access', 'commitment_keys', 'UPDATE')).toEqual([]);
    expect(rightOf('customer-records', 'access', 'commitment_keys', 'SELECT')).toEqual(['customer']);
    expect(rightOf('customer-records', 'access', 'release_customers', 'SELECT')).toBeUndefined();
  });

  it('shows licence keys, contacts and addresses to customer-records, and addresses to the crossing that files them', () => {
    const readers = (table: string, column: string) =>
      ACCOUNTS.filter((account) => {
        const right = rightOf(account, 'personal', table, 'SELECT');
        return right === 'all' || right?.includes(column);
      });
    expect(readers('agreements', 'licence_key')).toEqual(['customer-records']);
    expect(readers('contacts', 'email')).toEqual(['customer-records']);
    expect(readers('sightings', 'address')).toEqual(['crossing', 'customer-records', 'retention-personal']);
    expect(readers('data_keys', 'wrapped')).toEqual(['crossing', 'customer-records']);
  });

  it('shows every door its evidence in the access room, and lets none of them change it', () => {
    for (const account of ['gateway', 'customer-records', 'usage-reader', 'aggregation'] as const) {
      for (const table of [
        'decision_stamp',
        'policy_versions',
        'revoked_tokens',
        'clients',
        'court_orders',
      ]) {
        expect(rightOf(account, 'access', table, 'SELECT')).toBeDefined();
        for (const verb of ['INSERT', 'UPDATE', 'DELETE'] as const)
          expect(rightOf(account, 'access', table, verb)).toBeUndefined();
      }
      expect(rightOf(account, 'access', 'court_orders', 'SELECT')).not.toContain('case_reference');
      expect(rightOf(account, 'access', 'clients', 'SELECT')).toEqual(['id', 'revoked_at']);
      expect(rightOf(account, 'access', 'issued_tokens', 'SELECT')).toBeUndefined();
    }
    expect(rightOf('intake', 'access', 'decision_stamp', 'SELECT')).toBeUndefined();
    expect(accountsWith('access', 'decision_stamp', 'UPDATE')).toEqual(['partner-access']);
    expect(accountsWith('access', 'decision_stamp', 'DELETE')).toEqual([]);
  });

  it('lets each subgraph of counts read its own room and its evidence, and nothing else §statistics §security', () => {
    for (const [account, room] of [
      ['usage-reader', 'usage'],
      ['aggregation', 'statistics'],
    ] as const) {
      for (const other of ROOMS.filter((name) => name !== 'access')) {
        for (const table of TABLES[other]) {
          for (const verb of VERBS) {
            // What a claim on an installation changes is written where claims are made.
            const isClaimed = account === 'usage-reader' && CLAIMED.includes(table) && verb !== 'DELETE';
            expect(rightOf(account, other, table, verb)).toEqual(
              other === room && (verb === 'SELECT' || isClaimed) ? 'all' : undefined,
            );
          }
        }
      }
    }
  });

  it('shows whose customers somebody may see to the doors that have rows of customers, and to no account that counts alone', () => {
    for (const [table, columns] of Object.entries(EVIDENCE)) {
      for (const account of ['gateway', 'usage-reader'] as const)
        expect(rightOf(account, 'access', table, 'SELECT')).toEqual(columns);
      expect(rightOf('customer-records', 'access', table, 'SELECT')).toBeDefined();
      expect(rightOf('aggregation', 'access', table, 'SELECT')).toBeUndefined();
    }
  });

  it('lets customer-records alone say who recorded a customer', () => {
    expect(accountsWith('access', 'customer_recorders', 'SELECT')).toEqual([
      'customer-records',
      'usage-reader',
      'partner-access',
      'gateway',
    ]);
    for (const verb of ['INSERT', 'UPDATE', 'DELETE'])
      expect(accountsWith('access', 'customer_recorders', verb)).toEqual(['customer-records']);
  });
});
