import { CURRENT_POLICY, PUBLIC_READER } from '@hearth/policy';
import { describeEachDialect } from '@hearth/test-databases';
import { parse } from 'graphql';
import { createCaseStore } from '../storage/case-store';
import {
  answered,
  APPROVE,
  propose,
  PROPOSE,
  PUBLISHED,
  wholeCustomer,
  WITHDRAW_REFERENCE,
} from '../testing/case-questions';
import type { Answer, RecordsUnderTest } from '../testing/records-under-test';
import {
  codes,
  COMMUNICATION,
  COMPLIANCE,
  customerItself,
  openRecords,
  partner,
  privacyOffice,
  recording,
  VENDOR,
} from '../testing/records-under-test';

const QUOTE = 'It runs “all night”,\n and nobody — not even Søren — gets up. 🙂';

describeEachDialect('references', (under) => {
  let records: RecordsUnderTest;
  let alder: string;
  let birch: string;
  beforeAll(async () => {
    records = await openRecords(under);
  });
  afterAll(() => records.close());
  beforeEach(async () => {
    await records.clear();
    alder = await wholeCustomer(records, 'Alder & Finch', 'C-1');
    birch = await wholeCustomer(records, 'Birch', 'C-2');
  });

  /** As anyone reads them: without a token. */
  const published = async (): Promise<readonly Record<string, unknown>[]> => {
    const answer = JSON.parse(
      JSON.stringify(await records.subgraph.execute({ document: parse(PUBLISHED) })),
    ) as Answer;
    const page = answer.data?.['approvedReferences'] as { edges: { node: Record<string, unknown> }[] };
    return page.edges.map(({ node }) => node);
  };
  const approve = (id: string, customer = alder) => records.ask(customerItself(customer), APPROVE, { id });
  const withdraw = (id: string, customer = alder) =>
    records.ask(customerItself(customer), WITHDRAW_REFERENCE, { id });

  it('are proposed by the communication department alone, and approved and withdrawn by their customer', async () => {
    const input = { customer: alder, quote: 'Fine.', channels: ['PUBLIC'] };
    for (const reader of [VENDOR, COMPLIANCE, partner('par_1'), privacyOffice(), customerItself(alder)]) {
      expect(codes(await records.ask(reader, PROPOSE, { input }))).toEqual(['ACTION_NOT_ALLOWED']);
    }
    for (const reader of [VENDOR, COMMUNICATION, COMPLIANCE, partner('par_1'), privacyOffice()]) {
      expect(codes(await records.ask(reader, APPROVE, { id: 'ref_1' }))).toEqual(['ACTION_NOT_ALLOWED']);
      expect(codes(await records.ask(reader, WITHDRAW_REFERENCE, { id: 'ref_1' }))).toEqual([
        'ACTION_NOT_ALLOWED',
      ]);
    }
  });

  it('are refused without a quote, a channel or a customer, by the field', async () => {
    const faults = async (input: object) =>
      (await records.ask(COMMUNICATION, PROPOSE, { input })).errors?.[0]?.message;
    expect(await faults({ customer: alder, quote: ' ', channels: ['PUBLIC'] })).toMatch(/^quote: /);
    expect(await faults({ customer: alder, quote: 'x'.repeat(1001), channels: ['PUBLIC'] })).toMatch(
      /^quote: /,
    );
    expect(await faults({ customer: alder, quote: 'Fine.', channels: [] })).toMatch(/^channels: /);
    expect(await faults({ customer: 'cus_none', quote: 'Fine.', channels: ['PUBLIC'] })).toMatch(
      /^customer: /,
    );
  });

  it('are not readable outside while they are only proposed §attribution', async () => {
    await propose(records, alder);
    expect(await published()).toEqual([]);
    await records.grant('par_1', alder);
    const partnerReads = await records.ask(
      partner('par_1'),
      'query ($id: ID!) { customer(id: $id) { references { quote } } }',
      { id: alder },
    );
    expect(codes(partnerReads)).toContain('CATEGORY_NOT_ALLOWED');
  });

  it('once approved are read by anyone, in exactly the bytes that were approved §attribution', async () => {
    const id = await propose(records, alder, { quote: QUOTE });
    const me = await records.ask(customerItself(alder), '{ me { references { id quote attribution } } }');
    const [shown] = (me.data?.['me'] as { references: { quote: string }[] }).references;
    answered(await approve(id), 'approveReference');
    const [reference, ...others] = await published();
    expect(others).toEqual([]);
    expect(reference).toEqual({
      id,
      companyName: 'Alder & Finch',
      quote: QUOTE,
      attribution: 'Ida, Lead',
      approvedAt: new Date(records.clock.at).toISOString(),
    });
    expect(Buffer.from(String(reference?.['quote'])).equals(Buffer.from(shown?.quote ?? ''))).toBe(true);
  });

  it('keep the name that was approved when the company takes another §attribution', async () => {
    answered(await approve(await propose(records, alder)), 'approveReference');
    await records.recordCustomer({ externalKey: 'C-1', companyName: 'Alder Group' });
    expect((await published()).map(({ companyName }) => companyName)).toEqual(['Alder & Finch']);
  });

  it.each([[['PRESS']], [['EVENTS', 'SALES']]])(
    'approved for %j alone are not read by the public §attribution',
    async (channels) => {
      answered(await approve(await propose(records, alder, { channels })), 'approveReference');
      expect(await published()).toEqual([]);
    },
  );

  it('once withdrawn are read by nobody outside, and cannot be approved again §attribution', async () => {
    const id = await propose(records, alder);
    answered(await approve(id), 'approveReference');
    answered(await withdraw(id), 'withdrawReference');
    expect(await published()).toEqual([]);
    expect(await records.personal.read((m) => m.query('SELECT * FROM published_references'))).toEqual([]);
    expect(codes(await approve(id))).toEqual(['CONFLICT']);
    expect(await published()).toEqual([]);
  });

  it('in other words need an approval of their own, and until then the approved words stand §attribution', async () => {
    const first = await propose(records, alder, { quote: 'Good.' });
    answered(await approve(first), 'approveReference');
    const second = await propose(records, alder, { quote: 'Splendid.', replaces: first });
    expect((await published()).map(({ quote }) => quote)).toEqual(['Good.']);
    answered(await approve(second), 'approveReference');
    expect((await published()).map(({ quote }) => quote)).toEqual(['Splendid.']);
    const me = await records.ask(customerItself(alder), '{ me { references { version withdrawnAt } } }');
    const versions = (me.data?.['me'] as { references: { version: number; withdrawnAt: unknown }[] })
      .references;
    expect(versions.map(({ version, withdrawnAt }) => [version, withdrawnAt === null]).sort()).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('of another customer are not found, whether they are there or not', async () => {
    const id = await propose(records, alder);
    for (const write of [approve, withdraw]) {
      expect(codes(await write(id, birch))).toEqual(['NOT_FOUND']);
      expect(JSON.stringify(await write(id, birch))).toBe(JSON.stringify(await write('ref_none', birch)));
    }
    const stranger = { customer: birch, quote: 'Fine.', channels: ['PUBLIC'], replaces: id };
    expect(codes(await records.ask(COMMUNICATION, PROPOSE, { input: stranger }))).toEqual(['NOT_FOUND']);
    expect(await published()).toEqual([]);
  });

  it('are read for the public from the published table alone, and no key is touched §attribution', async () => {
    answered(await approve(await propose(records, alder)), 'approveReference');
    const { room, statements } = recording(records.personal);
    const store = createCaseStore({
      personal: room,
      keys: records.keys,
      policy: CURRENT_POLICY,
      reader: PUBLIC_READER,
      now: () => records.clock.at,
    });
    expect(await store.approvedReferences({ limit: 5 })).toHaveLength(1);
    expect(statements.join()).not.toMatch(/data_keys|customer_references|customers/);
    await expect(store.referencesOf([alder])).rejects.toThrow('CATEGORY_NOT_ALLOWED');
    await expect(store.consentsOf([alder])).rejects.toThrow('CATEGORY_NOT_ALLOWED');
    await expect(store.requests({ limit: 5 })).rejects.toThrow('CATEGORY_NOT_ALLOWED');
  });

  it('that are not approved lie encrypted under the key of their customer', async () => {
    await propose(records, alder, { quote: QUOTE });
    const [row] = await records.personal.read((m) =>
      m.query<{ quote: Buffer }[]>('SELECT quote FROM customer_references'),
    );
    expect(Buffer.from(row?.quote ?? '').includes('all night')).toBe(false);
  });
});
