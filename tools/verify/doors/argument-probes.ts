import type { AccessTable } from '@hearth/access-plan';
import { CURRENT_POLICY, type Category } from '@hearth/policy';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { textOf, type Tally } from '../access/compare';
import type { Door } from '../access/door';
import { allowsCategory } from '../access/expected';
import type { ProofReader } from '../access/readers';
import type { WholeHearth } from '../whole-hearth';

/** One way to ask with something that has a category of its own. */
interface Probe {
  readonly coordinate: string;
  readonly category: Category;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What the first customer's record says of the fields that can be asked with; anything else is asked with a word. */
const HELD: Readonly<Record<string, unknown>> = {
  companyName: 'Amberline Foundry',
  industry: '333',
  country: 'DK',
  sizeBand: 'FROM_50_TO_249',
};
/** The same records with every value that is asked with changed: whoever may not read a value gets the same bytes. */
const STATES = [
  {
    MINE: ['Amberline Foundry', '333', 'DK', 'FROM_50_TO_249'],
    OTHER: ['Basaltworks Mill', '333', 'SE', 'FROM_50_TO_249'],
  },
  {
    MINE: ['Zinnia Weavers', '111', 'NO', 'OVER_5000'],
    OTHER: ['Aardvark Mill', '325', 'DK', 'FROM_1_TO_9'],
  },
] as const;

/** What is said of a customer itself. Spans of time and versions of software are named alike and say nothing of it. */
const OF_A_CUSTOMER = /^(company|user|agreement|licence)\b/;

const isConnection = (type: { name: string }): boolean => type.name.endsWith('Connection');

function selectionFor(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return '';
  // Without cursors: each is sealed anew, and so never the same bytes twice.
  return isConnection(type) ? '{ edges { node { id } } pageInfo { hasNextPage } }' : '{ __typename }';
}

/** Each argument, input field and enum value with a category, in a literal, in a variable, and as a variable's default. */
export function probesOf(schema: GraphQLSchema, table: AccessTable): Probe[] {
  const probes: Probe[] = [];
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    for (const argument of field.args) {
      for (const { coordinate, category, value } of givenOf(table, `Query.${field.name}`, argument)) {
        const rest = field.args
          .filter((other) => other !== argument && other.type.toString().endsWith('!'))
          .map((other) => `, ${other.name}: "x"`);
        const taken = `${field.name}(${argument.name}: $v${rest.join('')}) ${selectionFor(field)}`;
        const declared = argument.type.toString().replace(/!$/, '');
        const literal = literalOf(value, isEnumType(getNamedType(argument.type)));
        const forms = [
          { query: `{ ${taken.replace('$v', literal)} }`, variables: {} },
          { query: `query P($v: ${declared}) { ${taken} }`, variables: { v: value } },
          { query: `query P($v: ${declared} = ${literal}) { ${taken} }`, variables: {} },
        ];
        for (const form of forms) probes.push({ coordinate, category, ...form });
      }
    }
  }
  return probes;
}

function* givenOf(
  table: AccessTable,
  coordinate: string,
  argument: GraphQLArgument,
): Generator<{ coordinate: string; category: Category; value: unknown }> {
  const own = `${coordinate}(${argument.name}:)`;
  for (const category of table.arguments.get(own) ?? []) yield { coordinate: own, category, value: 'x' };
  const type = getNamedType(argument.type);
  if (isEnumType(type)) {
    for (const { name } of type.getValues())
      for (const category of table.enumValues.get(`${type.name}.${name}`) ?? [])
        yield { coordinate: `${type.name}.${name}`, category, value: name };
  }
  if (isInputObjectType(type)) {
    for (const { name } of Object.values(type.getFields()))
      for (const category of table.inputFields.get(`${type.name}.${name}`) ?? [])
        yield {
          coordinate: `${type.name}.${name}`,
          category,
          value: { [name]: HELD[name] ?? 'x' },
        };
  }
}

function literalOf(value: unknown, bare: boolean): string {
  if (typeof value === 'string') return bare ? value : JSON.stringify(value);
  const fields = Object.entries(value as Record<string, string>).map(([name, inner]) => {
    const constant = /^[A-Z][A-Z_0-9]{3,}$/.test(inner);
    return `${name}: ${constant ? inner : JSON.stringify(inner)}`;
  });
  return `{ ${fields.join(', ')} }`;
}

