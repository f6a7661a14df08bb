import { auditAccessTable } from '@hearth/access-plan';
import { CURRENT_POLICY } from '@hearth/policy';
import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { parse } from 'graphql';
import { buildPartnerAccessSchema } from './index';
import {
  accessUnderTest,
  COMMUNICATION,
  customerId,
  partnerReader,
  VENDOR,
} from './testing/access-under-test';
import type { AccessUnderTest, Answer } from './testing/access-under-test';

const REGISTER = `mutation ($input: RegisterPartnerInput!) { registerPartner(input: $input) { id name contractEndsOn } }`;
const ASSIGN = `mutation ($input: AssignCustomersInput!) { assignCustomers(input: $input) { assigned partner { name } } }`;
const PARTNERS_OF = `query ($of: [_Any!]!) {
  _entities(representations: $of) { ... on Customer { partners { role from until partner { id name } } } }
}`;

describe('the schema of partner-access', () => {
  it('declares a category, a reason or an audience for everything', async () => {
    const { sdl } = await buildPartnerAccessSchema();
    expect(auditAccessTable(parse(sdl))).toEqual([]);
  });
});

describeEachDialect('the subgraph of partner-access', ({ openRooms }) => {
  let rooms: TestRooms;
  let test: AccessUnderTest;
  let own: string;
  let other: string;
  let mine: string;
  let foreign: string;
  let ended: string;
  const of = (...ids: string[]) => ({ of: ids.map((id) => ({ __typename: 'Customer', id })) });
  const code = (answer: Answer) => answer.errors?.[0]?.extensions.code;

  const register = async (externalKey: string, name: string, contractEndsOn: string | null = null) => {
    const answer = await test.ask(VENDOR, REGISTER, { input: { externalKey, name, contractEndsOn } });
    expect(answer.errors).toBeUndefined();
    return (answer.data?.['registerPartner'] as { id: string }).id;
  };
  const assign = (partner: string, customers: string[], from: string, until: string | null = null) =>
    test.ask(VENDOR, ASSIGN, { input: { partner, customers, role: 'SELLS', from, until } });

  beforeAll(async () => {
    rooms = await openRooms();
    test = await accessUnderTest(rooms, '2026-05-01T12:00:00Z');
    [mine, foreign, ended] = [await test.customer(), await test.customer(), await test.customer()];
    own = await register('p-1', 'Alder & Sons', '2026-12-31');
    other = await register('p-2', 'Birch Ltd');
    expect(await assign(own, [mine], '2026-01-01')).toEqual({
      data: { assignCustomers: { assigned: 1, partner: { name: 'Alder & Sons' } } },
    });
    await assign(own, [ended], '2026-01-01', '2026-04-30');
    await assign(other, [mine, foreign], '2026-01-01');
  });
  afterAll(() => rooms.close());

  describe('who one is', () => {
    it('tells anyone what its token says, and the public that it is the public', async () => {
      const query = '{ whoAmI { audience purposes purpose rows client expiresAt policyVersion } }';
      expect(await test.ask(undefined, query)).toEqual({
        data: {
          whoAmI: {
            audience: 'PUBLIC',
            purposes: ['STATISTICS'],
            purpose: 'STATISTICS',
            rows: 'NONE',
            client: 'public',
            expiresAt: null,
            policyVersion: CURRENT_POLICY.version,
          },
        },
      });
      expect((await test.ask(partnerReader(own), query)).data?.['whoAmI']).toMatchObject({
        audience: 'PARTNER',
        rows: 'SCOPED',
      });
    });

    it('shows the policy to anyone, whole, and null for a version that never was §amendments', async () => {
      const query = `query ($version: ID) { policy(version: $version) {
        version clauses { id title text obliges } categories { key parent sensitivity }
        audiences { key } purposes { key } rules { audience purpose categories rows clause } actionRules { actions }
        actions refusals { audiences purposes categories actions clause why }
        retention { key data categories room period from job clause }
      } }`;
      const answer = await test.ask(undefined, query);
      expect(answer.errors).toBeUndefined();
      const policy = answer.data?.['policy'] as Record<
        'clauses' | 'rules' | 'actions' | 'refusals' | 'retention',
        Record<string, unknown>[]
      > & { version: string };
      expect(policy.version).toBe(CURRENT_POLICY.version);
      expect(policy.clauses).toHaveLength(20);
      expect(policy.rules).toHaveLength(CURRENT_POLICY.rules.length);
      expect(policy.actions).toEqual(CURRENT_POLICY.actions);
      // What is refused to all is written out, word by word.
      expect(policy.refusals[0]).toMatchObject({ purposes: ['SOLICITATION'], clause: 'no-solicitation' });
      expect(policy.refusals[0]?.['audiences']).toHaveLength(CURRENT_POLICY.audiences.length);
      expect(policy.refusals[1]).toMatchObject({ audiences: ['PARTNER'], categories: ['licence.key'] });
      expect(policy.retention).toHaveLength(CURRENT_POLICY.retention.length);
      expect(policy.retention[0]).toMatchObject({ key: 'filed-halves', room: 'INBOX', period: 'P0D' });
      expect(await test.ask(undefined, query, { version: '1999.1' })).toEqual({ data: { policy: null } });
    });

    it('tells anyone what a version changes and for whom, by the fields of the whole graph §amendments', async () => {
      const query = `query ($from: ID!, $to: ID!) { policyChanges(from: $from, to: $to) {
        from to clauses { added reworded } categories { added removed } actions { added } rules { added { clause } removed { clause } }
        actionRules { added { actions } } refusals { added { why } removed { why } } retention { added { key } }
        access { audience purpose categories { category change rowsBefore rowsAfter clauseBefore clauseAfter }
          actions { action change clauseBefore clauseAfter } fieldsGained fieldsLost fieldsChanged }
      } }`;
      const answer = await test.ask(undefined, query, { from: '2026.1', to: '2026.2' });
      expect(answer.errors).toBeUndefined();
      const told = answer.data?.['policyChanges'] as {
        access: { audience: string }[];
        refusals: { added: unknown[] };
      };
      expect(told).toMatchObject({
        from: '2026.1',
        to: '2026.2',
        clauses: { added: [], reworded: [] },
        categories: { added: ['access.policy', 'access.order', 'access.preview'], removed: [] },
      });
      expect(told.refusals.added).toHaveLength(CURRENT_POLICY.refusals.length);
      expect(told.access.find(({ audience }) => audience === 'COMPLIANCE')).toEqual({
        audience: 'COMPLIANCE',
        purpose: 'COMPLIANCE',
        categories: [
          {
            category: 'access.client',
            change: 'GAINED',
            rowsBefore: null,
            rowsAfter: 'ALL',
            clauseBefore: null,
            clauseAfter: 'departments',
          },
        ],
        actions: ['installation.confirm', 'installation.disown'].map((action) => ({
          action,
          change: 'GAINED',
          clauseBefore: null,
          clauseAfter: 'departments',
        })),
        fieldsGained: ['Customer.accessClients'],
        fieldsLost: [],
        fieldsChanged: [],
      });
      expect(told.access.find(({ audience }) => audience === 'PRIVACY_OFFICE')).toMatchObject({
        actions: [{ action: 'customer.erase', change: 'GAINED', clauseBefore: null, clauseAfter: 'contact' }],
        fieldsGained: ['Mutation.eraseCustomer'],
      });
      expect(await test.ask(undefined, query, { from: '2026.2', to: '2026.2' })).toMatchObject({
        data: { policyChanges: { access: [], rules: { added: [], removed: [] } } },
      });
    });

    it.each([
      ['2026.1', '1999.1'],
      ['1999.1', '2026.2'],
      ['__proto__', 'constructor'],
    ])('has no difference to tell from %s to %s', async (from, to) => {
      const query = `{ policyChanges(from: "${from}", to: "${to}") { from } }`;
      expect(await test.ask(undefined, query)).toEqual({ data: { policyChanges: null } });
    });

    it('keeps the policy in force with the time of its first use §amendments', async () => {
      const rows = await test.access.read((m) =>
        m.query('SELECT version, activated_at FROM policy_versions'),
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ version: CURRENT_POLICY.version });
    });
  });

  describe('a partner', () => {
    it('sees its own current assignments and nobody else’s', async () => {
      const answer = await test.ask(partnerReader(own), PARTNERS_OF, of(mine));
      expect(answer).toEqual({
        data: {
          _entities: [
            {
              partners: [
                {
                  role: 'SELLS',
                  from: '2026-01-01',
                  until: null,
                  partner: { id: own, name: 'Alder & Sons' },
                },
              ],
            },
          ],
        },
      });
    });

    it('learns nothing of a customer that is another’s, was its own once, or never was', async () => {
      const [another, past, none] = await Promise.all(
        [foreign, ended, customerId()].map((id) => test.ask(partnerReader(own), PARTNERS_OF, of(id))),
      );
      expect(JSON.stringify(another)).toBe(JSON.stringify(none));
      expect(JSON.stringify(past)).toBe(JSON.stringify(none));
    });

    it('sees itself among the partners, and no other by id', async () => {
      const list = '{ partners { edges { node { id name } } pageInfo { hasNextPage } } }';
      expect((await test.ask(partnerReader(own), list)).data).toEqual({
        partners: { edges: [{ node: { id: own, name: 'Alder & Sons' } }], pageInfo: { hasNextPage: false } },
      });
      const query =
        'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Partner { name } } }';
      const byId = (id: string) =>
        test.ask(partnerReader(own), query, { of: [{ __typename: 'Partner', id }] });
      expect((await byId(other)).data).toEqual({ _entities: [null] });
      expect(JSON.stringify(await byId(other))).toBe(
        JSON.stringify(await byId('par_AAAAAAAAAAAAAAAAAAAAAA')),
      );
    });

    it('may not record anything', async () => {
      const answer = await test.ask(partnerReader(own), ASSIGN, {
        input: { partner: own, customers: [foreign], role: 'SELLS', from: '2026-01-01' },
      });
      expect(answer.data).toEqual({ assignCustomers: null });
      expect(code(answer)).toBe('FORBIDDEN');
    });

    it('sees no more of anyone once its contract has ended §affiliates', async () => {
      test.clock.now = Date.parse('2027-01-01T00:00:00Z');
      const after = await test.ask(partnerReader(own), PARTNERS_OF, of(mine));
      const none = await test.ask(partnerReader(own), PARTNERS_OF, of(customerId()));
      test.clock.now = Date.parse('2026-05-01T12:00:00Z');
      expect(JSON.stringify(after)).toBe(JSON.stringify(none));
    });
  });

  describe('the others', () => {
    it('departments see every assignment, ended ones too', async () => {
      const answer = await test.ask(COMMUNICATION, PARTNERS_OF, of(mine, foreign, ended));
      const lists = answer.data?.['_entities'] as { partners: { partner: { name: string } }[] }[];
      expect(lists.map(({ partners }) => partners.map(({ partner }) => partner.name).sort())).toEqual([
        ['Alder & Sons', 'Birch Ltd'],
        ['Birch Ltd'],
        ['Alder & Sons'],
      ]);
    });

    it('a customer sees who works for it, and for no one else', async () => {
      const self = { audience: 'customer', purposes: ['self-access'], customer: foreign } as const;
      const answer = await test.ask(self, PARTNERS_OF, of(foreign, mine));
      // Another customer is no entity at all, as one that does not exist.
      expect(answer.data?.['_entities']).toEqual([
        { partners: [expect.objectContaining({ partner: expect.objectContaining({ name: 'Birch Ltd' }) })] },
        null,
      ]);
    });

    it.each([
      ['the public', undefined],
      ['product management', { audience: 'product-management', purposes: ['statistics'] }],
      ['operations', { audience: 'operations', purposes: ['operation'] }],
      ['a partner for statistics', { audience: 'partner', purposes: ['statistics'], party: 'par_x' }],
    ] as const)('%s is refused partners and assignments', async (_name, as) => {
      const answer = await test.ask(
        as,
        `query ($of: [_Any!]!) {
        partners { edges { node { name } } } _entities(representations: $of) { ... on Customer { partners { role } } }
      }`,
        of(mine),
      );
      expect(answer.data).toEqual({ partners: null, _entities: [{ partners: null }] });
      expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    });

    it('another of the vendor’s systems reads and assigns only what it recorded itself', async () => {
      const stranger = { ...VENDOR, client: 'another-system' };
      const list = '{ partners { edges { node { name } } } }';
      expect((await test.ask(stranger, list)).data).toEqual({ partners: { edges: [] } });
      const input = { partner: own, customers: [mine], role: 'SELLS', from: '2026-01-01' };
      const owned = await test.ask(stranger, ASSIGN, { input });
      const made = await test.ask(stranger, ASSIGN, {
        input: { ...input, partner: 'par_AAAAAAAAAAAAAAAAAAAAAA' },
      });
      expect(code(owned)).toBe('NOT_FOUND');
      expect(JSON.stringify(owned)).toBe(JSON.stringify(made));
    });

    it('a partner is assigned no customer of another system’s, which answers like one that does not exist', async () => {
      const theirs = await test.customer('another-system');
      const refused = await assign(own, [mine, theirs], '2026-01-01');
      expect(code(refused)).toBe('NOT_FOUND');
      expect(JSON.stringify(refused)).toBe(
        JSON.stringify(await assign(own, [mine, customerId()], '2026-01-01')),
      );
      const seen = await test.ask(COMMUNICATION, PARTNERS_OF, of(theirs));
      expect(seen.data).toEqual({ _entities: [{ partners: [] }] });
    });
  });

  describe('recording', () => {
    it('changes a partner that comes again under its key', async () => {
      const first = await register('p-3', 'Cedar');
      expect(await register('p-3', 'Cedar & Co', '2026-06-30')).toBe(first);
      const answer = await test.ask(
        COMMUNICATION,
        '{ partners(first: 100) { edges { node { name contractEndsOn } } } }',
      );
      expect(JSON.stringify(answer)).toContain('{"name":"Cedar & Co","contractEndsOn":"2026-06-30"}');
    });

    it.each([
      ['no customers', { customers: [] }, 'BAD_INPUT', 'customers: 1 to 1000 different ids'],
      [
        'a word for an id',
        { customers: ['Acme'] },
        'BAD_INPUT',
        'customers: ids of customers, cus_ and 22 characters',
      ],
      ['an end before its beginning', { until: '2025-12-31' }, 'BAD_INPUT', 'until: no earlier than from'],
      [
        'a partner that cannot be',
        { partner: 'x' },
        'NOT_FOUND',
        'partner: no partner that this client has registered',
      ],
    ])('refuses %s', async (_name, change, expected, message) => {
      const input = { partner: own, customers: [mine], role: 'SELLS', from: '2026-01-01', ...change };
      const answer = await test.ask(VENDOR, ASSIGN, { input });
      expect(answer.errors).toMatchObject([{ message, extensions: { code: expected } }]);
    });

    it('pages through the partners, and takes no cursor of another reader', async () => {
      const query = `query ($after: String) { partners(first: 1, after: $after) {
        edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
      const seen: string[] = [];
      let after: string | null = null;
      for (;;) {
        const answer: Answer = await test.ask(COMMUNICATION, query, { after });
        const page = answer.data?.['partners'] as {
          edges: { node: { id: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
        seen.push(...page.edges.map(({ node }) => node.id));
        after = page.pageInfo.endCursor;
        if (!page.pageInfo.hasNextPage) break;
      }
      expect(new Set(seen).size).toBe(3);
      expect(code(await test.ask(VENDOR, query, { after }))).toBe('BAD_CURSOR');
      expect(code(await test.ask(COMMUNICATION, query, { after: 'made-up' }))).toBe('BAD_CURSOR');
    });
  });
});
