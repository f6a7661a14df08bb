import { ACCOUNTS, RIGHTS, rightOf, ROOMS, TABLES, VERBS } from '../index';
import type { AccountName } from '../index';

const accountsWith = (room: string, table: string, verb: string): AccountName[] =>
  ACCOUNTS.filter((account) =>
    RIGHTS.some(
      (r) => r.account === account && r.room === room && r.table === table && r.verbs.some((v) => v === verb),
    ),
  );

describe('the table of rights', () => {
  it('gives nothing that is not written in it', () => {
    expect(rightOf('intake', 'personal', 'customers', 'SELECT')).toBeUndefined();
    expect(rightOf('intake', 'inbox', 'halves', 'SELECT')).toBeUndefined();
    expect(rightOf('gateway', 'access', 'release_records', 'DELETE')).toBeUndefined();
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
    expect(accountsWith('access', 'release_records', 'INSERT')).toEqual(['gateway']);
    expect(accountsWith('access', 'release_records', 'UPDATE')).toEqual([]);
    expect(accountsWith('access', 'release_records', 'DELETE')).toEqual([]);
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

  it('lets each subgraph of counts read its own room and no other §statistics §security', () => {
    for (const [account, room] of [
      ['usage-reader', 'usage'],
      ['aggregation', 'statistics'],
    ] as const) {
      for (const other of ROOMS) {
        for (const table of TABLES[other]) {
          for (const verb of VERBS) {
            expect(rightOf(account, other, table, verb)).toBe(
              other === room && verb === 'SELECT' ? 'all' : undefined,
            );
          }
        }
      }
    }
  });
});
