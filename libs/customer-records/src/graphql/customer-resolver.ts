import type { Connection } from '@hearth/subgraph';
import { Category, cursorBinding, PageArgs, pageOf, readPage } from '@hearth/subgraph';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { CustomerOrder, CustomerPosition } from '../domain/customer-query';
import { CustomerOrderEnum } from './code-lists';
import type { RecordsContext } from './context';
import { CustomerConnection, CustomerType } from './customer-types';
import { CustomerFilterInput, filterOf } from './inputs';
import { asked } from './reader-errors';

@Resolver()
export class CustomerResolver {
  @Query(() => CustomerType, {
    nullable: true,
    description: 'One customer of those that the reader may see.',
  })
  @Category('company.record')
  async customer(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RecordsContext,
  ): Promise<CustomerType | null> {
    const record = await context.loaders.customer.load(id);
    return record === undefined ? null : new CustomerType(record, context.access);
  }

  @Query(() => CustomerConnection, { nullable: true, description: 'The customers that the reader may see.' })
  @Category('company.record')
  async customers(
    @Arg('filter', () => CustomerFilterInput, { nullable: true }) filter: CustomerFilterInput | null,
    @Arg('orderBy', () => CustomerOrderEnum, { nullable: true, defaultValue: 'ID' })
    orderBy: CustomerOrder | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RecordsContext,
  ): Promise<Connection<CustomerType>> {
    const { reader, access, store } = context;
    const query = { filter: filterOf(filter), orderBy: orderBy ?? 'ID' };
    const binding = cursorBinding({
      list: 'Query.customers',
      filter: { ...query, client: reader.client },
      reader,
      policyVersion: access.policyVersion,
    });
    const scope = { key: context.cursorKey, binding };
    const page = readPage(args, scope);
    // Sealed by ourselves, for this very list: what opens is a position.
    const after = page.after as CustomerPosition | undefined;
    const found = await asked(() =>
      store.customers({ ...query, limit: page.limit, ...(after === undefined ? {} : { after }) }),
    );
    found.forEach(({ record }) => context.loaders.customer.prime(record.id, record));
    const { edges, pageInfo } = pageOf(found, page, ({ position }) => position, scope);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: new CustomerType(node.record, access) })),
      pageInfo,
    };
  }

  @Query(() => CustomerType, { nullable: true, description: 'The customer that the reader itself is.' })
  @Category('company.record')
  async me(@Ctx() context: RecordsContext): Promise<CustomerType | null> {
    const record = await asked(() => context.store.self());
    return record === undefined ? null : new CustomerType(record, context.access);
  }
}
