import { describeEachDialect } from '@hearth/test-databases';
import { publishToUsage } from '../storage/publication';
import { ANSWER, answered, OPEN, openCase, WHOLE, wholeCustomer } from '../testing/case-questions';
import type { RecordsUnderTest } from '../testing/records-under-test';
import {
  codes,
  COMMUNICATION,
  COMPLIANCE,
  courtOrder,
  customerItself,
  openRecords,
  partner,
  privacyOffice,
  VENDOR,
} from '../testing/records-under-test';

const DAY = 86_400_000;
const QUEUE = `query ($status: RequestStatus, $first: Int, $after: String) {
  requests(status: $status, first: $first, after: $after) {
    edges { node { id kind status text answer overdue customer { id companyName } } }
    pageInfo { hasNextPage endCursor } } }`;

interface Queue {
  readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describeEachDialect('requests', (under) => {
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

  const read = (party?: string, id = alder) => records.ask(privacyOffice(party), WHOLE, { id });
  const answer = (id: string, text = 'All of it is in the answer above.') =>
    records.ask(privacyOffice(), ANSWER, { id, answer: text });
  const queue = async (reader = privacyOffice(), variables = {}) =>
    (await records.ask(reader, QUEUE, variables)).data?.['requests'] as Queue | null;
  const idsOf = (found: Queue | null) => found?.edges.map(({ node }) => node['id']);

  it('are opened by the customer alone, and answered by the privacy office alone', async () => {
    const input = { kind: 'QUESTION', text: 'Why?' };
    for (const reader of [VENDOR, COMMUNICATION, COMPLIANCE, partner('par_1'), courtOrder('ord_1')]) {
      expect(codes(await records.ask(reader, OPEN, { input }))).toEqual(['ACTION_NOT_ALLOWED']);
      expect(codes(await records.ask(reader, ANSWER, { id: 'req_1', answer: 'No.' }))).toEqual([
        'ACTION_NOT_ALLOWED',
      ]);
    }
    for (const reader of [VENDOR, COMMUNICATION, COMPLIANCE, partner('par_1')]) {
      expect(codes(await records.ask(reader, QUEUE))).toContain('CATEGORY_NOT_ALLOWED');
    }
    await openCase(records, alder);
    expect(idsOf(await queue(courtOrder('ord_1')))).toEqual([]);
  });

  it('become a case with a deadline thirty days after receipt §contact', async () => {
    const opened = await records.ask(customerItself(alder), OPEN, {
      input: { kind: 'ACCESS', text: 'What do you hold?' },
    });
    expect(answered(opened, 'openRequest')).toEqual({
      id: expect.stringMatching(/^req_[\w-]{22}$/) as unknown,
      kind: 'ACCESS',
      status: 'OPEN',
      text: 'What do you hold?',
      answer: null,
      receivedAt: '2026-06-01T00:00:00.000Z',
      dueAt: '2026-07-01T00:00:00.000Z',
      answeredAt: null,
      overdue: false,
      customer: { id: alder },
    });
  });

  it('show nothing of a customer to the privacy office that acts for no case of it §contact', async () => {
    const other = await openCase(records, birch);
    const nobody = JSON.stringify(await read(undefined, 'cus_AAAAAAAAAAAAAAAAAAAAAA'));
    for (const party of [undefined, other, 'req_made-up', 'case-1']) {
      expect(JSON.stringify(await read(party))).toBe(nobody);
    }
  });

  it('open the rows of their customer to the privacy office while they wait §contact §departments', async () => {
    const id = await openCase(records, alder);
    const whole = await read(id);
    expect(whole.errors).toBeUndefined();
    expect(whole.data?.['customer']).toMatchObject({
      companyName: 'Alder',
      contacts: { edges: [{ node: { email: 'ida@c-1.example' } }] },
      agreements: [{ licenceKey: 'KEY-C-1-ABCD', orderNumber: 'SO-1001' }],
    });
    expect((await read(id, birch)).data).toEqual({ customer: null });
  });

  it('show nothing any more once they are answered, in any room §contact', async () => {
    const id = await openCase(records, alder);
    answered(await answer(id), 'answerRequest');
    expect((await read(id)).data).toEqual({ customer: null });
    for (const room of ['access', 'usage'] as const) {
      const rows = await records[room].read((m) =>
        m.query<{ until_at: unknown }[]>('SELECT until_at FROM scope'),
      );
      expect(rows.map((row) => Number(row.until_at))).toEqual([records.clock.at]);
    }
  });

  it('keep another case of the same customer open', async () => {
    const [first, second] = [await openCase(records, alder), await openCase(records, alder, 'OBJECTION')];
    answered(await answer(first), 'answerRequest');
    expect((await read(first)).data).toEqual({ customer: null });
    expect((await read(second)).data?.['customer']).toMatchObject({ companyName: 'Alder' });
  });

  it('are known in the usage and access rooms before the mutation answers', async () => {
    const id = await openCase(records, alder);
    for (const room of ['access', 'usage'] as const) {
      expect(await records[room].read((m) => m.query('SELECT party, category, until_at FROM scope'))).toEqual(
        [{ party: id, category: '*', until_at: null }],
      );
    }
  });

  it('reach the other rooms with the next run where a crash came between §contact', async () => {
    const id = await openCase(records, alder);
    const stale = await records.access.read((m) => m.query<Record<string, unknown>[]>('SELECT * FROM scope'));
    answered(await answer(id), 'answerRequest');
    await records.access.write(async (m) => {
      await m.query('UPDATE scope SET until_at = NULL, version = ?', [stale[0]?.['version']]);
    });
    await records.personal.write((m) =>
      m.query('INSERT INTO scope_outbox (customer, revision) VALUES (?, 1)', [alder]),
    );
    await publishToUsage({
      personal: records.personal,
      usage: records.usage,
      access: records.access,
      keys: records.keys,
      now: () => records.clock.at,
    });
    const [row] = await records.access.read((m) =>
      m.query<{ until_at: unknown }[]>('SELECT until_at FROM scope'),
    );
    expect(Number(row?.until_at)).toBe(records.clock.at);
  });

  it('tell that they wait, or waited, beyond their deadline §contact', async () => {
    const id = await openCase(records, alder);
    const overdue = async () => (await queue())?.edges[0]?.node['overdue'];
    records.clock.at += 30 * DAY;
    expect(await overdue()).toBe(false);
    records.clock.at += 1;
    expect(await overdue()).toBe(true);
    answered(await answer(id), 'answerRequest');
    expect(await overdue()).toBe(true);
  });

  it('are all in the queue of the privacy office, and of a customer its own §contact §knowledge', async () => {
    const first = await openCase(records, alder, 'ACCESS', 'of Alder');
    records.clock.at += 1_000;
    const second = await openCase(records, birch, 'QUESTION', 'of Birch');
    expect(idsOf(await queue())).toEqual([first, second]);
    expect(idsOf(await queue(customerItself(birch)))).toEqual([second]);
    const one = await queue(privacyOffice(), { first: 1 });
    expect(idsOf(one)).toEqual([first]);
    const after = one?.pageInfo.endCursor;
    expect(idsOf(await queue(privacyOffice(), { first: 1, after }))).toEqual([second]);
    expect(codes(await records.ask(customerItself(alder), QUEUE, { after }))).toEqual(['BAD_CURSOR']);
    answered(await answer(first), 'answerRequest');
    expect(idsOf(await queue(privacyOffice(), { status: 'OPEN' }))).toEqual([second]);
    expect(idsOf(await queue(privacyOffice(), { status: 'ANSWERED' }))).toEqual([first]);
    const [answeredOne] = (await queue(customerItself(alder)))?.edges ?? [];
    expect(answeredOne?.node).toMatchObject({
      answer: 'All of it is in the answer above.',
      text: 'of Alder',
    });
  });

  it('name their customer in the queue only to whoever acts for its case', async () => {
    const id = await openCase(records, alder);
    expect((await queue())?.edges[0]?.node['customer']).toBeNull();
    expect((await queue(privacyOffice(id)))?.edges[0]?.node['customer']).toEqual({
      id: alder,
      companyName: 'Alder',
    });
  });

  it('are answered once: the same answer again changes nothing, another is a conflict', async () => {
    const id = await openCase(records, alder);
    const first = answered(await answer(id), 'answerRequest');
    records.clock.at += 1_000;
    expect(answered(await answer(id), 'answerRequest')).toEqual(first);
    expect(codes(await answer(id, 'Something else.'))).toEqual(['CONFLICT']);
    expect(codes(await answer('req_none'))).toEqual(['NOT_FOUND']);
  });

  it('of a customer wait twenty at most', async () => {
    for (let index = 0; index < 20; index += 1) await openCase(records, alder);
    const input = { kind: 'QUESTION', text: 'And this?' };
    expect(codes(await records.ask(customerItself(alder), OPEN, { input }))).toEqual(['CONFLICT']);
    await openCase(records, birch);
  });

  it('and their answers lie encrypted under the key of their customer', async () => {
    const id = await openCase(records, alder, 'QUESTION', 'Who is Quillfeather?');
    answered(await answer(id, 'Nobody of ours.'), 'answerRequest');
    const [row] = await records.personal.read((m) =>
      m.query<{ text: Buffer; answer: Buffer }[]>('SELECT text, answer FROM requests'),
    );
    const bytes = Buffer.concat([Buffer.from(row?.text ?? ''), Buffer.from(row?.answer ?? '')]);
    expect(bytes.length).toBeGreaterThan(60);
    for (const word of ['Quillfeather', 'Nobody']) expect(bytes.includes(word)).toBe(false);
  });
});
