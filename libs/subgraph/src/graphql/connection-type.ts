import type { ClassType } from 'type-graphql';
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { Open, Shareable } from './access-directives';

const STRUCTURE = 'The frame of a list: the fields inside carry their own categories.';

/** One row of a page with the cursor that stands behind it. */
export interface Edge<T> {
  readonly cursor: string | null;
  readonly node: T | null;
}

/** One page of a list, as pageOf makes it. */
export interface Connection<T> {
  readonly edges: readonly Edge<T>[] | null;
  readonly pageInfo: { readonly hasNextPage: boolean | null; readonly endCursor: string | null } | null;
}

/** Where a page ends. Shared by all subgraphs. */
@ObjectType({ description: 'Where a page ends.' })
@Shareable()
export class PageInfo {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether there are more rows that the reader may see.',
  })
  @Open(STRUCTURE)
  hasNextPage!: boolean | null;

  @Field(() => String, { nullable: true, description: 'What to pass as `after` for the next page.' })
  @Open(STRUCTURE)
  endCursor!: string | null;
}

/** The two arguments of every paged field: `@Args(() => PageArgs) page: PageArgs`. readPage checks them. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'How many rows, 1 to 100; 20 when absent.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'The endCursor, or any cursor, of an earlier page.' })
  after?: string | null;
}

/**
 * Declares `<name>Edge` and `<name>Connection` for a node type and returns the connection's class. Both are shareable
 * and nullable throughout, so that a refusal inside never takes the list with it. Call it once per subgraph and name.
 */
export function connectionType<T extends object>(
  node: () => ClassType<T>,
  name: string,
): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`)
  @Shareable()
  class NodeEdge implements Edge<T> {
    @Field(() => String, { nullable: true })
    @Open(STRUCTURE)
    cursor!: string | null;

    @Field(() => node(), { nullable: true })
    @Open(STRUCTURE)
    node!: T | null;
  }

  @ObjectType(`${name}Connection`)
  @Shareable()
  class NodeConnection implements Connection<T> {
    @Field(() => [NodeEdge], { nullable: true })
    @Open(STRUCTURE)
    edges!: NodeEdge[] | null;

    @Field(() => PageInfo, { nullable: true })
    @Open(STRUCTURE)
    pageInfo!: PageInfo | null;
  }
  return NodeConnection;
}
