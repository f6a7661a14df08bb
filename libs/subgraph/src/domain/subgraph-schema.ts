import type { AccessTable } from '@hearth/access-plan';
import type { GraphQLSchema } from 'graphql';

/** A built subgraph: executable, printed, and with its table of access. It needs no database. */
export interface SubgraphSchema {
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** The SDL with all directives and links, for composition. */
  readonly sdl: string;
  readonly table: AccessTable;
}
