import { CURRENT_POLICY } from '@hearth/policy';
import { openPolicy } from '@hearth/policy/testing';
import type { Gateway } from './index';
import { gatewayUnderTest, PARTNER, VENDOR } from './testing/gateway-under-test';
import type { AskAs, GatewayUnderTest } from './testing/gateway-under-test';
import { smallGraph } from './testing/small-graph';

const OTHER: AskAs = { ...PARTNER, party: 'par_2' };
const ALL = `{
  a: customer(id: "cus_1") { id companyName installations { version } }
  b: customer(id: "cus_2") { id companyName installations { version } }
  customers { edges { cursor node { companyName installations { version } } } pageInfo { hasNextPage endCursor } }
}`;

describe('the gateway before doors that are switched off', () => {
  let test: GatewayUnderTest;
  let alone: Gateway;
  let questions = 0;
  beforeAll(async () => {
    test = await gatewayUnderTest();
    const open = await smallGraph(test.verifier, { policy: openPolicy(CURRENT_POLICY), isStoreOpen: true });
    alone = await test.another({
      ...open,
      access: {
        ...test.access,
        read: (work) => {
          questions += 1;
          return test.access.read(work);
        },
      },
    });
  });
  afterAll(() => test.close());

  const ask = async (as: AskAs, query: string) =>
    alone.execute({
      query,
      purpose: as.purposes[0] === 'communication' ? 'compliance' : (as.purposes[0] ?? ''),
      authorization: `Bearer ${(await test.token(as)).token}`,
    });

  it('shows a partner its own customers and no other, in every way that was asked §affiliates §no-sharing', async () => {
    const mine = {
      id: 'cus_1',
      companyName: 'Alder & Sons',
      installations: [{ version: '2.1' }, { version: '2.2' }],
    };
    const { companyName, installations } = mine;
    expect(await ask(PARTNER, ALL)).toEqual({
      data: {
        a: mine,
        b: null,
        customers: {
          edges: [{ cursor: 'cus_1', node: { companyName, installations } }],
          pageInfo: { hasNextPage: false, endCursor: null },
        },
      },
    });
    expect(JSON.stringify(await ask(OTHER, ALL))).not.toMatch(/cus_1|Alder|2\.1/);
  });

  it('tells the same bytes of another’s customer as of one that does not exist', async () => {
    const query = '{ customer(id: "ID") { __typename companyName address } }';
    const [foreign, missing] = await Promise.all(
      ['cus_2', 'cus_9'].map((id) => ask(PARTNER, query.replace('ID', id))),
    );
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(missing));
  });

  it('records what left, and not what was taken out', async () => {
    const before = (await test.records()).length;
    await ask(PARTNER, '{ customer(id: "cus_2") { companyName } }');
    expect(await test.records()).toHaveLength(before);
    await ask(PARTNER, '{ customers { edges { node { companyName } } } }');
    expect((await test.records()).at(-1)).toMatchObject({ rows: 1 });
  });

  it('asks the evidence once for each answer that hangs on it, and never else', async () => {
    const asked = async (work: () => Promise<unknown>) => {
      const before = questions;
      await work();
      return questions - before;
    };
    expect(await asked(() => ask(PARTNER, ALL))).toBe(1);
    expect(await asked(() => ask(PARTNER, '{ motto }'))).toBe(0);
    expect(await asked(() => ask(PARTNER, '{ customer(id: "cus_9") { id } }'))).toBe(0);
    expect(await asked(() => ask({ audience: 'compliance', purposes: ['compliance'] }, ALL))).toBe(0);
    const self: AskAs = { audience: 'customer', purposes: ['self-access'], customer: 'cus_1' };
    expect(await asked(() => ask(self, ALL))).toBe(0);
  });

  it('shows a customer itself alone §knowledge', async () => {
    const self: AskAs = { audience: 'customer', purposes: ['self-access'], customer: 'cus_2' };
    const told = JSON.stringify(await ask(self, ALL));
    expect(told).toContain('Birch');
    expect(told).not.toMatch(/cus_1|Alder/);
  });

  it('shows a system the customers that it recorded, and none that another did', async () => {
    const query =
      '{ a: customer(id: "cus_1") { companyName } b: customer(id: "cus_2") { companyName } customers { edges { node { id } } } }';
    expect(await ask(VENDOR, query)).toEqual({
      data: {
        a: { companyName: 'Alder & Sons' },
        b: null,
        customers: { edges: [{ node: { id: 'cus_1' } }] },
      },
    });
  });

  it('plans once for two partners who ask the same at once, many times over, and gives each its own rows', async () => {
    const before = { ...alone.plans };
    const rounds = Array.from({ length: 60 }, (_, at) => (at % 2 ? PARTNER : OTHER));
    const answers = await Promise.all(rounds.map((as) => ask(as, `# at once\n${ALL}`)));
    for (const [at, answer] of answers.entries()) {
      const told = JSON.stringify(answer);
      expect(told).toContain(at % 2 ? 'Alder' : 'Birch');
      expect(told).not.toMatch(at % 2 ? /Birch|3\.0/ : /Alder|2\.1/);
    }
    expect(alone.plans.misses - before.misses).toBe(1);
    expect(alone.plans.hits - before.hits).toBe(59);
  });

  it('refuses the next request once an assignment has ended §affiliates', async () => {
    const query = '{ customer(id: "cus_1") { companyName } }';
    expect(JSON.stringify(await ask(PARTNER, query))).toContain('Alder');
    await test.access.write((m) =>
      m.query("UPDATE assignments SET ends_on = '2026-04-30' WHERE partner = 'par_1'"),
    );
    expect(await ask(PARTNER, query)).toEqual({ data: { customer: null } });
  });

  it('gives nothing where the evidence cannot be read', async () => {
    const broken = await test.another({
      ...(await smallGraph(test.verifier, { policy: openPolicy(CURRENT_POLICY), isStoreOpen: true })),
      rowEvidence: {
        grantsOn: () => Promise.reject(new Error('connection to db-host-7 lost')),
        recordedBy: () => Promise.reject(new Error('connection to db-host-7 lost')),
        partnersOf: () => Promise.reject(new Error('connection to db-host-7 lost')),
        customersOf: () => Promise.reject(new Error('connection to db-host-7 lost')),
      },
    });
    const authorization = `Bearer ${(await test.token(OTHER)).token}`;
    const answer = await broken.execute({ query: ALL, authorization, purpose: 'compliance' });
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL_ERROR' } }]);
    expect(JSON.stringify(answer)).not.toMatch(/Birch|db-host/);
  });
});
