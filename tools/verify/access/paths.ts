import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';

/** One step from a type to another: the coordinate of the field, and how it is written with its arguments. */
export interface Step {
  readonly coordinate: string;
  readonly field: string;
  readonly text: string;
}
/** How a type is reached: from the query, or as an entity of a subgraph. */
export interface TypePath {
  readonly type: string;
  readonly entity: boolean;
  readonly steps: readonly Step[];
}

const MACHINERY = new Set(['_Service', '_Entity']);

/** How a field is written so that it answers with data: its arguments come from the seeded fleet. */
export type Arguments = Readonly<Record<string, string>>;

const written = (type: string, field: string, args: Arguments): string =>
  `${field}${args[`${type}.${field}`] ?? ''}`;

/** A shortest way to every object type, by breadth; `without` lists coordinates that are no way (such as Query.me). */
export function pathsOf(
  schema: GraphQLSchema,
  args: Arguments,
  o: { readonly entities: readonly string[]; readonly without: readonly string[] },
): TypePath[] {
  const found = new Map<string, TypePath>();
  const queue: TypePath[] = [];
  const reach = (path: TypePath): void => {
    if (found.has(path.type) || MACHINERY.has(path.type)) return;
    found.set(path.type, path);
    queue.push(path);
  };
  const query = schema.getQueryType() as GraphQLObjectType;
  reach({ type: query.name, entity: false, steps: [] });
  for (const type of o.entities) reach({ type, entity: true, steps: [] });
  for (let path = queue.shift(); path; path = queue.shift()) {
    const type = schema.getType(path.type) as GraphQLObjectType;
    for (const field of Object.values(type.getFields())) {
      const next = getNamedType(field.type);
      const coordinate = `${type.name}.${field.name}`;
      if (!isObjectType(next) || field.name.startsWith('_') || o.without.includes(coordinate)) continue;
      const step = { coordinate, field: field.name, text: written(type.name, field.name, args) };
      reach({ type: next.name, entity: path.entity, steps: [...path.steps, step] });
    }
  }
  return [...found.values()];
}

/** All fields of a type, each written with its arguments; object fields ask for their type's name alone. */
export function selectionOf(type: GraphQLObjectType, args: Arguments): string {
  return Object.values(type.getFields())
    .filter((field) => !field.name.startsWith('_'))
    .map(
      (field) =>
        `${written(type.name, field.name, args)}${isObjectType(getNamedType(field.type)) ? ' { __typename }' : ''}`,
    )
    .join(' ');
}

/** One document that selects every field of a type. */
export function documentFor(path: TypePath, schema: GraphQLSchema, args: Arguments): string {
  const inner = selectionOf(schema.getType(path.type) as GraphQLObjectType, args);
  let text = path.steps.reduceRight((below, step) => `${step.text} { ${below} }`, inner);
  if (!path.entity) return `{ ${text} }`;
  text = text.replaceAll('\n', ' ');
  const entity = path.steps.length === 0 ? path.type : path.steps[0]?.coordinate.split('.')[0];
  return `query Entities($of: [_Any!]!) { _entities(representations: $of) { ... on ${entity} { ${text} } } }`;
}
