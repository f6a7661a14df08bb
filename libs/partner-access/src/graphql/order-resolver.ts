import type { Category as CategoryKey } from '@hearth/policy';
import { Category, MutationAudience, PageArgs } from '@hearth/subgraph';
import type { Connection } from '@hearth/subgraph';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { stateOf } from '../domain/court-orders';
import type { CourtOrderRecord } from '../domain/court-orders';
import type { PartnerContext } from './context';
import { CourtOrderConnection, CourtOrderInputType, CourtOrderType } from './order-types';
import { pageById } from './page-by-id';
import { told } from './told';

@Resolver()
export class CourtOrderResolver {
  @Query(() => CourtOrderConnection, { nullable: true })
  @Category('access.order')
  courtOrders(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: PartnerContext,
  ): Promise<Connection<CourtOrderType>> {
    return pageById(context, 'Query.courtOrders', args, async (limit, after) =>
      (await context.governance.courtOrders(limit, after)).map(toOrderType),
    );
  }

  @Mutation(() => CourtOrderType, {
    nullable: true,
    description: 'Opens a court order, which another client approves.',
  })
  @MutationAudience('order.open')
  async openCourtOrder(
    @Arg('input', () => CourtOrderInputType) input: CourtOrderInputType,
    @Ctx() { governance }: PartnerContext,
  ): Promise<CourtOrderType> {
    const { caseReference, persons, customers, categories, from, until, sealedUntil } = input;
    const order = await told(() =>
      governance.openCourtOrder({
        caseReference,
        persons,
        customers,
        // What is no category of the policy is refused by the store.
        categories: categories as CategoryKey[],
        fromAt: from,
        untilAt: until,
        sealedUntil: sealedUntil ?? null,
      }),
    );
    return toOrderType(order);
  }

  @Mutation(() => CourtOrderType, {
    nullable: true,
    description: 'Lets the persons of an order read what it names. Refused to the client that opened it.',
  })
  @MutationAudience('order.approve')
  async approveCourtOrder(
    @Arg('id', () => ID) id: string,
    @Ctx() { governance, publish }: PartnerContext,
  ): Promise<CourtOrderType> {
    const order = await told(() => governance.approveCourtOrder(id));
    await publish();
    return toOrderType(order);
  }

  @Mutation(() => CourtOrderType, {
    nullable: true,
    description: 'Ends what is read under an order, for every request from now on.',
  })
  @MutationAudience('order.close')
  async closeCourtOrder(
    @Arg('id', () => ID) id: string,
    @Ctx() { governance, publish }: PartnerContext,
  ): Promise<CourtOrderType> {
    const order = await told(() => governance.closeCourtOrder(id));
    await publish();
    return toOrderType(order);
  }
}

function toOrderType(order: CourtOrderRecord): CourtOrderType {
  return {
    id: order.id,
    caseReference: order.caseReference,
    persons: order.persons,
    customers: order.customers,
    categories: order.categories,
    from: order.fromAt,
    until: order.untilAt,
    sealedUntil: order.sealedUntil,
    state: stateOf(order),
    openedBy: order.openedBy,
    approvedBy: order.approvedBy,
    closedAt: order.closedAt,
  };
}
