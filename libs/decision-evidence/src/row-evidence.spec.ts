import type { Audience, Purpose, Reader } from '@hearth/policy';
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

  it.each(['gateway', 'customer-records', 'usage-reader', 'partner-access'] as const)(
    'can be read by the account %s',
    async (account) => {
      const own = createRowEvidence({ access: await rooms.open('access', account), now: () => NOON });
      expect([...(await own.grantsOn(partner('par_1'), ALL)).keys()].sort()).toEqual(['cus_a', 'cus_b']);
      expect((await own.grantsOn(reader('court-order', 'legal-order', 'req_1'), ALL)).size).toBe(2);
    },
  );
});
