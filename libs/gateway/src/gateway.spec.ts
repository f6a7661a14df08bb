import { parse } from 'graphql';
import { categoriesIn, createExportCheck } from '@hearth/release-record';
import type { ExportReport, ReleaseEntry } from '@hearth/release-record';
import {
  COMMUNICATION,
  COMPLIANCE,
  gatewayUnderTest,
  OPERATIONS,
  PARTNER,
  PRODUCT,
  VENDOR,
} from './testing/gateway-under-test';
import type { GatewayUnderTest } from './testing/gateway-under-test';

describe('the gateway', () => {
  let test: GatewayUnderTest;
  beforeAll(async () => {
    test = await gatewayUnderTest();
  });
  afterAll(() => test.close());

  describe('deciding', () => {
    it('gives the public what is open and refuses the rest with the clause at its path, and no more', async () => {
      const answer = await test.ask(undefined, '{ motto customer(id: "cus_1") { companyName } }');
      expect(answer.data).toEqual({ motto: 'kept by construction', customer: null });
      expect(answer.errors).toMatchObject([
        {
          path: ['customer'],
          extensions: {
            code: 'FORBIDDEN',
          },
        },
      ]);
      expect(answer.errors?.[0]?.extensions?.['access']).toEqual({
        decision: expect.stringMatching(/^dec_[\w-]{22}$/),
        code: 'CATEGORY_NOT_ALLOWED',
        clause: 'no-sharing',
        policyVersion: '2026.2',
      });
    });

    it('tells a department what would allow it, and another door would tell the same decision', async () => {
      const query = '{ customer(id: "cus_1") { installations { version } } }';
      const { token } = await test.token(COMMUNICATION);
      const [atGateway] = (await test.ask(COMMUNICATION, query)).errors ?? [];
      const behind = await test.graph.subgraphs['usage']?.execute({
        document: parse(
          '{ _entities(representations: [{ __typename: "Customer", id: "cus_1" }]) { ... on Customer { installations { version } } } }',
        ),
        authorization: `Bearer ${token}`,
      });
      const access = atGateway?.extensions?.['access'];
      expect(access).toMatchObject({
        category: 'usage.installation',
        needed: { scope: true, order: true, words: expect.stringContaining('To be') },
      });
      expect(behind?.errors?.[0]?.extensions['access']).toEqual(access);
    });

    it('never asks a subgraph for a field that it refused §departments', async () => {
      const before = test.graph.asked['usage']?.length;
      const answer = await test.ask(
        COMMUNICATION,
        '{ customer(id: "cus_1") { companyName address installations { version } } }',
      );
      expect(answer.data).toEqual({
        customer: { companyName: 'Alder & Sons', address: null, installations: null },
      });
      expect(answer.errors?.map(({ path }) => path)).toEqual([
        ['customer', 'address'],
        ['customer', 'installations'],
      ]);
      expect(test.graph.asked['usage']).toHaveLength(before ?? -1);
      expect(test.graph.asked['customer-records']?.join()).not.toContain('"address"');
    });

    it('joins what both subgraphs know, in the order asked', async () => {
      const answer = await test.ask(
        COMPLIANCE,
        'query Q($id: ID!) { b: customer(id: $id) { installations { version } n: companyName __typename } }',
        { variables: { id: 'cus_2' } },
      );
      expect(JSON.stringify(answer)).toBe(
        '{"data":{"b":{"installations":[{"version":"3.0"}],"n":"Birch Ltd","__typename":"Customer"}}}',
      );
    });

    it('refuses a mutation to whoever it is not for', async () => {
      const mutation = 'mutation { recordCustomer(name: "Cedar") { id companyName } }';
      const refused = await test.ask(COMMUNICATION, mutation);
      expect(refused.data).toEqual({ recordCustomer: null });
      expect(refused.errors?.[0]?.extensions).toMatchObject({ access: { code: 'ACTION_NOT_ALLOWED' } });
      const done = await test.ask(VENDOR, mutation);
      expect(done).toEqual({ data: { recordCustomer: { id: 'cus_3', companyName: 'Cedar' } } });
    });

    it('wants a stated purpose where the token has several, and refuses one that it has not', async () => {
      const query = '{ customer(id: "cus_1") { installations { version } } }';
      expect((await test.ask(PARTNER, query)).errors).toMatchObject([
        { extensions: { code: 'PURPOSE_REQUIRED' } },
      ]);
      expect((await test.ask(PARTNER, query, { purpose: 'statistics' })).errors).toMatchObject([
        { extensions: { code: 'PURPOSE_NOT_IN_TOKEN' } },
      ]);
      const { data } = await test.ask(PARTNER, query, { purpose: 'compliance' });
      expect(data).toEqual({ customer: { installations: [{ version: '2.1' }, { version: '2.2' }] } });
    });

    it('lets nobody in with a token that is expired, revoked, altered or none at all', async () => {
      const { token, id } = await test.token(COMMUNICATION);
      const code = async (authorization: string) =>
        (await test.gateway.execute({ query: '{ motto }', authorization })).errors?.[0]?.extensions?.['code'];
      expect(await code(`Bearer ${token}`)).toBeUndefined();
      expect(await code(`Bearer ${token.slice(0, -3)}AAA`)).toBe('UNAUTHENTICATED');
      expect(await code('Bearer ')).toBe('UNAUTHENTICATED');
      expect(await code('Basic dXNlcjpwdw==')).toBe('UNAUTHENTICATED');
      await test.policies.write(async (m) => {
        await m.query('INSERT INTO revoked_tokens (id, until_at) VALUES (?, ?)', [
          id,
          test.clock.now + 86_400_000,
        ]);
        await m.query('UPDATE decision_stamp SET revision = revision + 1 WHERE id = 1');
      });
      expect(await code(`Bearer ${token}`)).toBe('UNAUTHENTICATED');
      const { token: later } = await test.token(COMMUNICATION);
      test.clock.now += 86_400_000;
      expect(await code(`Bearer ${later}`)).toBe('UNAUTHENTICATED');
    });
  });

  describe('a partner that asks for a customer of another', () => {
    const ways: readonly (readonly [string, string])[] = [
      ['by id', '{ customer(id: "ID") { id companyName installations { version } } }'],
      ['by alias', '{ own: customer(id: "cus_1") { id } theirs: customer(id: "ID") { id companyName } }'],
      [
        'by fragment',
        '{ ...F } fragment F on Query { customer(id: "ID") { ...G } } fragment G on Customer { companyName installations { version } }',
      ],
      ['by type name alone', '{ customer(id: "ID") { __typename } }'],
      ['with fields that it is refused', '{ customer(id: "ID") { companyName address } }'],
      ['through the other subgraph', '{ customer(id: "ID") { installations { version } } }'],
      [
        'by filter',
        '{ customers(name: "NAME") { edges { cursor node { id companyName } } pageInfo { hasNextPage endCursor } } }',
      ],
    ];
    it.each(ways)(
      '%s is told the same bytes as of one that does not exist §affiliates',
      async (_way, query) => {
        const purpose = 'compliance';
        const ask = (id: string, name: string) =>
          test.ask(PARTNER, query.replace('ID', id).replace('NAME', name), { purpose });
        const foreign = await ask('cus_2', 'Birch Ltd');
        const missing = await ask('cus_9', 'Nobody Ltd');
        expect(JSON.stringify(foreign)).toBe(JSON.stringify(missing));
        expect(JSON.stringify(foreign)).not.toContain('Birch');
      },
    );

    it('does not find it in a list, nor through the doors that only the gateway uses', async () => {
      const list = await test.ask(PARTNER, '{ customers { edges { node { companyName } } } }', {
        purpose: 'compliance',
      });
      expect(list.data).toEqual({ customers: { edges: [{ node: { companyName: 'Alder & Sons' } }] } });
      const entities = await test.ask(
        PARTNER,
        '{ _entities(representations: [{ __typename: "Customer", id: "cus_2" }]) { ... on Customer { companyName } } }',
        { purpose: 'compliance' },
      );
      expect(entities.data).toBeUndefined();
      expect(entities.errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    });

    it('leaves no record for what it was not given', async () => {
      const before = (await test.records()).length;
      await test.ask(PARTNER, '{ customer(id: "cus_2") { companyName } }', { purpose: 'compliance' });
      await test.ask(
        PARTNER,
        '{ customers(name: "Birch Ltd") { edges { node { id } } pageInfo { hasNextPage } } }',
        {
          purpose: 'compliance',
        },
      );
      expect(await test.records()).toHaveLength(before);
    });
  });

  describe('asked to reject an operation whole', () => {
    const reject = async (as: typeof VENDOR | undefined, query: string, refusals = 'reject') =>
      test.gateway.execute({
        query,
        refusals,
        ...(as ? { authorization: `Bearer ${(await test.token(as)).token}` } : {}),
      });
    const questions = () => Object.values(test.graph.asked).flat().length;

    it('executes nothing of one with a refused field, and tells every refusal where it was asked', async () => {
      const before = [questions(), (await test.records()).length];
      const answer = await reject(
        COMMUNICATION,
        '{ motto __schema { queryType { name } } a: customer(id: "cus_1") { companyName ...F } } fragment F on Customer { b: address installations { version } }',
      );
      expect(answer.data).toBeNull();
      expect(answer.errors?.map(({ path }) => path?.join('.'))).toEqual(['a.b', 'a.installations']);
      expect(answer.errors?.map(({ extensions }) => extensions?.['code'])).toEqual([
        'FORBIDDEN',
        'FORBIDDEN',
      ]);
      expect([questions(), (await test.records()).length]).toEqual(before);
    });

    it('does no mutation of which a part is refused', async () => {
      const before = questions();
      const mutation = 'mutation { recordCustomer(name: "Cedar") { id companyName address } }';
      const answer = await reject(VENDOR, mutation);
      expect(answer.data).toBeNull();
      expect(answer.errors).toMatchObject([{ path: ['recordCustomer', 'address'] }]);
      expect(questions()).toBe(before);
      expect((await reject(VENDOR, mutation, 'filter')).data).toMatchObject({
        recordCustomer: { id: 'cus_3' },
      });
    });

    it('answers one of which nothing is refused', async () => {
      const answer = await reject(COMMUNICATION, '{ customer(id: "cus_1") { companyName } __typename }');
      expect(answer).toEqual({ data: { customer: { companyName: 'Alder & Sons' }, __typename: 'Query' } });
    });

    it.each(['', 'Reject', 'reject, filter', 'none'])('knows no mode called "%s"', async (mode) => {
      expect((await reject(undefined, '{ motto }', mode)).errors).toMatchObject([
        { extensions: { code: 'BAD_INPUT' }, message: 'hearth-refusals: filter or reject' },
      ]);
    });
  });

  describe('the record of releases', () => {
    const verified = (entries: readonly ReleaseEntry[]): ExportReport => {
      const check = createExportCheck();
      check.line({ kind: 'header', keys: [] });
      for (const entry of entries) check.line({ kind: 'entry', entry });
      return check.finish();
    };

    it('holds one entry for each answer and type with protected data, and none for others', async () => {
      const before = (await test.records()).length;
      await test.ask(undefined, '{ motto }');
      await test.ask(OPERATIONS, '{ intakeHealth }');
      await test.ask(PRODUCT, '{ customer(id: "cus_1") { companyName } }');
      await test.ask(COMMUNICATION, '{ customer(id: "cus_9") { companyName } }');
      expect(await test.records()).toHaveLength(before);
      await test.ask(COMMUNICATION, '{ customers { edges { node { id companyName address } } } }');
      const after = await test.records();
      expect(after).toHaveLength(before + 1);
      const entry = after.at(-1) as ReleaseEntry;
      expect(entry).toMatchObject({
        writer: 'gateway',
        at: test.clock.now,
        type: 'Customer',
        reader: 'a-test',
        audience: 'communication',
        purpose: 'communication',
        party: null,
        clauses: ['departments'],
        policyVersion: '2026.2',
        rows: 2,
      });
      expect(categoriesIn(entry.categories)).toEqual(['company.name', 'company.record']);
      expect(entry.token).toMatch(/^tok_/);
      expect(entry.customers).toHaveLength(2);
      expect(JSON.stringify(entry)).not.toContain('cus_');
    });

    it('holds an entry for each type under one request, and the party that read', async () => {
      const before = (await test.records()).length;
      await test.ask(PARTNER, '{ customer(id: "cus_1") { companyName installations { version } } }', {
        purpose: 'compliance',
      });
      const entries = (await test.records()).slice(before);
      expect(entries.map(({ type, party }) => [type, party])).toEqual([
        ['Customer', 'par_1'],
        ['Installation', 'par_1'],
      ]);
      expect(entries[0]?.requestId).toEqual(entries[1]?.requestId);
      expect(entries[0]?.requestId).not.toEqual((await test.records())[0]?.requestId);
    });

    it('is a chain that shows a change in any entry, and names it', async () => {
      const records = await test.records();
      expect(records.length).toBeGreaterThan(2);
      expect(verified(records)).toMatchObject({ ok: true });
      const changed = records.map((record, place) =>
        place === 1 ? { ...record, reader: 'somebody else' } : record,
      );
      expect(verified(changed).findings).toMatchObject([{ code: 'CHANGED', writer: 'gateway', index: 1 }]);
      expect(verified(records.filter((_record, place) => place !== 1)).findings).toMatchObject([
        { code: 'MISSING', writer: 'gateway', index: 1 },
      ]);
    });

    it('must be written before anything leaves: otherwise nothing does', async () => {
      const broken = await test.another({
        access: { ...test.access, write: () => Promise.reject(new Error('disk full')) },
      });
      const { token } = await test.token(COMMUNICATION);
      const ask = (query: string) => broken.execute({ query, authorization: `Bearer ${token}` });
      const answer = await ask('{ motto customer(id: "cus_1") { companyName } }');
      expect(answer.data).toBeNull();
      expect(answer.errors).toMatchObject([{ extensions: { code: 'RELEASE_NOT_RECORDED' } }]);
      expect(JSON.stringify(answer)).not.toContain('Alder');
      expect(await ask('{ motto }')).toEqual({ data: { motto: 'kept by construction' } });
    });
  });

  describe('errors', () => {
    it('tells nothing of what broke inside, and all of what the reader can put right', async () => {
      const answer = await test.ask(undefined, '{ motto breaks complains }');
      expect(answer.data).toEqual({ motto: 'kept by construction', breaks: null, complains: null });
      expect(JSON.stringify(answer)).not.toContain('secret');
      expect(answer.errors).toMatchObject([
        { path: ['breaks'], extensions: { code: 'INTERNAL_ERROR' } },
        { path: ['complains'], message: 'first: a whole number', extensions: { code: 'BAD_INPUT' } },
      ]);
    });

    it('does not repeat the value of a variable that does not fit', async () => {
      const answer = await test.ask(COMMUNICATION, 'query ($id: ID!) { customer(id: $id) { id } }', {
        variables: { id: { secret: 'Alder' } },
      });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(JSON.stringify(answer)).not.toContain('Alder');
    });

    it('does not say what a misspelt field might have been', async () => {
      const answer = await test.ask(undefined, '{ customer(id: "cus_1") { companyNam } }');
      expect(JSON.stringify(answer)).not.toContain('Did you mean');
    });
  });

  describe('introspection', () => {
    const fields =
      '{ __type(name: "Customer") { fields { name } } __schema { queryType { fields { name } } } }';
    const names = (answer: { data?: Record<string, unknown> | null }) => JSON.stringify(answer.data);

    it('shows each reader its own schema', async () => {
      expect(names(await test.ask(undefined, fields))).not.toContain('companyName');
      const communication = names(await test.ask(COMMUNICATION, fields));
      expect(communication).toContain('companyName');
      expect(communication).not.toContain('address');
      expect(names(await test.ask(COMPLIANCE, fields))).toContain('installations');
      expect(names(await test.ask(OPERATIONS, fields))).toContain('intakeHealth');
    });

    it('can be asked beside data, in order, under aliases and in fragments', async () => {
      const answer = await test.ask(
        undefined,
        'query ($no: Boolean = false) { motto ...S t: __typename hidden: __schema @include(if: $no) { queryType { name } } } fragment S on Query { s: __schema { queryType { name } } customer(id: "cus_1") { id } }',
      );
      expect(JSON.stringify(answer.data)).toBe(
        '{"motto":"kept by construction","s":{"queryType":{"name":"Query"}},"customer":null,"t":"Query"}',
      );
      expect(answer.errors).toMatchObject([{ path: ['customer'] }]);
    });
  });

  describe('starting', () => {
    it.each([
      ['a field lost its category', '@category(is: "company.name")', '', /Customer.companyName/],
      ['a mutation lost its audience', '@audience(action: "customer.record")', '', /Mutation.recordCustomer/],
      [
        'a demand became another',
        '@category(is: "company.name")',
        '@category(is: "statistics.public")',
        /demands company.name/,
      ],
    ])('is refused where %s', async (_name, from, to, message) => {
      const supergraphSdl = test.graph.supergraphSdl.replace(from, to);
      expect(supergraphSdl).not.toBe(test.graph.supergraphSdl);
      await expect(test.another({ supergraphSdl })).rejects.toThrow(message);
    });

    it('is refused where a subgraph is missing, or far away without the credential', async () => {
      const { usage, ...rest } = test.graph.subgraphs;
      expect(usage).toBeDefined();
      await expect(test.another({ subgraphs: rest })).rejects.toThrow('usage');
      const remote = { ...rest, usage: { url: 'http://127.0.0.1:9/graphql' } };
      await expect(test.another({ subgraphs: remote })).rejects.toThrow('gatewayCredential');
    });
  });
});
