import { newId } from '@hearth/keys';
import type { Category, ClauseId } from '@hearth/policy';
import { readExportLine, verifyExport } from '@hearth/release-record';
import type { Release } from '@hearth/release-record';
import type { RoomDatabase } from '@hearth/storage';
import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { recordLines } from './index';
import { accessUnderTest, COMMUNICATION, partnerReader, VENDOR } from './testing/access-under-test';
import type { AccessUnderTest, Answer, AskAs } from './testing/access-under-test';
import { writeReleases } from './testing/write-releases';

const NOW = '2026-06-15T12:00:00Z';
const OFFICE: AskAs = { audience: 'privacy-office', purposes: ['privacy-administration'] };
const customerReader = (customer: string): AskAs => ({
  audience: 'customer',
  purposes: ['self-access'],
  customer,
});
const LOG = `query ($of: [_Any!]!, $first: Int, $after: String) {
  _entities(representations: $of) { ... on Customer { accessLog(first: $first, after: $after) {
    edges { cursor node { at audience by purpose clauses type categories
      reader token party policyVersion rows writer index request } }
    pageInfo { hasNextPage endCursor }
    heads { writer size root chainHash at signature line }
  } } }
}`;
const RECORDS = `query ($filter: ReleaseRecordFilter, $first: Int) {
  releaseRecords(filter: $filter, first: $first) { edges { node { at reader token audience } } pageInfo { hasNextPage } }
}`;

