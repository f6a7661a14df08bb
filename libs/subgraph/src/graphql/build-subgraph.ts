import { auditAccessTable, readAccessTable } from '@hearth/access-plan';
import type { DocumentNode, ObjectTypeDefinitionNode } from 'graphql';
import { concatAST, Kind, parse, print } from 'graphql';
import { buildSchema } from 'type-graphql';
import type { SubgraphContext } from '../domain/subgraph-context';
import type { SubgraphSchema } from '../domain/subgraph-schema';
import type { EntityType, ReferenceResolver } from './federation-fields';
import { withFederationFields } from './federation-fields';
import { SUBGRAPH_PREFIX } from './federation-sdl';
import type { DirectivesOn } from './subgraph-document';
import { subgraphDocument } from './subgraph-document';
import { settleMetadata } from './type-graphql-metadata';

/** A class of type-graphql, a resolver or an object type. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- the type that type-graphql's own options ask for
export type DecoratedClass = Function;

/** What a subgraph is built from. */
export interface BuildSubgraphOptions<C extends SubgraphContext> {
  /** Its name in the supergraph, lower case with hyphens. */
  readonly name: string;
  /** Every resolver class, listed: the store of decorators is shared by all subgraphs of a process. */
  readonly resolvers: readonly [DecoratedClass, ...DecoratedClass[]];
  /** Object types that no field leads to, such as entities extended here. */
  readonly orphanedTypes?: readonly DecoratedClass[];
  /** For each type with a key, how to find an entity. */
  readonly references: Readonly<Record<string, ReferenceResolver<C>>>;
  /** Directives for enum values, arguments and whatever else has no decorator, by schema coordinate. */
  readonly directivesOn?: DirectivesOn;
}

function keysOf(type: ObjectTypeDefinitionNode): string[][] {
  const keys = (type.directives ?? []).filter((directive) => directive.name.value === 'key');
  return keys.map((key) => {
    const value = key.arguments?.find((argument) => argument.name.value === 'fields')?.value;
    if (value?.kind !== Kind.STRING || value.value.includes('{')) {
      throw new TypeError(`${type.name.value}: a key is a list of its own fields`);
    }
    return value.value.split(/\s+/).filter((field) => field !== '');
  });
}

function entitiesOf<C>(
  document: DocumentNode,
  references: Readonly<Record<string, ReferenceResolver<C>>>,
): Map<string, EntityType<C>> {
  const entities = new Map<string, EntityType<C>>();
  for (const type of document.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const name = type.name.value;
    const keys = keysOf(type);
    const resolve = Object.hasOwn(references, name) ? references[name] : undefined;
    if (keys.length > 0 && resolve === undefined) throw new TypeError(`references: none for ${name}`);
    if (keys.length > 0 && resolve !== undefined) entities.set(name, { name, keys, resolve });
  }
  const stray = Object.keys(references).filter((name) => !entities.has(name));
  if (stray.length > 0) throw new TypeError(`references: no type with a key is called ${stray.join(', ')}`);
  return entities;
}

/**
 * Builds a federation subgraph from type-graphql's classes.
 *
 * Throws TypeError where something is declared amiss: a field with neither category nor reason, a mutation without its
 * action, a field that must be nullable and is not, a key without a reference, a directive for what is not there.
 */
export async function buildSubgraph<C extends SubgraphContext = SubgraphContext>(
  o: BuildSubgraphOptions<C>,
): Promise<SubgraphSchema> {
  settleMetadata();
  const base = await buildSchema({
    resolvers: [...o.resolvers],
    orphanedTypes: [...(o.orphanedTypes ?? [])],
    validate: false,
    skipCheck: true,
  });
  const body = subgraphDocument(base, o.directivesOn ?? {});
  const document = concatAST([parse(SUBGRAPH_PREFIX), body]);
  const faults = auditAccessTable(document);
  if (faults.length > 0) throw new TypeError(`subgraph ${o.name}:\n  ${faults.join('\n  ')}`);
  const sdl = print(document);
  return {
    name: o.name,
    schema: withFederationFields(base, sdl, entitiesOf(body, o.references)),
    sdl,
    table: readAccessTable(document),
  };
}
