import type { Reader } from '@hearth/policy';
import { CURRENT_POLICY } from '@hearth/policy';
import { describeEachDialect } from '@hearth/test-databases';
import type { CustomerStore } from '../domain/customer-store';
import type { RecordsUnderTest } from '../testing/records-under-test';
import { openRecords, recording } from '../testing/records-under-test';
import { createCustomerStore } from './customer-store';

const reader = (change: Partial<Reader>): Reader => ({
  audience: 'compliance',
  purpose: 'compliance',
  purposes: [],
  client: 'test',
  ...change,
});
const VENDOR = reader({ audience: 'vendor-systems', purpose: 'record-keeping', client: 'crm' });
const COMMUNICATION = reader({ audience: 'communication', purpose: 'communication' });
const PARTNER = reader({ audience: 'partner', purpose: 'communication', party: 'par_1' });
const CLERK = reader({ audience: 'court-order', purpose: 'legal-order', party: 'ord_1' });

// The store is called as if there were no gateway and no subgraph: what it gives is all that those doors could leak.
describeEachDialect('the store, with no other door before it', (under) => {
  let records: RecordsUnderTest;
  let alder: string;
  let birch: string;
  const storeOf = (who: Reader): CustomerStore =>
    createCustomerStore({
      personal: records.personal,
      keys: records.keys,
      policy: CURRENT_POLICY,
      reader: who,
      now: () => records.clock.at,
    });
  const page = async (who: Reader, filter = {}, orderBy: 'ID' | 'INDUSTRY' | 'COMPANY_NAME' = 'ID') =>
    (await storeOf(who).customers({ filter, orderBy, limit: 50 })).map(({ record }) => record.id);

  beforeAll(async () => {
    records = await openRecords(under);
    alder = await records.recordCustomer({
      externalKey: '1',
      companyName: 'Alder',
      industry: '333',
      country: 'DK',
    });
    birch = await records.recordCustomer({
      externalKey: '2',
      companyName: 'Birch',
      industry: '524',
      country: 'US',
    });
    await records.recordAgreement(alder);
    await records.recordAgreement(birch, { licenceKey: 'KEY-0002-EFGH' });
    await records.ask(
      { audience: 'vendor-systems', purposes: ['record-keeping'], client: 'crm' },
      'mutation ($input: RecordContactInput!) { recordContact(input: $input) { id } }',
      { input: { customer: alder, externalKey: 'p', name: 'Ida', email: 'ida@alder.example', role: 'Lead' } },
    );
    await records.grant('par_1', alder);
    await records.grant('ord_1', birch, 'agreement.dates');
    await records.grant('ord_1', alder, 'company');
    await records.grant('pty_1/publication', alder, 'company');
  });
  afterAll(() => records.close());

  it('gives a consented party what was consented to for the purpose it states, and nothing for another §consent', async () => {
    const asked = async (purpose: 'publication' | 'analysis', party = 'pty_1') => {
      const store = storeOf(reader({ audience: 'consented-party', purpose, party }));
      const found = await store.customers({ filter: {}, orderBy: 'ID', limit: 5 });
      return JSON.stringify(found);
    };
    expect(await asked('publication')).toContain('Alder');
    expect(await asked('publication')).not.toContain('Birch');
    expect(await asked('analysis')).not.toContain('Alder');
    expect(await asked('publication', 'pty_2')).not.toContain('Alder');
  });

  it('refuses whoever the policy does not let know of customers §no-solicitation §no-sharing', async () => {
    for (const who of [
      reader({ audience: 'public', purpose: 'statistics' }),
      reader({ audience: 'product-management', purpose: 'statistics' }),
      reader({ audience: 'operations', purpose: 'operation' }),
      reader({ audience: 'installation', purpose: 'reporting' }),
      reader({ audience: 'partner', purpose: 'statistics', party: 'par_1' }),
      reader({ purpose: 'solicitation' }),
    ]) {
      const store = storeOf(who);
      await expect(store.customers({ filter: {}, orderBy: 'ID', limit: 5 })).rejects.toThrow('NOT_ALLOWED');
      await expect(store.customersById([alder])).rejects.toThrow('NOT_ALLOWED');
      await expect(store.contactsOf([alder], 5)).rejects.toThrow('NOT_ALLOWED');
      await expect(store.agreementsOf([alder])).rejects.toThrow('NOT_ALLOWED');
      await expect(store.addressesOf(['00'.repeat(16)])).rejects.toThrow('NOT_ALLOWED');
    }
  });

  it('does not name a refused column in its statements §departments', async () => {
    const { room, statements } = recording(records.personal);
    const store = createCustomerStore({
      personal: room,
      keys: records.keys,
      policy: CURRENT_POLICY,
      reader: COMMUNICATION,
      now: () => records.clock.at,
    });
    const [agreement] = (await store.agreementsOf([alder])).get(alder) ?? [];
    expect(agreement).toMatchObject({
      edition: 'enterprise',
      orderNumber: null,
      licenceKey: null,
      licenceKeyHint: null,
    });
    expect(statements.join()).toContain('t.edition');
    for (const column of ['order_number', 'licence_key', 'licence_hint', 'licence_hash']) {
      expect(statements.join()).not.toContain(column);
    }
    await expect(store.entitlementsOf([agreement?.id ?? ''])).rejects.toThrow('CATEGORY_NOT_ALLOWED');
  });

  it('gives a partner its own customers and no other, by list and by id §affiliates', async () => {
    expect(await page(PARTNER)).toEqual([alder]);
    expect([...(await storeOf(PARTNER).customersById([alder, birch, 'cus_none'])).keys()]).toEqual([alder]);
    expect((await storeOf(PARTNER).agreementsOf([birch])).get(birch)).toEqual([]);
    expect((await storeOf(PARTNER).contactsOf([birch], 9)).get(birch)).toEqual([]);
  });

  it('gives a partner without a party nothing', async () => {
    const { party: _, ...nobody } = PARTNER;
    expect(await page(nobody)).toEqual([]);
    expect((await storeOf(nobody).agreementsOf([alder])).get(alder)).toEqual([]);
  });

  it('ends a grant at its instant', async () => {
    const until = records.clock.at + 1000;
    await records.grant('par_9', birch, '*', until);
    const briefly = { ...PARTNER, party: 'par_9' };
    expect(await page(briefly)).toEqual([birch]);
    records.clock.at = until;
    expect(await page(briefly)).toEqual([]);
  });

  it('withholds from a named grant the columns outside it, row by row §legal-order', async () => {
    const found = await storeOf(CLERK).customersById([alder, birch]);
    expect(found.get(alder)).toMatchObject({ companyName: 'Alder', industry: '333' });
    expect(found.get(birch)).toMatchObject({ companyName: null, industry: null, country: null });
    expect(found.get(birch)?.grants).toEqual(new Set(['agreement.dates']));
    expect(await storeOf(CLERK).agreementsOf([alder, birch])).toEqual(
      new Map([
        [alder, []],
        [birch, []],
      ]),
    );
  });

  it('lets no filter and no order tell what a named grant withholds §legal-order', async () => {
    expect(await page(CLERK, { industry: '333' })).toEqual([alder]);
    expect(await page(CLERK, { industry: '524' })).toEqual([]);
    expect(await page(CLERK, { companyName: 'Birch' })).toEqual([]);
    // Nulls sort first: what is withheld sorts as if it were empty.
    expect(await page(CLERK, {}, 'INDUSTRY')).toEqual([birch, alder]);
    expect(await page(CLERK, {}, 'COMPANY_NAME')).toEqual([birch, alder]);
  });

  it('gives a customer itself and nothing of another §no-sharing §knowledge', async () => {
    const self = reader({ audience: 'customer', purpose: 'self-access', customer: birch });
    expect(await page(self)).toEqual([birch]);
    expect((await storeOf(self).self())?.companyName).toBe('Birch');
    expect((await storeOf(self).agreementsOf([alder, birch])).get(birch)?.[0]?.licenceKey).toBe(
      'KEY-0002-EFGH',
    );
    expect((await storeOf(self).agreementsOf([alder])).get(alder)).toEqual([]);
    expect(await storeOf(COMMUNICATION).self()).toBeUndefined();
  });

  it('gives a system of the vendor what it recorded itself, and nothing of another system', async () => {
    expect((await page(VENDOR)).sort()).toEqual([alder, birch].sort());
    expect(await page({ ...VENDOR, client: 'erp' })).toEqual([]);
  });

  it('gives no bytes of a personal column in the clear §security', async () => {
    const rows = await records.personal.read(async (m) => [
      await m.query('SELECT * FROM customers'),
      await m.query('SELECT * FROM contacts'),
      await m.query('SELECT * FROM agreements'),
    ]);
    const bytes = JSON.stringify(rows, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)
        ? Buffer.from(value.data as number[]).toString('latin1')
        : value,
    );
    for (const secret of ['Alder', 'Ida', 'alder.example', 'Lead', 'SO-1001', 'KEY-0001', 'ABCD']) {
      expect(bytes).not.toContain(secret);
    }
  });
});
