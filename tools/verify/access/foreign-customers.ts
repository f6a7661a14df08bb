import type { WholeHearth } from '../whole-hearth';
import { textOf, type Tally } from './compare';
import type { AskingReader, Door } from './door';
import type { Seeded } from './seed';

/** A customer, and words that stand in its records and in nobody else's. */
export interface KnownCustomer {
  readonly id: string;
  readonly companyName: string;
  readonly country: string;
  readonly words: readonly string[];
}
/** A reader with one customer of its own, and one that is not. */
export interface RowReader extends AskingReader {
  readonly name: string;
  /** What the reader must get of its own customer: null where nothing of it is promised. */
  readonly own: KnownCustomer | null;
  readonly foreign: KnownCustomer;
  /** Another reader, whose cursors are not this one's. */
  readonly other: AskingReader;
}

export const AMBERLINE = { companyName: 'Amberline Foundry', country: 'DK', words: ['Amberline', 'MINE'] };
export const BASALTWORKS = {
  companyName: 'Basaltworks Mill',
  country: 'SE',
  words: ['Basaltworks', 'BASALT'],
};

/** A partner, which has one customer where another partner has another. */
export async function partnerOf(hearth: WholeHearth, seeded: Seeded): Promise<RowReader> {
  const purpose = 'compliance';
  const tokenOf = (party: string): Promise<string> =>
    hearth.token({ audience: 'partner', purposes: [purpose], party });
  return {
    name: 'partner for compliance',
    purpose,
    token: await tokenOf(seeded.partner),
    own: { id: seeded.mine, ...AMBERLINE },
    foreign: { id: seeded.other, ...BASALTWORKS },
    other: { purpose, token: await tokenOf(seeded.otherPartner) },
  };
}

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
const LIST = `query L($filter: CustomerFilter, $orderBy: CustomerOrder, $after: String) {
  customers(filter: $filter, orderBy: $orderBy, first: 50, after: $after) { edges { cursor node { id companyName country } } pageInfo { hasNextPage endCursor } } }`;
const ORDERS = ['ID', 'INDUSTRY', 'COUNTRY', 'SIZE_BAND', 'COMPANY_NAME'];
/** What each subgraph knows of a customer by its key alone. */
const ENTITIES: Readonly<Record<string, string>> = {
  'subgraph customer-records': 'companyName agreements { licenceKeyHint }',
  'subgraph ingestion': 'installations(first: 1) { edges { node { id } } }',
  'subgraph partner-access': 'partners { role }',
};

/**
 * Asks as one reader for another's customer in every way there is, at each door. `told` counts the ways in which the answer
 * differs from that about a customer who does not exist; a row or a word of the other's is a leak besides.
 */
export async function checkForeignCustomers(
  doors: readonly Door[],
  reader: RowReader,
  tally: Tally,
): Promise<{ ways: number; told: number }> {
  const { own, foreign } = reader;
  let ways = 0;
  let told = 0;
  const holds = (bytes: string): boolean => foreign.words.some((word) => bytes.includes(word));
  const claim = (way: string, leaked: boolean, bytes: string): void => {
    ways += 1;
    tally.cell({
      where: `another's customer ${way} (${reader.name})`,
      allowed: false,
      reachable: true,
      value: leaked ? bytes : null,
      refused: true,
      mayBeNull: false,
    });
  };
  const compare = (way: string, stranger: string, nobody: string): void => {
    claim(way, holds(stranger), stranger);
    if (stranger.replaceAll(foreign.id, 'ASKED') === nobody.replaceAll(NOBODY, 'ASKED')) return;
    told += 1;
    tally.remark(`told apart from nobody: another's customer ${way} (${reader.name})`);
  };

  for (const door of doors) {
    const asking = async (as: AskingReader, query: string, variables: Record<string, unknown>) =>
      textOf(await door.ask(as, query, variables));
    const bytes = (query: string, variables: Record<string, unknown>) => asking(reader, query, variables);
    const at = `at the ${door.name}`;
    if (door.schema.getQueryType()?.getFields()['customer'] !== undefined && door.name === 'gateway') {
      for (const [way, query] of Object.entries(BY_ID)) {
        compare(`${way} ${at}`, await bytes(query, { id: foreign.id }), await bytes(query, { id: NOBODY }));
        if (own === null) continue;
        const word = way === 'with what it may not read' ? own.id : own.companyName;
        if (!(await bytes(query, { id: own.id })).includes(word))
          tally.note('wrong', `its own customer is not there ${way} ${at} (${reader.name})`);
      }
      // Through lists: a filter that only the stranger's customer meets, and one that nobody meets.
      const { companyName, country } = foreign;
      const filters: [string, object, object][] = [
        ['by filter of country', { country }, { country: 'FI' }],
        ['by filter of name', { companyName }, { companyName: 'Nobody at All' }],
        [
          'by filter of name and country',
          { companyName: companyName.toLowerCase(), country },
          { companyName: 'x', country },
        ],
      ];
      for (const [way, hit, miss] of filters)
        compare(`${way} ${at}`, await bytes(LIST, { filter: hit }), await bytes(LIST, { filter: miss }));
      for (const orderBy of ORDERS) {
        const page = await bytes(LIST, { orderBy });
        claim(`by sort ${orderBy} ${at}`, page.includes(foreign.id) || holds(page), page);
        if (own !== null && !page.includes(own.id))
          tally.note('wrong', `its own customer is not in the list by ${orderBy} ${at} (${reader.name})`);
      }
      // Cursors: made up, and given to another reader.
      const theirs = (await door.ask(reader.other, '{ customers(first: 20) { edges { cursor } } }', {})) as {
        data?: { customers?: { edges: { cursor: string }[] } };
      };
      const stolen = theirs.data?.customers?.edges[0]?.cursor;
      if (stolen === undefined) tally.note('wrong', 'the other reader got no cursor to steal');
      const madeUp = await bytes(LIST, { after: 'bWFkZSB1cA' });
      compare(`by a cursor of another's ${at}`, await bytes(LIST, { after: stolen ?? '' }), madeUp);
      if (!madeUp.includes('BAD_CURSOR')) tally.note('wrong', `a made-up cursor is not BAD_CURSOR ${at}`);
    }
    // Straight at the subgraphs, as entities.
    const selection = ENTITIES[door.name];
    if (selection === undefined) continue;
    const entity = `query E($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { ${selection} } } }`;
    const found = (id: string) => bytes(entity, { of: [{ __typename: 'Customer', id }] });
    compare(`by _entities ${at}`, await found(foreign.id), await found(NOBODY));
  }
  return { ways, told };
}