/** Arguments named like a field with a category, that demand none: each would be a filter by what may not be read. */
export function undeclaredArguments(schema: GraphQLSchema, table: AccessTable): string[] {
  const protectedNames = new Map<string, Set<Category>>();
  for (const [coordinate, { categories }] of table.fields) {
    const name = (coordinate.split('.')[1] ?? '').toLowerCase();
    for (const category of categories.filter((key) => OF_A_CUSTOMER.test(key)))
      protectedNames.set(name, (protectedNames.get(name) ?? new Set()).add(category));
  }
  const faults: string[] = [];
  const look = (name: string, coordinate: string, demanded: readonly Category[]): void => {
    const known = protectedNames.get(name.replaceAll('_', '').toLowerCase());
    if (known !== undefined && !demanded.some((category) => known.has(category))) faults.push(coordinate);
  };
  const owners = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const owner of owners) {
    if (owner === schema.getMutationType() || owner.name.startsWith('_')) continue;
    for (const field of Object.values(owner.getFields())) {
      const taken = table.fields.get(`${owner.name}.${field.name}`)?.categories ?? [];
      // What a statistic is told apart by is of roll-ups, in which there is no customer: it is the statistic's own category.
      if (taken.some((category) => category.startsWith('statistics.'))) continue;
      for (const argument of field.args) {
        const own = `${owner.name}.${field.name}(${argument.name}:)`;
        look(argument.name, own, [...taken, ...(table.arguments.get(own) ?? [])]);
        const type = getNamedType(argument.type);
        if (isInputObjectType(type))
          for (const { name } of Object.values(type.getFields())) {
            const at = `${type.name}.${name}`;
            look(name, at, [...taken, ...(table.inputFields.get(at) ?? [])]);
          }
        if (isEnumType(type))
          for (const { name } of type.getValues()) {
            const at = `${type.name}.${name}`;
            look(name, at, [...taken, ...(table.enumValues.get(at) ?? [])]);
          }
      }
    }
  }
  return faults;
}

/** Records the two customers whose values are asked for, as one of two states has them. */
async function record(hearth: WholeHearth, state: (typeof STATES)[number]): Promise<void> {
  const token = await hearth.token({ audience: 'vendor-systems', purposes: ['record-keeping'] });
  for (const [externalKey, [companyName, industry, country, sizeBand]] of Object.entries(state)) {
    const input = { externalKey, companyName, industry, country, sizeBand };
    const query = 'mutation M($i: RecordCustomerInput!) { recordCustomer(input: $i) { id } }';
    const { errors } = await hearth.ask(query, { i: input }, token);
    if (errors) throw new Error(`The values could not be changed: ${JSON.stringify(errors)}`);
  }
}

/** Asks every probe for every reader who may not read its category, before and after the hidden values are changed. */
export async function checkArguments(
  hearth: WholeHearth,
  doors: readonly Door[],
  readers: readonly ProofReader[],
  tally: Tally,
): Promise<number> {
  const asked = new Map<string, string>();
  let probes = 0;
  try {
    for (const [number, state] of STATES.entries()) {
      if (number > 0) await record(hearth, state);
      for (const door of doors) {
        for (const probe of probesOf(door.schema, door.table)) {
          for (const reader of readers) {
            if (allowsCategory(CURRENT_POLICY, reader, probe.category)) continue;
            const bytes = textOf(await door.ask(reader, probe.query, probe.variables));
            const where = `${probe.coordinate} at the ${door.name} (${reader.name})`;
            const key = `${where} ${probe.query}`;
            if (number === 0) {
              probes += 1;
              asked.set(key, bytes);
            } else if (asked.get(key) !== bytes) tally.note('leaks', `PROBE ${where} tells the values apart`);
          }
        }
      }
    }
  } finally {
    await record(hearth, STATES[0]);
  }
  for (const door of doors)
    for (const coordinate of undeclaredArguments(door.schema, door.table))
      tally.note('leaks', `PROBE ${coordinate} asks by what it does not demand`);
  return probes;
}
