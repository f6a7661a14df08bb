import type { WholeHearth } from '../whole-hearth';
import type { Tally } from './compare';
import type { Seeded } from './seed';

const FIELDS = `id companyName industry country sizeBand
  contacts(first: 5) { edges { node { id name email role } } }
  agreements { id orderNumber licenceKeyHint entitlements { metric limit } }
  installations(first: 5) { edges { node { id version } } }
  partners { role partner { id name } }`;
const NOBODY = 'cus_AAAAAAAAAAAAAAAAAAAAAA';

/** Ways to ask for a customer by its id; each must answer for a stranger's customer as for one that does not exist. */
const BY_ID: Readonly<Record<string, string>> = {
  'by id': `query Q($id: ID!) { customer(id: $id) { ${FIELDS} } }`,
  'by alias': `query Q($id: ID!) { a: customer(id: $id) { b: companyName c: id } d: customer(id: $id) { e: country } }`,
  'by fragment': `query Q($id: ID!) { ...F } fragment F on Query { customer(id: $id) { ...G } } fragment G on Customer { companyName agreements { licenceKeyHint } }`,
  'by inline fragment and directive': `query Q($id: ID!) { ... on Query @include(if: true) { customer(id: $id) { __typename ... on Customer { companyName } } } }`,
  'with what it may not read': `query Q($id: ID!) { customer(id: $id) { id agreements { licenceKey } installations(first: 1) { edges { node { ipAddress } } } } }`,
};

/** Asks as one partner for the other's customer in every way there is; returns how many ways there were. */
export async function checkForeignCustomers(
  hearth: WholeHearth,
  seeded: Seeded,
  tally: Tally,
): Promise<number> {
  const token = await hearth.token({ audience: 'partner', purposes: ['compliance'], party: seeded.partner });
  const authorization = `Bearer ${token}`;
  let ways = 0;

  const bytes = async (query: string, variables: Record<string, unknown>): Promise<string> => {
    const response = await fetch(`${hearth.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query, variables }),
    });
    return `${response.status} ${await response.text()}`;
  };
  const compare = (way: string, stranger: string, nobody: string, id: string): void => {
    ways += 1;
    const same = stranger.replaceAll(id, 'ASKED') === nobody.replaceAll(NOBODY, 'ASKED');
    tally.cell({
      where: `another's customer ${way}`,
      allowed: false,
      reachable: true,
      value: same ? null : stranger,
      refused: true,
      mayBeNull: false,
    });
    if (stranger.includes('Basaltworks') || stranger.includes('BASALT'))
      tally.note('leaks', `another's data ${way}`);
  };

  for (const [way, query] of Object.entries(BY_ID)) {
    compare(way, await bytes(query, { id: seeded.other }), await bytes(query, { id: NOBODY }), seeded.other);
    const own = await bytes(query, { id: seeded.mine });
    if (!own.includes(way === 'with what it may not read' ? seeded.mine : 'Amberline'))
      tally.note('wrong', `its own customer is not there ${way}`);
  }
  // Through lists: a filter that only the stranger's customer meets, and one that nobody meets.
  const list = `query L($filter: CustomerFilter, $orderBy: CustomerOrder, $after: String) {
    customers(filter: $filter, orderBy: $orderBy, first: 50, after: $after) { edges { cursor node { id companyName country } } pageInfo { hasNextPage endCursor } } }`;
  const filters: [string, object, object][] = [
    ['by filter of country', { country: 'SE' }, { country: 'FI' }],
    ['by filter of name', { companyName: 'Basaltworks Mill' }, { companyName: 'Nobody at All' }],
    [
      'by filter of name and country',
      { companyName: 'basaltworks mill', country: 'SE' },
      { companyName: 'x', country: 'SE' },
    ],
  ];
  for (const [way, hit, miss] of filters)
    compare(way, await bytes(list, { filter: hit }), await bytes(list, { filter: miss }), seeded.other);
  for (const orderBy of ['ID', 'INDUSTRY', 'COUNTRY', 'SIZE_BAND', 'COMPANY_NAME']) {
    const page = await bytes(list, { orderBy });
    ways += 1;
    tally.cell({
      where: `another's customer by sort ${orderBy}`,
      allowed: false,
      reachable: true,
      value: page.includes(seeded.other) ? page : null,
      refused: true,
      mayBeNull: false,
    });
    if (!page.includes(seeded.mine)) tally.note('wrong', `its own customer is not in the list by ${orderBy}`);
  }
  // Cursors: made up, and given to another reader.
  const otherToken = await hearth.token({
    audience: 'partner',
    purposes: ['compliance'],
    party: seeded.otherPartner,
  });
  const theirs = (await hearth.ask('{ customers(first: 1) { edges { cursor } } }', {}, otherToken)) as {
    data?: { customers?: { edges: { cursor: string }[] } };
  };
  const stolen = theirs.data?.customers?.edges[0]?.cursor;
  if (stolen === undefined) tally.note('wrong', 'the other partner got no cursor to steal');
  const madeUp = await bytes(list, { after: 'bWFkZSB1cA' });
  compare('by a made-up cursor', await bytes(list, { after: stolen ?? '' }), madeUp, seeded.other);
  if (!madeUp.includes('BAD_CURSOR')) tally.note('wrong', 'a made-up cursor is not BAD_CURSOR');
  // Straight at the subgraphs, as entities.
  for (const [name, selection] of [
    ['customer-records', 'companyName agreements { licenceKeyHint }'],
    ['ingestion', 'installations(first: 1) { edges { node { id } } }'],
    ['partner-access', 'partners { role }'],
  ] as const) {
    const { parse } = await import('graphql');
    const document = parse(
      `query E($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { ${selection} } } }`,
    );
    const ask = async (id: string): Promise<string> =>
      JSON.stringify(
        await hearth.hearth.subgraphs[name]?.execute({
          document,
          variables: { of: [{ __typename: 'Customer', id }] },
          authorization,
          purpose: 'compliance',
        }),
      );
    compare(`by _entities of ${name}`, await ask(seeded.other), await ask(NOBODY), seeded.other);
  }
  return ways;
}
