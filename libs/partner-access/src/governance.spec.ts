import { CURRENT_POLICY, POLICY_2026_1 } from '@hearth/policy';
import type { Policy } from '@hearth/policy';
import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { accessUnderTest, APPROVER, COMMUNICATION, partnerReader, VENDOR } from './testing/access-under-test';
import type { AccessUnderTest, Answer, AskAs } from './testing/access-under-test';

const OTHER: AskAs = { ...APPROVER, client: 'another-approver' };
const PROPOSE =
  'mutation ($d: String!) { proposePolicy(document: $d) { version proposedBy approvedBy inForce } }';
const APPROVE = 'mutation ($v: ID!) { approvePolicy(version: $v) { version proposedBy approvedBy inForce } }';
const REGISTER = `mutation ($i: RegisterClientInput!) { registerClient(input: $i) { id name audience purposes tokenHint revokedAt } }`;
const ISSUE = 'mutation ($i: TokenInput!) { issueToken(input: $i) { id token expiresAt } }';
const OPEN =
  'mutation ($i: CourtOrderInput!) { openCourtOrder(input: $i) { id state caseReference persons } }';
const APPROVE_ORDER = 'mutation ($id: ID!) { approveCourtOrder(id: $id) { state openedBy approvedBy } }';
const CLOSE_ORDER = 'mutation ($id: ID!) { closeCourtOrder(id: $id) { state } }';

// What departments may not have, no partner may: it is taken from both.
const without = (audience: string, category: string, version: string): Policy => ({
  ...CURRENT_POLICY,
  version,
  rules: CURRENT_POLICY.rules.map((rule) =>
    rule.audience === audience || (rule.audience === 'partner' && rule.purpose === audience)
      ? { ...rule, categories: rule.categories.filter((one) => one !== category) }
      : rule,
  ),
});

