import type { GraphQLFieldConfigMap } from 'graphql';
import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  isObjectType,
} from 'graphql';
import { PublicError } from '../domain/public-error';

/** A representation as the gateway sends it: `__typename` and the key's fields, each a string. */
export type Reference = Readonly<Record<string, unknown>> & { readonly __typename: string };

/**
 * Finds the entity of a reference, or a promise of it; null where there is none, or none that the reader may know of.
 * A resolver names the key's fields in its parameter: `(reference: { id: string }, context) => …`.
 */
export type ReferenceResolver<C> = (reference: never, context: C) => unknown;

/** An entity type with its keys, each a list of field names, and how to find it. */
export interface EntityType<C> {
  readonly name: string;
  readonly keys: readonly (readonly string[])[];
  readonly resolve: ReferenceResolver<C>;
}

/** Entities asked for at once; a page of 100 with 100 inside each is the most that the gateway sends. */
const REPRESENTATIONS_MAX = 10_000;

function readReference<C>(
  representation: unknown,
  entities: ReadonlyMap<string, EntityType<C>>,
): { entity: EntityType<C>; reference: Reference } {
  const given = typeof representation === 'object' && representation !== null ? representation : {};
  const name: unknown = Object.hasOwn(given, '__typename') ? (given as Reference).__typename : undefined;
  const entity = typeof name === 'string' ? entities.get(name) : undefined;
  if (entity === undefined)
    throw new PublicError('BAD_INPUT', 'representations: not an entity of this subgraph');
  const text = (field: string): string | undefined => {
    const value: unknown = Object.hasOwn(given, field) ? (given as Reference)[field] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const key = entity.keys.find((fields) => fields.every((field) => text(field) !== undefined));
  if (key === undefined) throw new PublicError('BAD_INPUT', 'representations: without the fields of a key');
  // Picked field by field into an object without a prototype: nothing else that was sent comes along.
  const reference = Object.create(null) as Record<string, unknown> & { __typename: string };
  reference.__typename = entity.name;
  for (const field of entity.keys.flat()) {
    const value = text(field);
    if (value !== undefined) reference[field] = value;
  }
  return { entity, reference };
}

/** The schema with `_service` and `_entities`, as the federation specification has them. */
export function withFederationFields<C>(
  schema: GraphQLSchema,
  sdl: string,
  entities: ReadonlyMap<string, EntityType<C>>,
): GraphQLSchema {
  const query = schema.getQueryType();
  if (!query) throw new TypeError('resolvers: a subgraph needs a query');
  const typeNames = new WeakMap<object, string>();
  const fields: GraphQLFieldConfigMap<unknown, C> = {
    _service: {
      type: new GraphQLObjectType({ name: '_Service', fields: { sdl: { type: GraphQLString } } }),
      resolve: () => ({ sdl }),
    },
  };
  if (entities.size > 0) {
    const any = new GraphQLScalarType({ name: '_Any' });
    const entity = new GraphQLUnionType({
      name: '_Entity',
      types: () => [...entities.keys()].map((name) => schema.getType(name)).filter(isObjectType),
      resolveType: (value) => typeNames.get(value as object),
    });
    // Remembered beside the value, not on it: resolvers return class instances and shared, frozen rows.
    const remember = (value: unknown, name: string): unknown => {
      if (typeof value !== 'object' || value === null) return null;
      typeNames.set(value, name);
      return value;
    };
    const find = (representation: unknown, context: C): unknown => {
      const { entity: found, reference } = readReference(representation, entities);
      const value = found.resolve(reference as never, context);
      return value instanceof Promise
        ? value.then((settled: unknown) => remember(settled, found.name))
        : remember(value, found.name);
    };
    fields['_entities'] = {
      type: new GraphQLList(entity),
      args: { representations: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(any))) } },
      resolve: (_root, args: Record<string, unknown>, context) => {
        const representations = args['representations'] as unknown[];
        if (representations.length > REPRESENTATIONS_MAX) {
          throw new PublicError('BAD_INPUT', `representations: at most ${REPRESENTATIONS_MAX}`);
        }
        return representations.map((representation) => {
          // One that cannot be read is an error at its place; the others are answered.
          try {
            return find(representation, context);
          } catch (error) {
            return error instanceof Error ? error : new Error('unreadable');
          }
        });
      },
    };
  }
  const config = query.toConfig();
  const extendedQuery = new GraphQLObjectType({ ...config, fields: { ...config.fields, ...fields } });
  const settings = schema.toConfig();
  return new GraphQLSchema({
    ...settings,
    query: extendedQuery,
    types: settings.types.filter((type) => type !== query),
  });
}
