import { CURRENT_POLICY } from '@hearth/policy';
import type { IntrospectionQuery } from 'graphql';
import { getIntrospectionQuery, isObjectType } from 'graphql';
import { textOf, type Tally } from '../access/compare';
import type { Door } from '../access/door';
import { allows, allowsCategory } from '../access/expected';
import { contents } from '../access/mutations';
import type { ProofReader } from '../access/readers';
import type { Seeded } from '../access/seed';
import type { WholeHearth } from '../whole-hearth';

const INTROSPECTION = getIntrospectionQuery({ descriptions: false, directiveIsRepeatable: false });
/** What only subgraphs have, and only the gateway may ask them for. */
const MACHINERY = [
  '{ _service { sdl } }',
  'query E($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { companyName } } }',
  '{ _entities(representations: [{ __typename: "Customer", id: "x" }]) { __typename } }',
];

/** The schema shown to each reader: nothing in it may be refused to that reader, and what is hidden is as if it were not. */
export async function checkIntrospection(
  gateway: Door,
  readers: readonly ProofReader[],
  tally: Tally,
): Promise<number> {
  const { table, schema } = gateway;
  let probes = 0;
  for (const reader of readers) {
    const claim = { audience: reader.audience, purpose: reader.purpose };
    const answer = await gateway.ask(reader, INTROSPECTION, {});
    probes += 1;
    const shown = (answer.data as IntrospectionQuery | null | undefined)?.__schema.types;
    if (shown === undefined) {
      tally.note('wrong', `no schema is shown (${reader.name})`);
      continue;
    }
    const tell = (coordinate: string): void =>
      tally.note('leaks', `PROBE ${coordinate} is shown (${reader.name})`);
    const may = (categories: Parameters<typeof allowsCategory>[2][] | readonly never[]): boolean =>
      categories.every((category) => allowsCategory(CURRENT_POLICY, claim, category));
    for (const type of shown) {
      if (type.name.startsWith('__')) continue;
      if (type.kind === 'OBJECT') {
        for (const field of type.fields) {
          const coordinate = `${type.name}.${field.name}`;
          const access = table.fields.get(coordinate);
          // Where a reader may have nothing at all, its schema still needs one field: it is none of the graph's.
          const stands = type.fields.length === 1 && access === undefined;
          if (!stands && !allows(CURRENT_POLICY, claim, access)) tell(coordinate);
          for (const { name } of field.args) {
            const at = `${coordinate}(${name}:)`;
            if (!may([...(table.arguments.get(at) ?? [])])) tell(at);
          }
        }
      }
      if (type.kind === 'INPUT_OBJECT')
        for (const { name } of type.inputFields)
          if (!may([...(table.inputFields.get(`${type.name}.${name}`) ?? [])])) tell(`${type.name}.${name}`);
      if (type.kind === 'ENUM')
        for (const { name } of type.enumValues)
          if (!may([...(table.enumValues.get(`${type.name}.${name}`) ?? [])])) tell(`${type.name}.${name}`);
    }
    const visible = new Set(shown.map(({ name }) => name));
    const hidden = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && !type.name.startsWith('_') && !visible.has(type.name),
    );
    const typed = async (name: string): Promise<string> =>
      textOf(
        await gateway.ask(reader, 'query T($n: String!) { __type(name: $n) { name fields { name } } }', {
          n: name,
        }),
      );
    const nothing = await typed('NoSuchType');
    for (const { name } of hidden) {
      probes += 1;
      if ((await typed(name)) !== nothing) tell(name);
    }
  }
  return probes;
}

/** What HTTP lets through besides a question: lists of them, hashes, writes by address, and the subgraphs' own fields. */
export async function checkFrames(
  hearth: WholeHearth,
  gateway: Door & { readonly url: string },
  readers: readonly ProofReader[],
  seeded: Seeded,
  tally: Tally,
): Promise<number> {
  let probes = 0;
  const before = await contents(hearth);
  for (const reader of readers) {
    for (const query of MACHINERY) {
      const of = [{ __typename: 'Customer', id: seeded.mine, companyName: 'x' }];
      const bytes = textOf(await gateway.ask(reader, query, query.includes('$of') ? { of } : {}));
      probes += 1;
      if (/"data":\{|type Query|Amberline/.test(bytes))
        tally.note('leaks', `PROBE by what only subgraphs have (${reader.name})`);
    }
  }
  const vendor = readers.find(
    ({ audience, purpose }) => audience === 'vendor-systems' && purpose === 'record-keeping',
  );
  const headers = {
    authorization: `Bearer ${vendor?.token ?? ''}`,
    'content-type': 'application/json',
    accept: 'application/json',
    'apollo-require-preflight': 'yes',
  };
  const query = '{ customers(first: 1) { edges { node { companyName } } } }';
  const write =
    'mutation { recordCustomer(input: { externalKey: "BY-ADDRESS", companyName: "By Address" }) { id } }';
  const frames: readonly (readonly [way: string, path: string, init: RequestInit])[] = [
    ['a batch', '', { method: 'POST', body: JSON.stringify([{ query }, { query }]) }],
    ['a batch of one', '', { method: 'POST', body: JSON.stringify([{ query }]) }],
    [
      'a hash',
      '',
      {
        method: 'POST',
        body: JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } }),
      },
    ],
    ['a write by its address', `?query=${encodeURIComponent(write)}`, { method: 'GET' }],
    [
      'a form',
      '',
      {
        method: 'POST',
        body: `query=${encodeURIComponent(write)}`,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
  ];
  for (const [way, path, init] of frames) {
    const response = await fetch(`${gateway.url}/graphql${path}`, { headers, ...init });
    const text = await response.text();
    probes += 1;
    if (response.ok || text.includes('Amberline') || text.includes('cus_'))
      tally.note('leaks', `PROBE by ${way}: status ${response.status}`);
  }
  if ((await contents(hearth)) !== before) tally.note('leaks', 'PROBE: something was written');
  return probes;
}
