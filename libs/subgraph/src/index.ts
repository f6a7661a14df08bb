// The front door of @hearth/subgraph: named exports only.
// type-graphql's decorators want this before the first of them runs, here and in every room that imports this library.
import 'reflect-metadata';
export { Category, Key, MutationAudience, Open } from './graphql/access-directives';
export type { AnyDecorator } from './graphql/access-directives';
export { DateOnly, DateTime, dayNumber, dayText, Int64 } from './graphql/scalars';
export { connectionType, PageArgs, PageInfo } from './graphql/connection-type';
export type { Connection, Edge } from './graphql/connection-type';
export { cursorBinding } from './domain/cursor';
export type { CursorBindingParts, CursorScope } from './domain/cursor';
export { FIRST_DEFAULT, FIRST_MAX, pageOf, readPage } from './domain/page';
export type { Page, PageInput } from './domain/page';
export { PublicError, refuse } from './domain/public-error';
export { buildSubgraph } from './graphql/build-subgraph';
export type { BuildSubgraphOptions, DecoratedClass } from './graphql/build-subgraph';
export type { Reference, ReferenceResolver } from './graphql/federation-fields';
export type { DirectivesOn } from './graphql/subgraph-document';
export type { ErrorLog } from './domain/errors-out';
export { createSubgraph } from './domain/door';
export type { SubgraphContext } from './domain/subgraph-context';
export type { SubgraphSchema } from './domain/subgraph-schema';
export type { SubgraphRows } from './domain/keep-rows';
export type { Subgraph, SubgraphOptions, SubgraphRequest } from './domain/door';
export { subgraphHandler } from './http/subgraph-handler';
