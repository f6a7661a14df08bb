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
    expect(rightOf('gateway', 'access', 'release_entries', 'DELETE')).toBeUndefined();
    expect(rightOf('release', 'statistics', 'cells', 'SELECT')).toBeUndefined();
    expect(rightOf('usage-reader', 'usage', 'no_such_table', 'SELECT')).toBeUndefined();
  });

  it('tells all columns from some', () => {
    expect(rightOf('crossing', 'personal', 'data_keys', 'SELECT')).toBe('all');
    expect(rightOf('crossing', 'personal', 'customers', 'SELECT')).toEqual(['id', 'company_name']);
  });

  it('names tables that there are, and each verb of an account on a table once', () => {
    const seen = RIGHTS.flatMap((r) => r.verbs.map((verb) => `${r.account}/${r.room}/${r.table}/${verb}`));
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
    expect(accountsWith('inbox', 'halves', 'SELECT')).toEqual(['intake', 'crossing', 'retention-inbox']);
    // The intake may know how much is held, and of no half what it is or whose.
    expect(rightOf('intake', 'inbox', 'halves', 'SELECT')).toEqual(['kind', 'bytes']);
    expect(accountsWith('inbox', 'halves', 'UPDATE')).toEqual([]);
  });

  it('lets nobody change the record of releases, only the gateway add to it, and only retention delete §security', () => {
    for (const table of ['release_entries', 'release_customers', 'release_heads']) {
      expect(accountsWith('access', table, 'INSERT')).toEqual(['gateway']);
      expect(accountsWith('access', table, 'UPDATE')).toEqual([]);
      expect(accountsWith('access', table, 'DELETE')).toEqual(['retention-access']);
    }
  });

  it('shows retention when rows expire, and nothing that identifies anybody or tells what was read §security', () => {
    const seen = RIGHTS.filter(
      ({ account, verbs }) => account.startsWith('retention-') && verbs.includes('SELECT'),
    );
    const whole = seen.filter(({ columns }) => columns === undefined).map(({ table }) => table);
    // Counters under a pseudonym that it keeps itself, and what every reader may know of the policy.
    expect(whole).toEqual(['counter_bases', 'decision_stamp', 'policy_versions']);
    for (const { room, columns = [] } of seen) {
      const told = columns.filter((column) => !/(_at|_on|_until|_received|_seen|^at)$/.test(column));
      const allowed = {
        inbox: [],
        personal: ['party'],
        usage: ['installation', 'id', 'day', 'month', 'product', 'subject', 'counters_since', 'counters'],
        statistics: [],
        access: ['partner', 'id', 'party', 'writer', 'idx', 'size'],
      }[room] as readonly string[];
      expect(told.filter((column) => !allowed.includes(column))).toEqual([]);
    }
  });

  it('lets retention add and change nothing but its own marks, and gives it no right on what is kept', () => {
    const writes = RIGHTS.filter(
      ({ account, verbs }) =>
        account.startsWith('retention-') && verbs.some((verb) => verb === 'INSERT' || verb === 'UPDATE'),
    );
    expect(writes.map(({ table, columns }) => [table, columns])).toEqual([
      ['counter_bases', undefined],
      ['dirty_months', ['closed_at']],
    ]);
    expect(RIGHTS.filter(({ account }) => account === 'retention-statistics')).toEqual([]);
    for (const { account, room } of RIGHTS.filter((r) => r.account.startsWith('retention-')))
      expect(account).toBe(`retention-${room}`);
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
    expect(readers('sightings', 'address')).toEqual(['crossing', 'customer-records']);
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