describeEachDialect('the record of releases as it is read', ({ openRooms }) => {
  let rooms: TestRooms;
  let test: AccessUnderTest;
  let gateway: RoomDatabase;
  let mine: string;
  let other: string;
  let partner: string;
  const order = newId('tok').replace('tok_', 'ord_');

  const release = (
    at: string,
    change: Partial<Release> & { readonly customers?: readonly string[]; readonly category?: Category } = {},
  ): Release => {
    const { customers = [mine], category = 'company.name', ...rest } = change;
    const clauses: ClauseId[] = ['departments'];
    return {
      at: Date.parse(at),
      reader: 'crm',
      audience: 'communication',
      purpose: 'communication',
      party: null,
      token: 'tok_a',
      policyVersion: '2026.2',
      operationHash: Buffer.alloc(32, 1),
      types: [{ type: 'Customer', categories: [category], clauses, customers, rows: customers.length }],
      ...rest,
    };
  };

  beforeAll(async () => {
    rooms = await openRooms();
    test = await accessUnderTest(rooms, NOW);
    gateway = await rooms.open('access', 'gateway');
    [mine, other] = [await test.customer(), await test.customer()];
    const registered = await test.ask(
      VENDOR,
      'mutation ($input: RegisterPartnerInput!) { registerPartner(input: $input) { id } }',
      { input: { externalKey: 'p-1', name: 'Alder & Sons' } },
    );
    partner = (registered.data?.['registerPartner'] as { id: string }).id;
    await test.ask(
      VENDOR,
      'mutation ($input: AssignCustomersInput!) { assignCustomers(input: $input) { assigned } }',
      { input: { partner, customers: [mine], role: 'SELLS', from: '2026-01-01' } },
    );
    await writeReleases(gateway, test.keys, 'one', [
      release('2026-04-30T23:59:59Z'),
      release('2026-05-01T10:00:00Z', { customers: [mine, other], category: 'user.contact.email' }),
      release('2026-05-02T10:00:00Z', {
        audience: 'court-order',
        purpose: 'legal-order',
        party: order,
        reader: 'judge',
      }),
      release('2026-05-03T10:00:00Z', {
        audience: 'partner',
        purpose: 'compliance',
        party: partner,
        token: 'tok_b',
      }),
    ]);
    await writeReleases(gateway, test.keys, 'two', [
      release('2026-06-01T10:00:00Z', { customers: [other] }),
      release('2026-06-02T10:00:00Z', {
        audience: 'partner',
        party: partner,
        customers: [other],
        token: 'tok_b',
      }),
    ]);
  });
  afterAll(() => rooms.close());

  interface Log {
    readonly edges: readonly { readonly cursor: string; readonly node: Record<string, unknown> }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly heads: readonly Record<string, unknown>[];
  }
  const code = (answer: Answer) => answer.errors?.[0]?.extensions.code;
  const asked = (
    as: AskAs | undefined,
    customer: string,
    page: Record<string, unknown> = {},
  ): Promise<Answer> => test.ask(as, LOG, { of: [{ __typename: 'Customer', id: customer }], ...page });
  const log = async (as: AskAs, customer: string, page: Record<string, unknown> = {}): Promise<Log> => {
    const answer = await asked(as, customer, page);
    expect(answer.errors).toBeUndefined();
    return (answer.data?.['_entities'] as { accessLog: Log }[])[0]?.accessLog as Log;
  };
  const search = async (as: AskAs, filter: object): Promise<Record<string, unknown>[]> => {
    const answer = await test.ask(as, RECORDS, { filter });
    expect(answer.errors).toBeUndefined();
    return (answer.data?.['releaseRecords'] as Log).edges.map(({ node }) => node);
  };

  it('tells a customer department or party, purpose, clause, time and categories, and not who §knowledge', async () => {
    const { edges } = await log(customerReader(mine), mine);
    const hidden = {
      reader: null,
      token: null,
      party: null,
      policyVersion: null,
      rows: null,
      writer: null,
      index: null,
      request: null,
    };
    expect(edges.map(({ node }) => node)).toEqual([
      {
        at: '2026-05-03T10:00:00.000Z',
        audience: 'PARTNER',
        by: 'Alder & Sons',
        purpose: 'COMPLIANCE',
        clauses: ['departments'],
        type: 'Customer',
        categories: ['company.name'],
        ...hidden,
      },
      expect.objectContaining({
        at: '2026-05-01T10:00:00.000Z',
        categories: ['user.contact.email'],
        ...hidden,
      }),
      expect.objectContaining({ at: '2026-04-30T23:59:59.000Z', ...hidden }),
    ]);
  });

  it('names a partner to none but its own customers', async () => {
    const { edges } = await log(customerReader(other), other);
    const [first] = edges;
    expect(first?.node['audience']).toBe('PARTNER');
    expect(first?.node['by']).not.toBe('Alder & Sons');
  });

  it('shows a customer nothing of a sealed order, by no page and no count §legal-order', async () => {
    const whole = await log(customerReader(mine), mine);
    const paged: unknown[] = [];
    for (let after: string | undefined, turn = 0; turn < 5; turn += 1) {
      const { edges, pageInfo } = await log(customerReader(mine), mine, {
        first: 1,
        ...(after ? { after } : {}),
      });
      paged.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(whole.edges.map(({ node }) => node));
    expect(JSON.stringify(whole)).not.toMatch(/COURT|LEGAL|judge|ord_/);
    const found = await search(customerReader(mine), { purpose: 'LEGAL_ORDER' });
    expect(found).toEqual([]);
    expect(await search(OFFICE, { purpose: 'LEGAL_ORDER' })).toMatchObject([{ reader: 'judge' }]);
  });

  it('shows a customer the reads under an order when its seal has ended, and not a moment before §legal-order §knowledge', async () => {
    const sealEnds = test.clock.now + 60_000;
    await test.access.write((m) =>
      m.query(
        `INSERT INTO court_orders (id, case_reference, persons, customers, categories, from_at, until_at, sealed_until,
           opened_by, opened_at, revision, published) VALUES (?, '1', '[]', '[]', '[]', 0, 1, ?, 'a-test', 0, 0, 0)`,
        [order, sealEnds],
      ),
    );
    const before = test.clock.now;
    test.clock.now = sealEnds - 1;
    expect(await search(customerReader(mine), { purpose: 'LEGAL_ORDER' })).toEqual([]);
    test.clock.now = sealEnds;
    expect(await search(customerReader(mine), { purpose: 'LEGAL_ORDER' })).toMatchObject([
      { at: '2026-05-02T10:00:00.000Z', audience: 'COURT_ORDER', reader: null },
    ]);
    test.clock.now = before;
  });

  it('shows a customer nothing of another', async () => {
    const { edges } = await log(customerReader(mine), other);
    expect(edges).toEqual([]);
    expect(await log(customerReader(mine), newId('cus'))).toMatchObject({ edges: [] });
  });

  it.each([
    ['a department', COMMUNICATION],
    ['the vendor’s systems', VENDOR],
    ['the public', undefined],
  ])('is refused to %s', async (_who, as) => {
    expect(code(await asked(as, mine))).toBe('FORBIDDEN');
    expect(code(await test.ask(as, RECORDS, {}))).toBe('FORBIDDEN');
    expect(code(await test.ask(as, '{ verifyReleaseRecords { ok } }'))).toBe('FORBIDDEN');
    expect(code(await test.ask(as, '{ exportReleaseRecords { lines } }'))).toBe('FORBIDDEN');
    expect(code(await test.ask(as, '{ releaseHeads { size } }'))).toBe('FORBIDDEN');
  });

  it('is refused to a partner', async () => {
    expect(code(await asked(partnerReader(partner), mine))).toBe('FORBIDDEN');
  });

  it('is searched by the privacy office by customer, reader, token, purpose, category and time', async () => {
    expect(await search(OFFICE, {})).toHaveLength(6);
    expect(await search(OFFICE, { customer: mine })).toHaveLength(4);
    expect(await search(OFFICE, { customer: newId('cus') })).toEqual([]);
    expect(await search(OFFICE, { reader: 'judge' })).toHaveLength(1);
    expect(await search(OFFICE, { token: 'tok_b' })).toHaveLength(2);
    expect(await search(OFFICE, { purpose: 'COMPLIANCE' })).toHaveLength(1);
    expect(await search(OFFICE, { category: 'user.contact.email' })).toHaveLength(1);
    expect(await search(OFFICE, { category: 'user' })).toHaveLength(1);
    expect(await search(OFFICE, { category: 'licence.key' })).toEqual([]);
    expect(await search(OFFICE, { from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z' })).toHaveLength(
      3,
    );
    expect(await search(OFFICE, { customer: other, token: 'tok_b' })).toHaveLength(1);
    expect(code(await test.ask(OFFICE, RECORDS, { filter: { category: 'no.such' } }))).toBe('BAD_INPUT');
  });

  it('is found by a customer about itself, and not probed by what it may not see', async () => {
    expect(await search(customerReader(mine), {})).toHaveLength(3);
    expect(await search(customerReader(mine), { category: 'user' })).toHaveLength(1);
    for (const filter of [{ customer: other }, { customer: mine }, { reader: 'judge' }, { token: 'tok_a' }]) {
      expect(code(await test.ask(customerReader(mine), RECORDS, { filter }))).toBe('BAD_INPUT');
    }
  });

  it('gives heads to keep with every page', async () => {
    const { heads } = await log(customerReader(mine), mine);
    expect(heads.map(({ writer, size }) => [writer, size])).toEqual([
      ['one', '4'],
      ['two', '2'],
    ]);
    const line = readExportLine(String(heads[0]?.['line']));
    expect(line).toMatchObject({ kind: 'head', head: { writer: 'one', size: 4 } });
  });

  it('is verified for the privacy office, whole or for a time, and for nobody else', async () => {
    const verify = async (as: AskAs, args = ''): Promise<unknown> =>
      (await test.ask(as, `{ verifyReleaseRecords${args} { ok entries heads firstFault { code } } }`)).data?.[
        'verifyReleaseRecords'
      ];
    const fine = { ok: true, firstFault: null };
    expect(await verify(OFFICE)).toEqual({ ...fine, entries: 6, heads: 4 });
    expect(await verify(OFFICE, '(from: "2026-05-03T00:00:00Z", to: "2026-05-04T00:00:00Z")')).toEqual({
      ...fine,
      entries: 2,
      heads: 2,
    });
    expect(await verify(OFFICE, '(from: "2027-01-01T00:00:00Z")')).toEqual({ ...fine, entries: 0, heads: 0 });
    expect(await verify(customerReader(mine))).toBeNull();
  });

  it('says whom a token has read of, for the privacy office alone', async () => {
    const ask = async (as: AskAs, token: string): Promise<unknown> =>
      (
        await test.ask(
          as,
          'query ($t: ID!) { releaseExposure(token: $t) { entries types categories customers unattributed } }',
          {
            t: token,
          },
        )
      ).data?.['releaseExposure'];
    expect(await ask(OFFICE, 'tok_b')).toEqual({
      entries: 2,
      types: ['Customer'],
      categories: ['company.name'],
      customers: [mine, other].sort(),
      unattributed: 0,
    });
    expect(await ask(OFFICE, 'tok_none')).toMatchObject({ entries: 0, customers: [] });
    expect(await ask(customerReader(mine), 'tok_b')).toBeNull();
  });

  it('is exported in pages that anyone with the key can verify, and to nobody else', async () => {
    const lines: string[] = [];
    for (let after: string | null = null, turn = 0; turn < 10; turn += 1) {
      const answer: Answer = await test.ask(
        OFFICE,
        'query ($after: String) { exportReleaseRecords(first: 1, after: $after) { lines next } }',
        { after },
      );
      const page = answer.data?.['exportReleaseRecords'] as { lines: string[]; next: string | null };
      lines.push(...page.lines);
      after = page.next;
      if (after === null) break;
    }
    const direct: string[] = [];
    for await (const line of recordLines(test.access, test.keys.get('release-verifying'))) direct.push(line);
    expect(lines).toEqual(direct);
    const report = await verifyExport(lines, { keys: [test.keys.get('release-verifying')] });
    expect(report).toMatchObject({
      ok: true,
      entries: 6,
      heads: 4,
      chains: [{ writer: 'one' }, { writer: 'two' }],
    });
    const refused = await test.ask(customerReader(mine), '{ exportReleaseRecords { lines } }');
    expect(refused.data).toEqual({ exportReleaseRecords: null });
  });

  it('is exported and verified from a signed head on, where what was before it has been dropped', async () => {
    const days = ['01', '02', '03', '04'].map((day) => release(`2023-03-${day}T10:00:00Z`));
    await writeReleases(gateway, test.keys, 'old', days, 2);
    const key = test.keys.get('release-verifying');
    const lines: string[] = [];
    for await (const line of recordLines(test.access, key)) lines.push(line);
    const report = await verifyExport(lines, { keys: [key] });
    expect(report).toMatchObject({ ok: true, findings: [] });
    expect(report.chains.find(({ writer }) => writer === 'old')).toMatchObject({ from: 2, size: 4 });
    for (const time of [
      '',
      '(to: "2023-04-01T00:00:00Z")',
      '(from: "2023-03-04T00:00:00Z", to: "2023-04-01T00:00:00Z")',
    ]) {
      const answer = await test.ask(OFFICE, `{ verifyReleaseRecords${time} { ok } }`);
      expect([time, answer.data?.['verifyReleaseRecords']]).toEqual([time, { ok: true }]);
    }
  });

  it('shows its fault when a row was put in beside the gateway', async () => {
    await gateway.write((m) =>
      m.query(
        `INSERT INTO release_entries (writer, idx, request_id, at, type, reader, audience, purpose, clauses, policy_version,
           operation_hash, categories, rows_released, previous, hash)
         SELECT writer, 2, request_id, at, type, reader, audience, purpose, clauses, policy_version, operation_hash,
           categories, rows_released, previous, hash FROM release_entries WHERE writer = 'two' AND idx = 1`,
      ),
    );
    const answer = await test.ask(OFFICE, '{ verifyReleaseRecords { ok firstFault { code writer index } } }');
    expect(answer.data?.['verifyReleaseRecords']).toEqual({
      ok: false,
      firstFault: { code: 'CHANGED', writer: 'two', index: '2' },
    });
  });

  it('finds a customer no more once its commitment key is destroyed, and verifies as before', async () => {
    const records = await rooms.open('access', 'customer-records');
    await records.write((m) => m.query('DELETE FROM commitment_keys WHERE customer = ?', [mine]));
    expect(await search(OFFICE, { customer: mine })).toEqual([]);
    expect((await log(customerReader(mine), mine)).edges).toEqual([]);
    const time = '(from: "2026-04-01T00:00:00Z", to: "2026-05-20T00:00:00Z")';
    const answer = await test.ask(OFFICE, `{ verifyReleaseRecords${time} { ok entries } }`);
    expect(answer.data?.['verifyReleaseRecords']).toEqual({ ok: true, entries: 4 });
    const lost = await test.ask(OFFICE, '{ releaseExposure(token: "tok_b") { customers unattributed } }');
    expect(lost.data?.['releaseExposure']).toEqual({ customers: [other], unattributed: 1 });
  });
});
