import { describeEachDialect } from '@hearth/test-databases';
import { grant, GRANT, CONSENT, answered, WHOLE, wholeCustomer, WITHDRAW } from '../testing/case-questions';
import type { RecordsUnderTest } from '../testing/records-under-test';
import {
  codes,
  COMMUNICATION,
  COMPLIANCE,
  consentedParty,
  courtOrder,
  customerItself,
  openRecords,
  partner,
  privacyOffice,
  VENDOR,
} from '../testing/records-under-test';
import { publishToUsage } from '../storage/publication';

const GAZETTE = consentedParty('gazette', 'publication');
const DAY = 86_400_000;

describeEachDialect('consents', (under) => {
  let records: RecordsUnderTest;
  let alder: string;
  let birch: string;
  beforeAll(async () => {
    records = await openRecords(under);
  });
  afterAll(() => records.close());
  beforeEach(async () => {
    records.clock.at = Date.UTC(2026, 5, 1);
    await records.clear();
    alder = await wholeCustomer(records, 'Alder', 'C-1');
    birch = await wholeCustomer(records, 'Birch', 'C-2');
  });

  const read = (reader = GAZETTE, id = alder) => records.ask(reader, WHOLE, { id });
  const withdraw = (id: string, customer = alder) => records.ask(customerItself(customer), WITHDRAW, { id });
  const accessScopes = () =>
    records.access.read((m) =>
      m.query<{ party: string; category: string; until_at: unknown }[]>(
        'SELECT party, category, until_at FROM scope ORDER BY party, category',
      ),
    );
  const publish = () =>
    publishToUsage({
      personal: records.personal,
      usage: records.usage,
      access: records.access,
      keys: records.keys,
      now: () => records.clock.at,
    });

  it('are given by the customer alone: everyone else is refused, and nothing is written', async () => {
    for (const reader of [
      VENDOR,
      COMMUNICATION,
      COMPLIANCE,
      GAZETTE,
      partner('par_1'),
      courtOrder('ord_1'),
      privacyOffice('req_1'),
    ]) {
      const refusedGrant = await records.ask(reader, GRANT, { input: CONSENT });
      expect(codes(refusedGrant)).toEqual(['ACTION_NOT_ALLOWED']);
      expect(codes(await records.ask(reader, WITHDRAW, { id: 'cnt_1' }))).toEqual(['ACTION_NOT_ALLOWED']);
    }
    for (const table of ['consents', 'scope', 'scope_outbox']) {
      expect(await records.personal.read((m) => m.query(`SELECT * FROM ${table}`))).toEqual([]);
    }
  });

  it.each([
    ['licence.key', 'categories[0]'],
    ['user.device.ip_address', 'categories[0]'],
    ['usage.customer', 'categories[0]'],
    ['company.record', 'categories[0]'],
  ])('cannot name %s: the refusal names the field and not the value §consent', async (category, field) => {
    const answer = await records.ask(customerItself(alder), GRANT, {
      input: { ...CONSENT, categories: [category] },
    });
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_INPUT');
    expect(answer.errors?.[0]?.message).toContain(`${field}: `);
    expect(answer.errors?.[0]?.message).not.toContain(category);
  });

  it('open nothing to anybody before they are given', async () => {
    expect((await read()).data).toEqual({ customer: null });
  });

  it('open exactly the fields that they name, to their party, of their customer §consent', async () => {
    await grant(records, alder);
    const { customer } = (await read()).data as { customer: Record<string, unknown> };
    expect(customer).toMatchObject({
      companyName: 'Alder',
      industry: null,
      country: null,
      sizeBand: null,
      contacts: { edges: [{ node: { name: 'Ida of Alder', email: null, role: null } }] },
      agreements: null,
      consents: null,
      references: null,
    });
    expect((await read(GAZETTE, birch)).data).toEqual({ customer: null });
    expect((await read(consentedParty('herald', 'publication'))).data).toEqual({ customer: null });
    const list = await records.ask(GAZETTE, '{ customers { edges { node { companyName } } } }');
    expect(list.data).toEqual({ customers: { edges: [{ node: { companyName: 'Alder' } }] } });
  });

  it('open nothing for another purpose than theirs §consent', async () => {
    await grant(records, alder);
    expect((await read(consentedParty('gazette', 'analysis'))).data).toEqual({ customer: null });
    await grant(records, alder, { purpose: 'ANALYSIS', categories: ['company.demographic'] });
    const { customer } = (await read(consentedParty('gazette', 'analysis'))).data as {
      customer: Record<string, unknown>;
    };
    expect(customer).toMatchObject({ companyName: null, industry: '333' });
  });

  it('once withdrawn refuse the very next read, in every room §consent', async () => {
    const id = await grant(records, alder);
    expect((await read()).data?.['customer']).not.toBeNull();
    answered(await withdraw(id), 'withdrawConsent');
    expect((await read()).data).toEqual({ customer: null });
    for (const scope of await accessScopes()) expect(Number(scope.until_at)).toBe(records.clock.at);
    // Of a customer that it never could read it gets the same bytes.
    const bytes = JSON.stringify(await read());
    expect(bytes).toBe(JSON.stringify(await read(GAZETTE, 'cus_AAAAAAAAAAAAAAAAAAAAAA')));
  });

  it('refuse the read that follows a withdrawal even before the other rooms know of it §consent', async () => {
    const id = await grant(records, alder);
    // The storage door alone: what stands in the other rooms is put back as if it had never been carried.
    const stale = await accessScopes();
    answered(await withdraw(id), 'withdrawConsent');
    await records.access.write((m) => m.query('UPDATE scope SET until_at = NULL'));
    expect((await accessScopes()).map(({ until_at }) => until_at)).toEqual(stale.map(() => null));
    expect((await read()).data).toEqual({ customer: null });
  });

  it('end by their term §consent', async () => {
    await grant(records, alder, { until: new Date(records.clock.at + DAY).toISOString() });
    records.clock.at += DAY - 1;
    expect((await read()).data?.['customer']).not.toBeNull();
    records.clock.at += 1;
    expect((await read()).data).toEqual({ customer: null });
  });

  it('open nothing before they begin, and then do without anybody asking', async () => {
    await grant(records, alder, { from: new Date(records.clock.at + DAY).toISOString() });
    expect((await read()).data).toEqual({ customer: null });
    await publish();
    expect((await read()).data).toEqual({ customer: null });
    records.clock.at += DAY;
    await publish();
    expect((await read()).data?.['customer']).not.toBeNull();
    expect(await accessScopes()).toHaveLength(2);
    await publish();
    expect(await records.personal.read((m) => m.query('SELECT * FROM scope_outbox'))).toEqual([]);
  });

  it('to one party add up, and the withdrawal of one leaves what the other permits §consent', async () => {
    const first = await grant(records, alder);
    const second = await grant(records, alder, { categories: ['company.name', 'company.demographic'] });
    answered(await withdraw(first), 'withdrawConsent');
    const { customer } = (await read()).data as { customer: Record<string, unknown> };
    expect(customer).toMatchObject({ companyName: 'Alder', country: 'DK', contacts: null });
    answered(await withdraw(second), 'withdrawConsent');
    expect((await read()).data).toEqual({ customer: null });
  });

  it('never release a key, an address or usage, even where a scope is forged that says so §consent', async () => {
    for (const category of ['*', 'licence', 'licence.key', 'user.device.ip_address', 'usage', 'agreement']) {
      await records.grant('gazette/publication', alder, category);
    }
    const { customer } = (await read()).data as { customer: Record<string, unknown> };
    expect(customer).toMatchObject({ companyName: 'Alder', agreements: null, consents: null });
    const address = await records.ask(
      GAZETTE,
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Installation { ipAddress } } }',
      { of: [{ __typename: 'Installation', id: '00000000-0000-4000-8000-000000000000' }] },
    );
    expect(codes(address)).toContain('CATEGORY_NOT_ALLOWED');
  });

  it('of another customer are not found, and stay as they are', async () => {
    const id = await grant(records, alder);
    const [stolen, unknown] = [await withdraw(id, birch), await withdraw('cnt_none', birch)];
    expect(codes(stolen)).toEqual(['NOT_FOUND']);
    expect(JSON.stringify(stolen)).toBe(JSON.stringify(unknown));
    expect((await read()).data?.['customer']).not.toBeNull();
  });

  it('are seen by their customer, whole, with what was withdrawn §consent §knowledge', async () => {
    const until = new Date(records.clock.at + DAY).toISOString();
    const id = await grant(records, alder, { until });
    await withdraw(id);
    await withdraw(id);
    const me = await records.ask(
      customerItself(alder),
      '{ me { consents { id party purpose categories from until grantedAt withdrawnAt text } } }',
    );
    const at = new Date(records.clock.at).toISOString();
    expect(me.data).toEqual({
      me: { consents: [{ ...CONSENT, id, from: at, until, grantedAt: at, withdrawnAt: at }] },
    });
    expect(codes(await records.ask(COMMUNICATION, WHOLE, { id: alder }))).toContain('CATEGORY_NOT_ALLOWED');
  });

  it('lie encrypted under the key of their customer', async () => {
    await grant(records, alder);
    const [row] = await records.personal.read((m) =>
      m.query<{ text: Buffer }[]>('SELECT text FROM consents'),
    );
    expect(Buffer.from(row?.text ?? '').toString('latin1')).not.toContain('Gazette');
  });

  it('reach the other rooms with the next run where a crash came between', async () => {
    await grant(records, alder);
    await records.access.write((m) => m.query('DELETE FROM scope'));
    await records.personal.write((m) =>
      m.query('INSERT INTO scope_outbox (customer, revision) VALUES (?, 1)', [alder]),
    );
    await publish();
    expect((await accessScopes()).map(({ party, category }) => [party, category])).toEqual([
      ['gazette/publication', 'company.name'],
      ['gazette/publication', 'user.name'],
    ]);
  });

  it('stay withdrawn where another process carries what it had read before the withdrawal §consent', async () => {
    const id = await grant(records, alder);
    await records.personal.write((m) =>
      m.query('INSERT INTO scope_outbox (customer, revision) VALUES (?, 1)', [alder]),
    );
    let overtaken = false;
    await publishToUsage({
      personal: records.personal,
      // Another object, as another process has: the two do not take turns.
      usage: { ...records.usage },
      access: {
        ...records.access,
        write: async (fn) => {
          if (!overtaken) {
            overtaken = true;
            answered(await withdraw(id), 'withdrawConsent');
          }
          return records.access.write(fn);
        },
      },
      keys: records.keys,
      now: () => records.clock.at,
    });
    expect(overtaken).toBe(true);
    const scopes = await accessScopes();
    expect(scopes).toHaveLength(2);
    for (const scope of scopes) expect(Number(scope.until_at)).toBe(records.clock.at);
  });

  it('are not told to the room that counts, where they open nothing', async () => {
    await grant(records, alder);
    await publish();
    expect(await records.usage.read((m) => m.query('SELECT party FROM scope'))).toEqual([]);
  });

  it('leave the scopes of partners and orders in the access room alone', async () => {
    await records.access.write((m) =>
      m.query(
        "INSERT INTO scope (party, customer, category, until_at, version) VALUES ('ord_1', ?, '*', NULL, 1)",
        [alder],
      ),
    );
    await withdraw(await grant(records, alder));
    expect((await accessScopes()).filter(({ party }) => party === 'ord_1')).toHaveLength(1);
    expect((await accessScopes()).find(({ party }) => party === 'ord_1')?.until_at).toBeNull();
  });
});
