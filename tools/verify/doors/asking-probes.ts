import { CURRENT_POLICY, type Category } from '@hearth/policy';
import { textOf, type Tally } from '../access/compare';
import type { Door } from '../access/door';
import { allowsCategory } from '../access/expected';
import type { ProofReader } from '../access/readers';
import type { Seeded } from '../access/seed';
import type { SeededRows } from './seed-rows';

/** Words that stand in the first customer's records, each under the category that it may be read by. */
const WORDS: readonly (readonly [category: Category, word: string])[] = [
  ['company.name', 'Amberline'],
  ['company.demographic', 'FROM_50_TO_249'],
  ['user.name', 'Ada MINE'],
  ['user.contact.email', 'ada@mine.example'],
  ['user.job_title', '"Lead"'],
  ['agreement.order', 'ORDER-MINE'],
  ['licence.key', 'PROOF-0001-AMBER'],
  ['user.device.ip_address', '127.0.0.1'],
];
const PERSONAL = `companyName sizeBand contacts(first: 1) { edges { node { name email role } } }
  agreements { orderNumber licenceKey } installations(first: 1) { edges { node { ipAddress } } }`;

/** Ways of writing one question: each must be judged as if it were written plainly. */
const WAYS: Readonly<Record<string, string>> = {
  aliases: `query Q($id: ID!) { id: customer(id: $id) { id: companyName open: sizeBand __typename: contacts(first: 1) { edges { node { id: name role: email } } }
    companyName: agreements { id: licenceKey edition: orderNumber } } }`,
  fragments: `query Q($id: ID!) { ...A } fragment A on Query { customer(id: $id) { ...B ...C } } fragment B on Customer { ${PERSONAL} } fragment C on Customer { ...D } fragment D on Customer { companyName }`,
  'inline fragments': `query Q($id: ID!) { ... { customer(id: $id) { ... { ... on Customer { ${PERSONAL} } } } } }`,
  'a variable that includes': `query Q($id: ID!, $yes: Boolean!) { customer(id: $id) @include(if: $yes) { ... @include(if: $yes) { ${PERSONAL} } } }`,
  'a default that does not skip': `query Q($id: ID!, $no: Boolean = false) { customer(id: $id) @skip(if: $no) { ... on Customer @skip(if: $no) { ${PERSONAL} } } }`,
  'a list': `query Q { customers(first: 20) { edges { node { ${PERSONAL} } } } }`,
  'one field asked twice': `query Q($id: ID!) { customer(id: $id) { id agreements { id } agreements { licenceKey } ... on Customer { agreements { orderNumber } contacts(first: 1) { edges { node { email } } } } } }`,
};
/** Questions that are wrong: what is said of them holds neither the value that was sent nor what would be right. */
const WRONG: readonly {
  readonly way: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly never: string;
}[] = [
  {
    way: 'a misspelt field',
    query: '{ customer(id: "x") { companyNam } }',
    variables: {},
    never: 'companyName',
  },
  {
    way: 'a misspelt enum value',
    query: '{ customers(orderBy: COMPANY_NAM) { edges { cursor } } }',
    variables: {},
    never: 'COMPANY_NAME',
  },
  {
    way: 'a variable of another type',
    query: 'query Q($id: ID!) { customer(id: $id) { id } }',
    variables: { id: { secret: 'Quillwort-7' } },
    never: 'Quillwort-7',
  },
  {
    way: 'a filter of another type',
    query: 'query Q($f: CustomerFilter) { customers(filter: $f) { edges { cursor } } }',
    variables: { f: { sizeBand: 'Quillwort-7' } },
    never: 'Quillwort-7',
  },
  {
    way: 'a made-up cursor',
    query: 'query Q($a: String) { customers(after: $a) { edges { cursor } } }',
    variables: { a: 'Quillwort-7' },
    never: 'Quillwort-7',
  },
];

/** Asks in every way of writing, for every reader, and looks for words that the reader may not have. */
export async function checkAsking(
  gateway: Door,
  readers: readonly ProofReader[],
  rows: SeededRows,
  seeded: Seeded,
  tally: Tally,
): Promise<number> {
  let probes = 0;
  for (const reader of readers) {
    const hidden = WORDS.filter(([category]) => !allowsCategory(CURRENT_POLICY, reader, category));
    for (const [way, query] of Object.entries(WAYS)) {
      const wanted = { id: seeded.mine, yes: true };
      const given = Object.fromEntries(
        Object.entries(wanted).filter(([name]) => query.includes(`$${name}:`)),
      );
      const bytes = textOf(await gateway.ask(reader, query, given));
      probes += 1;
      const found = hidden.find(([, word]) => bytes.includes(word))?.[0] ?? rows.foreignWord(reader, bytes);
      if (found !== undefined) tally.note('leaks', `PROBE by ${way} (${reader.name})`);
    }
    for (const { way, query, variables, never } of WRONG) {
      const bytes = textOf(await gateway.ask(reader, query, variables));
      probes += 1;
      if (bytes.includes(never)) tally.note('leaks', `PROBE by the words said of ${way} (${reader.name})`);
    }
    probes += await checkCursors(gateway, reader, tally);
  }
  return probes;
}

/** A cursor that was given to nobody, and one that was made up out of another's, are one to whoever shows it. */
async function checkCursors(gateway: Door, reader: ProofReader, tally: Tally): Promise<number> {
  const lists = Object.values(gateway.schema.getQueryType()?.getFields() ?? {}).filter((field) =>
    field.args.some(({ name }) => name === 'after'),
  );
  for (const { name } of lists) {
    const query = `query Q($a: String) { ${name}(after: $a) { pageInfo { hasNextPage } } }`;
    const seen = new Set<string>();
    for (const a of ['bWFkZSB1cA', `AAAA${'x'.repeat(60)}`, 'eyJpZCI6ImN1c18xIn0'])
      seen.add(textOf(await gateway.ask(reader, query, { a })));
    if (seen.size > 1) tally.note('leaks', `PROBE by cursors of ${name} (${reader.name})`);
  }
  return lists.length;
}
