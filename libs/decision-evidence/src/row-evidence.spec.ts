import type { Audience, Purpose, Reader, RowScope } from '@hearth/policy';
import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { createRowEvidence } from './index';
import type { RowEvidence } from './index';

const NOON = Date.parse('2026-05-10T12:00:00Z');
const ALL = ['cus_a', 'cus_b', 'cus_c', 'cus_d', 'cus_e'];
const reader = (audience: Audience, purpose: Purpose, party?: string): Reader => ({
  audience,
  purpose,
  purposes: [purpose],
  client: 'a-test',
  ...(party === undefined ? {} : { party }),
});
const partner = (party: string) => reader('partner', 'compliance', party);

describeEachDialect('the evidence of whose rows a reader’s are', ({ openRooms }) => {
  let rooms: TestRooms;
  let evidence: RowEvidence;
  const clock = { now: NOON };
  beforeAll(async () => {
    rooms = await openRooms();
    const recorders = await rooms.open('access', 'customer-records');
    await recorders.write((m) =>
      m.query(
        "INSERT INTO customer_recorders (customer, recorded_by) VALUES ('cus_a', 'crm'), ('cus_b', 'crm'), ('cus_c', 'a-test')",
      ),
    );
    const access = await rooms.open('access', 'partner-access');
    await access.write(async (m) => {
      for (const [id, until] of [
        ['par_1', null],
        ['par_2', '2026-05-09'],
        ['par_3', '2026-05-10'],
      ]) {
        await m.query(
          'INSERT INTO partners (id, external_key, recorded_by, name, contract_ends_on) VALUES (?, ?, ?, ?, ?)',
          [id, `key-${id}`, 'crm', `Partner ${id}`, until],
        );
      }
      for (const [who, customer, role, from, until] of [
        ['par_1', 'cus_a', 'SELLS', '2026-01-01', null],
        ['par_1', 'cus_a', 'SUPPORTS', '2026-01-01', '2026-02-01'],
        ['par_1', 'cus_b', 'SELLS', '2026-01-01', '2026-05-10'],
        ['par_1', 'cus_c', 'SELLS', '2026-01-01', '2026-05-09'],
        ['par_1', 'cus_d', 'SELLS', '2026-05-11', null],
        ['par_2', 'cus_e', 'SELLS', '2026-01-01', null],
        ['par_3', 'cus_e', 'SELLS', '2026-01-01', null],
      ]) {
        await m.query(
          'INSERT INTO assignments (partner, customer, role, recorded_by, starts_on, ends_on, revision) VALUES (?, ?, ?, ?, ?, ?, 1)',
          [who, customer, role, 'crm', from, until],
        );
      }
      for (const [party, customer, category, until] of [
        ['req_1', 'cus_a', '*', null],
        ['req_1', 'cus_b', 'company.name', null],
        ['req_1', 'cus_b', 'user', NOON + 1],
        ['req_1', 'cus_c', '*', NOON],
        ['ord_1', 'cus_a', 'user', null],
        ['ord_1', 'cus_e', 'access', null],
        ['ord_2', 'cus_a', 'access.partner', NOON],
        ['pty_1/publication', 'cus_a', 'company', null],
        ['pty_1/analysis', 'cus_b', 'company', null],
      ]) {
        await m.query(
          'INSERT INTO scope (party, customer, category, until_at, version) VALUES (?, ?, ?, ?, 1)',
          [party, customer, category, until],
        );
      }
    });
    evidence = createRowEvidence({ access: await rooms.open('access', 'gateway'), now: () => clock.now });
  });
  afterEach(() => {
    clock.now = NOON;
  });
  afterAll(() => rooms.close());

  const held = async (who: Reader, customers: readonly string[] = ALL) =>
    Object.fromEntries(await evidence.grantsOn(who, customers));

  it('is for a partner what is assigned to it now, within both terms §affiliates', async () => {
    expect(await held(partner('par_1'))).toEqual({ cus_a: '*', cus_b: '*' });
    expect(await held(partner('par_2'))).toEqual({});
    expect(await held(partner('par_3'))).toEqual({ cus_e: '*' });
    expect(await held(partner('par_none'))).toEqual({});
  });

  it('ends with the last day of the term, and begins with its first, in UTC', async () => {
    clock.now = Date.parse('2026-05-10T23:59:59.999Z');
    expect(await held(partner('par_1'))).toHaveProperty('cus_b');
    clock.now += 1;
    expect(await held(partner('par_1'))).toEqual({ cus_a: '*', cus_d: '*' });
    expect(await held(partner('par_3'))).toEqual({});
  });

  it('is for a case the categories of its scopes, until they end', async () => {
    const office = reader('privacy-office', 'privacy-administration', 'req_1');
    expect(await held(office)).toEqual({
      cus_a: '*',
      cus_b: expect.arrayContaining(['company.name', 'user']),
    });
    clock.now += 1;
    expect(await held(office)).toEqual({ cus_a: '*', cus_b: ['company.name'] });
  });

  it('is for a party with consent what was consented to for the purpose it states, and no other §consent', async () => {
    expect(await held(reader('consented-party', 'publication', 'pty_1'))).toEqual({ cus_a: ['company'] });
    expect(await held(reader('consented-party', 'analysis', 'pty_1'))).toEqual({ cus_b: ['company'] });
  });

  it('is nothing for a partner by way of scopes, for others by way of assignments, and for nobody’s party', async () => {
    expect(await held(partner('req_1'))).toEqual({});
    expect(await held(reader('court-order', 'legal-order', 'par_1'))).toEqual({});
    expect(await held(reader('partner', 'compliance'))).toEqual({});
    expect(await held(reader('consented-party', 'publication', 'pty_1/analysis'))).not.toHaveProperty(
      'cus_a',
    );
  });

  it('tells of those asked about alone, and of all where all are asked for', async () => {
    expect(await held(partner('par_1'), ['cus_b', 'cus_b', 'cus_e'])).toEqual({ cus_b: '*' });
    expect(await held(partner('par_1'), [])).toEqual({});
    const many = [...Array.from({ length: 2_500 }, (_, at) => `cus_${at}`), 'cus_a'];
    expect(await held(partner('par_1'), many)).toEqual({ cus_a: '*' });
    expect([...(await evidence.customersOf(partner('par_1')))].sort()).toEqual(['cus_a', 'cus_b']);
    expect(await evidence.customersOf(reader('partner', 'compliance'))).toEqual([]);
  });

  it('is for a system what it recorded itself', async () => {
    const system = (client: string): Reader => ({ ...reader('vendor-systems', 'record-keeping'), client });
    expect([...(await evidence.recordedBy(system('crm'), ALL))].sort()).toEqual(['cus_a', 'cus_b']);
    expect([...(await evidence.recordedBy(system('crm'), ['cus_b', 'cus_c', 'cus_none']))]).toEqual([
      'cus_b',
    ]);
    expect((await evidence.recordedBy(system('another'), ALL)).size).toBe(0);
    expect((await evidence.recordedBy(system('crm'), [])).size).toBe(0);
  });

  describe('of partners', () => {
    const PARTNERS = ['par_1', 'par_2', 'par_3', 'par_none'];
    const met = async (who: Reader, rows: readonly RowScope[], partners: readonly string[] = PARTNERS) =>
      [...(await evidence.partnersOf(who, rows, partners))].sort();
    const order = (party?: string) => reader('court-order', 'legal-order', party);

    it('is for a case or an order those of customers whose scope covers partners §legal-order', async () => {
      expect(await met(order('ord_1'), ['scoped'])).toEqual(['par_2', 'par_3']);
      expect(await met(order('req_1'), ['scoped'])).toEqual(['par_1']);
      expect(await met(order('req_1'), ['scoped'], ['par_2', 'par_none'])).toEqual([]);
    });

    it('is nobody where no scope covers partners, where it has ended, and for nobody’s party', async () => {
      for (const party of ['ord_2', 'pty_1', 'ord_none', undefined])
        expect(await met(order(party), ['scoped'])).toEqual([]);
      clock.now = NOON - 1;
      expect(await met(order('ord_2'), ['scoped'])).toEqual(['par_1']);
    });

    it('is for a customer its own, for a system those that it recorded, and by rows of neither nobody', async () => {
      const customer = { ...reader('customer', 'self-access'), customer: 'cus_e' };
      expect(await met(customer, ['self'])).toEqual(['par_2', 'par_3']);
      expect(await met(reader('customer', 'self-access'), ['self'])).toEqual([]);
      const system = { ...reader('vendor-systems', 'record-keeping'), client: 'crm' };
      expect(await met(system, ['own-records'])).toEqual(['par_1', 'par_2', 'par_3']);
      expect(await met({ ...system, client: 'another' }, ['own-records'])).toEqual([]);
      for (const rows of ['all', 'none'] as const) expect(await met(system, [rows])).toEqual([]);
      expect(await met(customer, ['scoped', 'own-records'])).toEqual([]);
    });
  });

  it.each(['gateway', 'customer-records', 'usage-reader', 'partner-access'] as const)(
    'can be read by the account %s',
    async (account) => {
      const own = createRowEvidence({ access: await rooms.open('access', account), now: () => NOON });
      expect([...(await own.grantsOn(partner('par_1'), ALL)).keys()].sort()).toEqual(['cus_a', 'cus_b']);
      expect((await own.grantsOn(reader('court-order', 'legal-order', 'req_1'), ALL)).size).toBe(2);
      const system = { ...reader('vendor-systems', 'record-keeping'), client: 'crm' };
      expect((await own.recordedBy(system, ALL)).size).toBe(2);
      expect((await own.partnersOf(system, ['own-records', 'scoped'], ['par_1', 'par_none'])).size).toBe(1);
    },
  );
});