describeEachDialect('what others are decided by', ({ openRooms }) => {
  let rooms: TestRooms;
  let test: AccessUnderTest;
  const code = (answer: Answer) => answer.errors?.[0]?.extensions.code;
  const message = (answer: Answer) => answer.errors?.[0]?.message;
  const pick = <T>(answer: Answer, field: string): T => {
    expect(answer.errors).toBeUndefined();
    return answer.data?.[field] as T;
  };
  const version = async () =>
    (
      (await test.ask(undefined, '{ whoAmI { policyVersion } }')).data?.['whoAmI'] as {
        policyVersion: string;
      }
    ).policyVersion;
  const revision = async () =>
    Number(
      (
        await test.access.read((m) => m.query<{ revision: unknown }[]>('SELECT revision FROM decision_stamp'))
      )[0]?.revision,
    );
  const propose = (policy: Policy, as = APPROVER) => test.ask(as, PROPOSE, { d: JSON.stringify(policy) });
  const approve = (v: string, as = OTHER) => test.ask(as, APPROVE, { v });
  const register = async (input: object): Promise<string> =>
    pick<{ id: string }>(await test.ask(APPROVER, REGISTER, { i: input }), 'registerClient').id;
  const refusedOutright = async (query: string, variables: object, allowed: readonly AskAs[] = []) => {
    for (const as of [undefined, VENDOR, COMMUNICATION, partnerReader('par_x'), ...allowed]) {
      const answer = await test.ask(as, query, variables as Record<string, unknown>);
      expect(code(answer)).toBe('FORBIDDEN');
    }
  };

  beforeAll(async () => {
    rooms = await openRooms();
    test = await accessUnderTest(rooms, '2026-05-01T12:00:00Z');
  });
  afterAll(() => rooms.close());

  describe('the policy', () => {
    it('is in force from the next request on once another than its proposer approves it §amendments', async () => {
      const next = without('communication', 'access.partner', '2026.3');
      const list = '{ partners { edges { node { name } } } }';
      expect((await test.ask(COMMUNICATION, list)).errors).toBeUndefined();
      const made = pick<object>(await propose(next), 'proposePolicy');
      expect(made).toEqual({ version: '2026.3', proposedBy: 'a-test', approvedBy: null, inForce: false });
      expect(await version()).toBe(CURRENT_POLICY.version);
      expect((await test.ask(COMMUNICATION, list)).errors).toBeUndefined();
      expect(pick(await approve('2026.3'), 'approvePolicy')).toEqual({
        version: '2026.3',
        proposedBy: 'a-test',
        approvedBy: 'another-approver',
        inForce: true,
      });
      expect(code(await test.ask(COMMUNICATION, list))).toBe('FORBIDDEN');
      expect(await version()).toBe('2026.3');
    });

    it('goes back to a version of before, by the same two people', async () => {
      pick(await propose(CURRENT_POLICY), 'proposePolicy');
      pick(await approve(CURRENT_POLICY.version), 'approvePolicy');
      expect(await version()).toBe(CURRENT_POLICY.version);
      const past = await test.ask(
        undefined,
        '{ policy(version: "2026.3") { version } none: policy(version: "2026.8") { version } }',
      );
      expect(past.data).toEqual({ policy: { version: '2026.3' }, none: null });
      const listed = pick<{ version: string; inForce: boolean }[]>(
        await test.ask(APPROVER, '{ policyProposals { version inForce } }'),
        'policyProposals',
      );
      expect(listed.filter(({ inForce }) => inForce).map((one) => one.version)).toEqual([
        CURRENT_POLICY.version,
      ]);
    });

    it('is approved by nobody alone, and proposed once under one number §amendments', async () => {
      pick(await propose({ ...CURRENT_POLICY, version: '2026.4' }), 'proposePolicy');
      const before = await revision();
      expect(message(await approve('2026.4', APPROVER))).toBe(
        'version: approved by another client than the one that proposed it',
      );
      expect(message(await propose({ ...CURRENT_POLICY, version: '2026.4' }, OTHER))).toBe(
        'document version: one that is not proposed already',
      );
      expect(code(await approve('2026.9'))).toBe('NOT_FOUND');
      expect([await version(), await revision()]).toEqual([CURRENT_POLICY.version, before]);
    });

    it('is not activated where it breaks an invariant, and says which §no-solicitation', async () => {
      const selling: Policy = {
        ...CURRENT_POLICY,
        version: '2026.5',
        rules: [
          ...CURRENT_POLICY.rules,
          {
            audience: 'partner',
            purpose: 'solicitation',
            categories: ['user.contact'],
            rows: 'scoped',
            clause: 'affiliates',
          },
        ],
      };
      pick(await propose(selling), 'proposePolicy');
      const refused = await approve('2026.5');
      expect(code(refused)).toBe('BAD_INPUT');
      expect(message(refused)).toContain('The rule partner/solicitation grants solicitation.');
      expect(await version()).toBe(CURRENT_POLICY.version);
      expect(code(await approve('2026.5'))).toBe('BAD_INPUT');
    });

    it('is told with the times at which each version applied, to everybody §amendments', async () => {
      const began = test.clock.now;
      const change = async (policy: Policy) => {
        test.clock.now += 60_000;
        pick(await propose(policy), 'proposePolicy');
        pick(await approve(policy.version), 'approvePolicy');
        return new Date(test.clock.now).toISOString();
      };
      const other = await change({ ...CURRENT_POLICY, version: '2026.6' });
      const back = await change(CURRENT_POLICY);
      await change(CURRENT_POLICY);
      const told = await test.ask(undefined, '{ policyHistory { version from until } }');
      expect(pick<unknown[]>(told, 'policyHistory').slice(-3)).toEqual([
        expect.objectContaining({ until: other }),
        { version: '2026.6', from: other, until: back },
        { version: CURRENT_POLICY.version, from: back, until: null },
      ]);
      test.clock.now = began;
    });

    it.each([
      ['no JSON', 'no policy', 'document: It is not JSON.'],
      [
        'half a policy',
        JSON.stringify({ ...CURRENT_POLICY, version: '7', rules: undefined }),
        'document: rules is missing.',
      ],
      [
        'another text under a number that is taken',
        JSON.stringify({ ...POLICY_2026_1, effectiveFrom: '2027-01-01' }),
        'document version: one that stands for no other text',
      ],
    ])('is not proposed as %s', async (_name, d, expected) => {
      const answer = await test.ask(APPROVER, PROPOSE, { d });
      expect([code(answer), message(answer)]).toEqual(['BAD_INPUT', expected]);
    });

    it('is neither proposed nor approved nor its proposals read by anyone but approvers', async () => {
      await refusedOutright(PROPOSE, { d: JSON.stringify(CURRENT_POLICY) });
      await refusedOutright(APPROVE, { v: '2026.4' });
      await refusedOutright('{ policyProposals { version } }', {});
    });
  });

  describe('clients and tokens', () => {
    let partner: string;
    let client: string;
    const inPartner = '{ partners { edges { node { clients { id name purposes tokenHint } } } } }';
    const issue = (input: object, as = APPROVER) => test.ask(as, ISSUE, { i: input });
    const tokenOf = (answer: Answer) =>
      pick<{ id: string; token: string; expiresAt: string }>(answer, 'issueToken');
    const askWith = (token: string, query = '{ whoAmI { client audience } }') => test.askBearer(token, query);

    beforeAll(async () => {
      const made = await test.ask(
        VENDOR,
        'mutation { registerPartner(input: { externalKey: "g-1", name: "Alder" }) { id } }',
      );
      partner = pick<{ id: string }>(made, 'registerPartner').id;
      client = await register({
        name: 'Portal',
        audience: 'PARTNER',
        purposes: ['COMMUNICATION'],
        party: partner,
      });
    });

    it('issues a token to a registered client, which its partner finds by hint alone', async () => {
      const { token, id, expiresAt } = tokenOf(await issue({ client, purposes: ['COMMUNICATION'] }));
      expect(pick(await askWith(token), 'whoAmI')).toEqual({ client, audience: 'PARTNER' });
      expect(Date.parse(expiresAt) - test.clock.now).toBe(3_600_000);
      const seen = JSON.stringify(await test.ask(partnerReader(partner), inPartner));
      expect(seen).toContain(`"tokenHint":"${token.slice(-4)}"`);
      expect(seen).not.toContain(id);
      const stored = await test.access.read((m) => m.query('SELECT * FROM issued_tokens'));
      expect(JSON.stringify(stored)).not.toContain(token.slice(0, -4));
      expect(pick(await test.ask(partnerReader('par_x'), inPartner), 'partners')).toEqual({ edges: [] });
    });

    it.each([
      ['for solicitation', { purposes: ['SOLICITATION'] }, 'purposes: solicitation is open to nobody'],
      ['for more than the client', { purposes: ['COMPLIANCE'] }, 'purposes: one or more of communication'],
      ['for no purpose', { purposes: [] }, 'purposes: one or more of communication'],
      [
        'for another party',
        { purposes: ['COMMUNICATION'], party: 'par_x' },
        'party: the party that the holder has, or none',
      ],
      [
        'that outlives the caller’s own',
        { purposes: ['COMMUNICATION'], lifetimeSeconds: 3_601 },
        'lifetimeSeconds: at least 1, and no longer than the caller’s own token lives',
      ],
      [
        'for a client that is not there',
        { client: 'cli_AAAAAAAAAAAAAAAAAAAAAA', purposes: ['COMMUNICATION'] },
        'client: no client that is registered and not revoked',
      ],
    ])('issues none %s §no-solicitation', async (_name, change, expected) => {
      expect(message(await issue({ client, ...change }))).toBe(expected);
    });

    it('lets only approvers issue, revoke and register, and registers no approver', async () => {
      await refusedOutright(ISSUE, { i: { client, purposes: ['COMMUNICATION'] } });
      await refusedOutright(REGISTER, { i: { name: 'x', audience: 'OPERATIONS', purposes: ['OPERATION'] } });
      await refusedOutright('mutation ($id: ID!) { revokeToken(id: $id) { tokens } }', { id: 'tok_x' });
      await refusedOutright('mutation ($id: ID!) { revokeClient(id: $id) { id } }', { id: client });
      const approver = { name: 'x', audience: 'APPROVERS', purposes: ['ADMINISTRATION'] };
      expect(message(await test.ask(APPROVER, REGISTER, { i: approver }))).toBe(
        'audience: any but approvers, public, installation',
      );
    });

    it.each([
      ['without a name', { name: ' ' }, 'name: 1 to 200 characters'],
      ['for a purpose not open to it', { purposes: ['OPERATION'] }, 'purposes: one or more of'],
      ['for no partner', { party: null }, 'party: the partner’s or consented party’s id'],
      ['for a partner that is not there', { party: 'par_AAAAAAAAAAAAAAAAAAAAAA' }, 'party: no partner'],
      ['for a customer besides', { customer: 'cus_AAAAAAAAAAAAAAAAAAAAAA' }, 'customer: the customer’s id'],
    ])('registers no client %s', async (_name, change, expected) => {
      const input = {
        name: 'P',
        audience: 'PARTNER',
        purposes: ['COMMUNICATION'],
        party: partner,
        ...change,
      };
      expect(message(await test.ask(APPROVER, REGISTER, { i: input }))).toContain(expected);
    });

    it('ends a token at the next request, and with it those that were issued by it §security', async () => {
      const own = tokenOf(await issue({ purposes: ['ADMINISTRATION'] }));
      const child = tokenOf(
        await test.askBearer(own.token, ISSUE, { i: { client, purposes: ['COMMUNICATION'] } }),
      );
      expect((await askWith(child.token)).errors).toBeUndefined();
      const ended = await test.ask(APPROVER, 'mutation ($id: ID!) { revokeToken(id: $id) { tokens } }', {
        id: own.id,
      });
      expect(pick(ended, 'revokeToken')).toEqual({ tokens: 2 });
      expect(code(await askWith(own.token))).toBe('UNAUTHENTICATED');
      expect(code(await askWith(child.token))).toBe('UNAUTHENTICATED');
      expect(code(await test.ask(APPROVER, 'mutation { revokeToken(id: "x") { tokens } }'))).toBe(
        'BAD_INPUT',
      );
    });

    it('ends every token of a client at the next request, whoever signed it §security', async () => {
      const gone = await register({
        name: 'Gone',
        audience: 'PARTNER',
        purposes: ['COMMUNICATION'],
        party: partner,
      });
      const issued = tokenOf(await issue({ client: gone, purposes: ['COMMUNICATION'] }));
      const elsewhere = await test.issuer.issue({
        client: gone,
        audience: 'partner',
        purposes: ['compliance'],
        party: partner,
      });
      const revoked = await test.ask(
        APPROVER,
        'mutation ($id: ID!) { revokeClient(id: $id) { revokedAt } }',
        { id: gone },
      );
      expect(pick(revoked, 'revokeClient')).toEqual({ revokedAt: new Date(test.clock.now).toISOString() });
      expect(code(await askWith(issued.token))).toBe('UNAUTHENTICATED');
      expect(code(await askWith(elsewhere.token))).toBe('UNAUTHENTICATED');
      expect(code(await issue({ client: gone, purposes: ['COMMUNICATION'] }))).toBe('NOT_FOUND');
      const again = await test.ask(APPROVER, 'mutation ($id: ID!) { revokeClient(id: $id) { id } }', {
        id: gone,
      });
      expect(code(again)).toBe('NOT_FOUND');
      expect(JSON.stringify(await test.ask(partnerReader(partner), inPartner))).not.toContain('Gone');
      expect(JSON.stringify(await test.ask(APPROVER, '{ clients { edges { node { name } } } }'))).toContain(
        'Gone',
      );
    });
  });

  describe('a court order', () => {
    let person: string;
    let customer: string;
    const input = (change: object = {}) => ({
      caseReference: '4:26-CV-01234',
      persons: [person],
      customers: [customer],
      categories: ['company', 'user.contact'],
      from: '2026-05-01T00:00:00Z',
      until: '2026-06-01T00:00:00Z',
      ...change,
    });
    const open = (change: object = {}, as = APPROVER) => test.ask(as, OPEN, { i: input(change) });
    const opened = async (change: object = {}) =>
      pick<{ id: string }>(await open(change), 'openCourtOrder').id;
    const issueFor = (order: string) =>
      test.ask(APPROVER, ISSUE, { i: { client: person, purposes: ['LEGAL_ORDER'], party: order } });
    const scopes = async (order: string) => {
      const of = async (room: 'access' | 'personal') =>
        (
          await test[room].read((m) =>
            m.query<{ customer: string; category: string; until_at: unknown }[]>(
              'SELECT customer, category, until_at FROM scope WHERE party = ? ORDER BY category',
              [order],
            ),
          )
        ).map((row) => [row.customer, row.category, Number(row.until_at)]);
      const [access, personal] = [await of('access'), await of('personal')];
      expect(access).toEqual(personal);
      return personal;
    };

    beforeAll(async () => {
      customer = await test.customer();
      person = await register({
        name: 'Office of the registrar',
        audience: 'COURT_ORDER',
        purposes: ['LEGAL_ORDER'],
      });
    });

    it('is opened by one and approved by another, and lets the persons named in until it is closed §legal-order', async () => {
      const id = await opened();
      expect(await scopes(id)).toEqual([]);
      expect(message(await issueFor(id))).toBe('party: an approved court order that names the client');
      const reader = {
        client: person,
        audience: 'court-order',
        purposes: ['legal-order'],
        party: id,
      } as const;
      expect(code(await test.ask(reader, '{ whoAmI { client } }'))).toBe('UNAUTHENTICATED');
      expect(pick(await test.ask(OTHER, APPROVE_ORDER, { id }), 'approveCourtOrder')).toEqual({
        state: 'APPROVED',
        openedBy: 'a-test',
        approvedBy: 'another-approver',
      });
      const until = Date.parse('2026-06-01T00:00:00Z');
      expect(await scopes(id)).toEqual([
        [customer, 'company', until],
        [customer, 'user.contact', until],
      ]);
      expect(test.published.at(-1)).toEqual([customer]);
      expect((await test.ask(reader, '{ whoAmI { client } }')).errors).toBeUndefined();
      const { token } = pick<{ token: string }>(await issueFor(id), 'issueToken');
      expect((await test.askBearer(token, '{ whoAmI { client } }')).errors).toBeUndefined();
      expect(code(await test.ask({ ...reader, client: 'somebody' }, '{ whoAmI { client } }'))).toBe(
        'UNAUTHENTICATED',
      );
      expect(pick(await test.ask(APPROVER, CLOSE_ORDER, { id }), 'closeCourtOrder')).toEqual({
        state: 'CLOSED',
      });
      expect(code(await test.askBearer(token, '{ whoAmI { client } }'))).toBe('UNAUTHENTICATED');
      expect((await scopes(id)).map(([, , end]) => end)).toEqual([test.clock.now, test.clock.now]);
      expect(code(await test.ask(APPROVER, CLOSE_ORDER, { id }))).toBe('NOT_FOUND');
    });

    it('is approved by nobody alone, nor twice, nor when it is closed', async () => {
      const id = await opened();
      expect(message(await test.ask(APPROVER, APPROVE_ORDER, { id }))).toBe(
        'id: approved by another client than the one that opened it',
      );
      expect(await scopes(id)).toEqual([]);
      pick(await test.ask(OTHER, APPROVE_ORDER, { id }), 'approveCourtOrder');
      expect(message(await test.ask(OTHER, APPROVE_ORDER, { id }))).toBe(
        'id: an order that is not approved yet',
      );
      const closed = await opened();
      pick(await test.ask(OTHER, CLOSE_ORDER, { id: closed }), 'closeCourtOrder');
      expect(code(await test.ask(OTHER, APPROVE_ORDER, { id: closed }))).toBe('NOT_FOUND');
      expect(await scopes(closed)).toEqual([]);
    });

    it('opens nothing before it begins', async () => {
      const id = await opened({ from: '2026-05-02T00:00:00Z' });
      pick(await test.ask(OTHER, APPROVE_ORDER, { id }), 'approveCourtOrder');
      const reader = {
        client: person,
        audience: 'court-order',
        purposes: ['legal-order'],
        party: id,
      } as const;
      expect(code(await test.ask(reader, '{ whoAmI { client } }'))).toBe('UNAUTHENTICATED');
      expect(await scopes(id)).toEqual([]);
      pick(await test.ask(APPROVER, CLOSE_ORDER, { id }), 'closeCourtOrder');
    });

    it.each([
      ['a name for its case', { caseReference: 'Smith v. Example' }, 'caseReference: the court’s number'],
      ['a name with a digit', { caseReference: 'Smith-1' }, 'caseReference: the court’s number'],
      ['no persons', { persons: [] }, 'persons: 1 to 20 different ids'],
      ['a person by name', { persons: ['Ada'] }, 'persons: 1 to 20 different ids'],
      [
        'a person that is not registered',
        { persons: ['cli_AAAAAAAAAAAAAAAAAAAAAA'] },
        'persons: one is no client',
      ],
      ['no customers', { customers: [] }, 'customers: 1 to 200 different ids'],
      [
        'a customer that is not there',
        { customers: ['cus_AAAAAAAAAAAAAAAAAAAAAA'] },
        'customers: one is no customer',
      ],
      ['no categories', { categories: [] }, 'categories: one or more'],
      ['all categories at once', { categories: ['*'] }, 'categories: those that the policy opens'],
      [
        'a category closed to orders',
        { categories: ['access.record'] },
        'categories: those that the policy opens',
      ],
      [
        'a category of no customer',
        { categories: ['statistics.public'] },
        'categories: those that the policy opens',
      ],
      ['an end that is past', { until: '2026-05-01T11:00:00Z' }, 'until: later than from, and than now'],
      ['an end too far away', { until: '2027-06-01T00:00:00Z' }, 'until: at most 366 days'],
      [
        'a seal that ends before it begins',
        { sealedUntil: '2026-04-01T00:00:00Z' },
        'sealedUntil: later than from',
      ],
    ])('is not opened with %s §legal-order', async (_name, change, expected) => {
      expect(message(await open(change))).toContain(expected);
    });

    it('is opened, approved, closed and read by approvers alone', async () => {
      await refusedOutright(OPEN, { i: input() });
      await refusedOutright(APPROVE_ORDER, { id: 'ord_x' });
      await refusedOutright(CLOSE_ORDER, { id: 'ord_x' });
      await refusedOutright('{ courtOrders { edges { node { id } } } }', {});
      const listed = JSON.stringify(
        await test.ask(APPROVER, '{ courtOrders { edges { node { state caseReference } } } }'),
      );
      expect(listed).toContain('"state":"CLOSED"');
    });
  });

  describe('the end of a partnership', () => {
    const END = 'mutation ($p: ID!, $on: Date!) { endPartnership(partner: $p, on: $on) { contractEndsOn } }';

    it('ends every assignment on its day, comes no later than it was, and is for its own system alone §affiliates', async () => {
      const made = await test.ask(
        VENDOR,
        'mutation { registerPartner(input: { externalKey: "e-1", name: "Ends", contractEndsOn: "2026-12-31" }) { id } }',
      );
      const { id } = pick<{ id: string }>(made, 'registerPartner');
      const customer = await test.customer();
      await test.ask(
        VENDOR,
        'mutation ($i: AssignCustomersInput!) { assignCustomers(input: $i) { assigned } }',
        {
          i: { partner: id, customers: [customer], role: 'SELLS', from: '2026-01-01' },
        },
      );
      const until = async () =>
        Number(
          (
            await test.personal.read((m) =>
              m.query<{ until_at: unknown }[]>('SELECT until_at FROM scope WHERE party = ?', [id]),
            )
          )[0]?.until_at,
        );
      expect(await until()).toBe(Date.parse('2027-01-01T00:00:00Z'));
      await refusedOutrightBut(END, { p: id, on: '2026-05-01' });
      expect(code(await test.ask({ ...VENDOR, client: 'stranger' }, END, { p: id, on: '2026-05-01' }))).toBe(
        'NOT_FOUND',
      );
      expect(message(await test.ask(VENDOR, END, { p: id, on: '2027-01-01' }))).toBe(
        'on: no later than the contract ends already',
      );
      expect(pick(await test.ask(VENDOR, END, { p: id, on: '2026-04-30' }), 'endPartnership')).toEqual({
        contractEndsOn: '2026-04-30',
      });
      expect(await until()).toBe(test.clock.now);
    });

    const refusedOutrightBut = async (query: string, variables: Record<string, unknown>) => {
      for (const as of [undefined, COMMUNICATION, partnerReader('par_x'), APPROVER])
        expect(code(await test.ask(as, query, variables))).toBe('FORBIDDEN');
    };
  });

  it('keeps a policy in force when software of another version starts', async () => {
    await test.access.write((m) =>
      m.query("UPDATE decision_stamp SET revision = revision + 1, policy_version = '2026.3' WHERE id = 1"),
    );
    const again = await accessUnderTest(rooms, '2026-05-02T12:00:00Z');
    const who = await again.ask(undefined, '{ whoAmI { policyVersion } }');
    expect(pick(who, 'whoAmI')).toEqual({ policyVersion: '2026.3' });
  });
});
