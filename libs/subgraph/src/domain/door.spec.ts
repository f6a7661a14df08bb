import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { parse } from 'graphql';
import type { Purpose, Reader } from '@hearth/policy';
import { CURRENT_POLICY } from '@hearth/policy';
import type { EvidenceSource } from '@hearth/decision-evidence';
import { AuthenticationError, createIssuer, createVerifier, signUnchecked } from '@hearth/tokens';
import type { TokenRequest } from '@hearth/tokens';
import type { Subgraph } from '../index';
import { createSubgraph } from '../index';
import { buildRecords, buildUsage } from '../testing/sample-subgraphs';

const NOW = Date.UTC(2026, 10, 23);
const keys = generateKeyPairSync('ed25519');
const settings = { issuer: 'https://hearth.test', now: () => NOW, policy: CURRENT_POLICY };
const issuer = createIssuer({ ...settings, signingKey: keys.privateKey });
const verifier = createVerifier({ ...settings, verifyingKey: keys.publicKey });
const rows = ['a', 'b', 'broken', 'conflict', 'hidden'].map((id) => ({
  id: `cus_${id}`,
  companyName: `Company ${id}`,
}));

describe('the second door', () => {
  const asked: string[] = [];
  const logged: unknown[] = [];
  let readers: Reader[] = [];
  const cursorKey = randomBytes(32);
  let records: Subgraph;
  let usage: Subgraph;
  beforeAll(async () => {
    const door = {
      verifier,
      policy: CURRENT_POLICY,
      now: () => NOW,
      onError: (error: unknown) => logged.push(error),
    };
    const makeContext = (reader: Reader) => {
      readers.push(reader);
      return { rows, asked, cursorKey };
    };
    records = createSubgraph({ ...door, built: await buildRecords(), makeContext });
    usage = createSubgraph({ ...door, built: await buildUsage(), makeContext });
  });
  beforeEach(() => {
    asked.length = 0;
    logged.length = 0;
    readers = [];
  });

  it('reads its evidence for each request, and lets nobody in where it cannot §security', async () => {
    const revoked = new Set<string>();
    let away = false;
    const policy: EvidenceSource = {
      current: () =>
        away
          ? Promise.reject(new AuthenticationError('EVIDENCE_UNAVAILABLE', 'Try again.'))
          : Promise.resolve({ revision: 1, policy: CURRENT_POLICY, isRevoked: (id) => revoked.has(id) }),
    };
    const makeContext = () => ({ rows, asked, cursorKey });
    const of = createSubgraph({ verifier, policy, built: await buildRecords(), makeContext });
    const { token: text, id } = await issuer.issue({
      audience: 'communication',
      purposes: ['communication'],
      client: 'test',
    });
    const codes = async () =>
      (await ask('{ __typename }', { authorization: `Bearer ${text}`, of })).errors?.map(
        (error) => error.extensions['code'],
      );
    expect(await codes()).toBeUndefined();
    revoked.add(id);
    expect(await codes()).toEqual(['UNAUTHENTICATED']);
    revoked.clear();
    away = true;
    expect(await codes()).toEqual(['EVIDENCE_UNAVAILABLE']);
    expect(logged).toEqual([]);
  });

  const token = async (request: Partial<TokenRequest> = {}) => {
    const { token: text } = await issuer.issue({
      audience: 'communication',
      purposes: ['communication'],
      client: 'test',
      ...request,
    });
    return `Bearer ${text}`;
  };
  const plain = (result: ExecutionResult) =>
    JSON.parse(JSON.stringify(result)) as {
      data?: unknown;
      errors?: { path?: unknown; message: string; extensions: Record<string, unknown> }[];
    };
  const ask = async (
    query: string,
    o: {
      authorization?: string;
      purpose?: string;
      variables?: Record<string, unknown>;
      operationName?: string;
      of?: Subgraph;
    } = {},
  ) => plain(await (o.of ?? records).execute({ document: parse(query), ...o }));
  const codes = (result: { errors?: { extensions: Record<string, unknown> }[] }) =>
    (result.errors ?? []).map(({ extensions }) => extensions['code']);

  it('lets a reader have what its purpose allows', async () => {
    const result = await ask('{ customer(id: "cus_a") { id companyName } }', {
      authorization: await token(),
    });
    expect(result).toEqual({ data: { customer: { id: 'cus_a', companyName: 'Company a' } } });
    expect(readers[0]).toMatchObject({ audience: 'communication', purpose: 'communication' });
  });

  it('refuses the public before anything is fetched, with the clause and no word of what it lacks', async () => {
    const result = await ask('{ customer(id: "cus_a") { id } }');
    expect(result.data).toEqual({ customer: null });
    expect(result.errors).toEqual([
      expect.objectContaining({
        path: ['customer'],
        extensions: {
          code: 'FORBIDDEN',
          access: {
            decision: expect.stringMatching(/^dec_/),
            code: 'CATEGORY_NOT_ALLOWED',
            clause: 'no-sharing',
            policyVersion: CURRENT_POLICY.version,
          },
        },
      }),
    ]);
    expect(asked).toEqual([]);
    expect(readers).toEqual([]);
  });

  it('verifies the token itself, whatever the gateway thought §departments', async () => {
    expect(codes(await ask('{ customer(id: "cus_a") { id } }', { authorization: 'Bearer a.b.c' }))).toEqual([
      'UNAUTHENTICATED',
    ]);
    const stranger = await signUnchecked(generateKeyPairSync('ed25519').privateKey, {
      audience: 'compliance',
    });
    expect(
      codes(await ask('{ customer(id: "cus_a") { id } }', { authorization: `Bearer ${stranger}` })),
    ).toEqual(['UNAUTHENTICATED']);
    const two: Purpose[] = ['communication', 'compliance'];
    const authorization = await token({ audience: 'partner', party: 'par_1', purposes: two });
    expect(codes(await ask('{ __typename }', { authorization }))).toEqual(['PURPOSE_REQUIRED']);
    expect(codes(await ask('{ __typename }', { authorization, purpose: 'statistics' }))).toEqual([
      'PURPOSE_NOT_IN_TOKEN',
    ]);
    expect(asked).toEqual([]);
  });

  it('refuses a mutation to an audience that may not call it', async () => {
    const result = await ask('mutation { recordCustomer(companyName: "X") { id } }', {
      authorization: await token(),
    });
    expect(result.data).toEqual({ recordCustomer: null });
    expect(codes(result)).toEqual(['FORBIDDEN']);
    expect(asked).toEqual([]);
    const vendor = await token({ audience: 'vendor-systems', purposes: ['record-keeping'] });
    const done = await ask('mutation { recordCustomer(companyName: "X") { companyName } }', {
      authorization: vendor,
    });
    expect(done).toEqual({ data: { recordCustomer: { companyName: 'X' } } });
  });

  it('refuses to filter or sort by what may not be read, also through variables, and remembers no verdict across them', async () => {
    const query =
      'query Q($order: CustomerOrder) { observed: customers(orderBy: $order) { edges { cursor } } }';
    const authorization = await token();
    for (const order of ['ID', 'COMPANY_NAME', 'ID']) {
      const allowed = await ask(query, { authorization, variables: { order } });
      expect(allowed.errors).toBeUndefined();
      expect(codes(await ask(query, { variables: { order } }))).toEqual(['FORBIDDEN']);
    }
  });

  it('answers the same document to different readers by their own rights', async () => {
    const document = parse('{ customer(id: "cus_b") { companyName email } }');
    const department = await token();
    for (let i = 0; i < 3; i++) {
      expect(plain(await records.execute({ document, authorization: department })).data).toEqual({
        customer: { companyName: 'Company b', email: null },
      });
      expect(plain(await records.execute({ document })).data).toEqual({ customer: null });
    }
  });

  it('masks what resolvers throw, tells the log, and lets through what is meant for readers', async () => {
    const authorization = await token();
    const broken = await ask('{ customer(id: "cus_broken") { id industry } }', { authorization });
    expect(broken.data).toEqual({ customer: { id: 'cus_broken', industry: null } });
    expect(broken.errors).toEqual([
      expect.objectContaining({
        message: 'Something went wrong here.',
        path: ['customer', 'industry'],
        extensions: { code: 'INTERNAL_ERROR' },
      }),
    ]);
    expect(JSON.stringify(broken)).not.toContain('hunter2');
    expect(String(logged[0])).toContain('hunter2');
    const conflict = await ask('{ customer(id: "cus_conflict") { industry } }', { authorization });
    expect(conflict.errors?.[0]).toMatchObject({
      message: 'industry: two codes are recorded',
      extensions: { code: 'CONFLICT' },
    });
    const hidden = await ask('{ customer(id: "cus_hidden") { industry } }', { authorization });
    expect(hidden.errors?.[0]).toMatchObject({
      path: ['customer', 'industry'],
      extensions: {
        code: 'FORBIDDEN',
        access: { code: 'ROW_NOT_ALLOWED', category: 'company.demographic', clause: 'affiliates' },
      },
    });
    // A refusal that a row made names its field like one that the plan made: aliases and ids are not in its decision.
    const again = await ask('query Other { c: customer(id: "cus_hidden") { i: industry } }', {
      authorization,
    });
    expect(again.errors?.[0]?.extensions).toEqual(hidden.errors?.[0]?.extensions);
    expect(logged.length).toBe(1);
  });

  it('names a variable that does not fit and not its value', async () => {
    const query = 'query ($id: ID!) { customer(id: $id) { id } }';
    const result = await ask(query, {
      authorization: await token(),
      variables: { id: { secret: 'hunter2' } },
    });
    expect(codes(result)).toEqual(['BAD_INPUT']);
    expect(JSON.stringify(result)).not.toContain('hunter2');
    expect(result.errors?.[0]?.message).toContain('$id');
  });

  it('refuses what does not fit its schema, without a hint at what else is there', async () => {
    const result = await ask('{ customer(id: "cus_a") { companyNam } }', { authorization: await token() });
    expect(codes(result)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(result.errors?.[0]?.message).not.toContain('Did you mean');
    expect(result).not.toHaveProperty('data');
    expect(codes(await ask('query A { __typename } query B { __typename }'))).toEqual(['BAD_INPUT']);
    expect(await ask('query A { __typename } query B { b: __typename }', { operationName: 'B' })).toEqual({
      data: { b: 'Query' },
    });
  });

  describe('asked for entities', () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { companyName } } }';

    it('answers each in its place, null where there is none', async () => {
      const r = [
        { __typename: 'Customer', id: 'cus_b' },
        { __typename: 'Customer', id: 'cus_none' },
        { __typename: 'Customer', id: 'cus_a' },
      ];
      const result = await ask(query, { authorization: await token(), variables: { r } });
      expect(result).toEqual({
        data: { _entities: [{ companyName: 'Company b' }, null, { companyName: 'Company a' }] },
      });
    });

    it('decides on their fields by itself', async () => {
      const result = await ask(query, { variables: { r: [{ __typename: 'Customer', id: 'cus_b' }] } });
      expect(JSON.stringify(result)).not.toContain('Company b');
      expect(codes(result)).toEqual(['FORBIDDEN']);
    });

    it.each([
      ['an unknown type', { __typename: 'Robot', id: '1' }],
      ['a type of the schema that is no entity', { __typename: 'CustomerEdge', id: '1' }],
      ['a name from the prototype', { __typename: 'constructor' }],
      ['no type', { id: 'cus_a' }],
      ['no key', { __typename: 'Customer' }],
      ['a key that is no text', { __typename: 'Customer', id: { $ne: null } }],
      ['what is no object', 'Customer'],
    ])('refuses %s with an error at its place', async (_what, representation) => {
      const r = [{ __typename: 'Customer', id: 'cus_a' }, representation];
      const result = await ask(query, { authorization: await token(), variables: { r } });
      expect(result.data).toEqual({ _entities: [{ companyName: 'Company a' }, null] });
      expect(result.errors).toEqual([
        expect.objectContaining({ path: ['_entities', 1], extensions: { code: 'BAD_INPUT' } }),
      ]);
      expect(asked).toEqual(['reference cus_a']);
    });

    it('gives entities of another subgraph its own fields', async () => {
      const usageQuery =
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { usage(metrics: ["steps"], from: "2026-01-01", to: "2026-01-02") { total } } } }';
      const r = [
        { __typename: 'Customer', id: 'cus_a' },
        { __typename: 'Customer', id: 'cus_gone' },
      ];
      const authorization = await token({
        audience: 'customer',
        customer: 'cus_a',
        purposes: ['self-access'],
      });
      expect(await ask(usageQuery, { of: usage, authorization, variables: { r } })).toEqual({
        data: { _entities: [{ usage: [{ total: '4611686018427387904' }] }, null] },
      });
    });
  });

  describe('asked for a page', () => {
    const query =
      'query ($first: Int, $after: String, $order: CustomerOrder) { customers(first: $first, after: $after, orderBy: $order) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }';
    interface Answer {
      customers: {
        edges: { cursor: string; node: { id: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      } | null;
    }

    it('walks the whole list by cursors', async () => {
      const authorization = await token();
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const { data } = await ask(query, { authorization, variables: { first: 2, after } });
        const list = (data as Answer).customers;
        seen.push(...(list?.edges ?? []).map((edge) => edge.node.id));
        if (list?.pageInfo.hasNextPage !== true) break;
        after = list.pageInfo.endCursor;
      }
      expect(seen).toEqual(rows.map(({ id }) => id));
    });

    it.each([0, -1, 101, 2_147_483_647])('refuses first: %d', async (first) => {
      const result = await ask(query, { authorization: await token(), variables: { first } });
      expect(codes(result)).toEqual(['BAD_INPUT']);
      expect(result.errors?.[0]?.message).toBe('first: a whole number, 1 to 100');
    });

    it('refuses a cursor of another order, another reader, or nobody', async () => {
      const { data } = await ask(query, { authorization: await token(), variables: { first: 1 } });
      const after = (data as Answer).customers?.pageInfo.endCursor;
      const partner = await token({ audience: 'partner', party: 'par_1' });
      for (const [authorization, variables] of [
        [await token(), { after, order: 'ID' }],
        [partner, { after }],
        [await token(), { after: 'AAAA' }],
        [await token(), { after: '' }],
      ] as const) {
        expect(codes(await ask(query, { authorization, variables }))).toEqual(['BAD_CURSOR']);
      }
      expect(
        (await ask(query, { authorization: await token(), variables: { after } })).errors,
      ).toBeUndefined();
    });
  });
});
