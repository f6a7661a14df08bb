import { Category, DateOnly, MutationAudience, PageArgs } from '@hearth/subgraph';
import type { Connection } from '@hearth/subgraph';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { AssignmentRecord } from '../domain/partner-records';
import type { PartnerContext } from './context';
import {
  AssignCustomersInput,
  AssignmentReceiptType,
  AssignmentType,
  CustomerType,
  PartnerConnection,
  PartnerType,
  RegisterPartnerInput,
} from './partner-types';
import { pageById } from './page-by-id';
import { told } from './told';

@Resolver(() => CustomerType)
export class CustomerPartnersResolver {
  @FieldResolver(() => [AssignmentType], {
    nullable: true,
    description: 'Who sells to this customer or supports it; a partner sees its own part only.',
  })
  @Category('access.assignment')
  async partners(@Root() customer: CustomerType, @Ctx() context: PartnerContext): Promise<AssignmentType[]> {
    return (await context.assignments.load(customer.id)).map(toAssignmentType);
  }
}

@Resolver(() => AssignmentType)
export class AssignmentResolver {
  @FieldResolver(() => PartnerType, { nullable: true })
  @Category('access.assignment')
  partner(@Root() assignment: AssignmentType, @Ctx() context: PartnerContext): Promise<PartnerType | null> {
    return context.partners.load(assignment.partnerId);
  }
}

@Resolver(() => AssignmentReceiptType)
export class AssignmentReceiptResolver {
  @FieldResolver(() => PartnerType, { nullable: true })
  @Category('access.partner')
  partner(
    @Root() receipt: AssignmentReceiptType,
    @Ctx() context: PartnerContext,
  ): Promise<PartnerType | null> {
    return context.partners.load(receipt.partnerId);
  }
}

@Resolver()
export class PartnersResolver {
  @Query(() => PartnerConnection, {
    nullable: true,
    description: 'The partners that the reader may see; a partner sees itself.',
  })
  @Category('access.partner')
  partners(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: PartnerContext,
  ): Promise<Connection<PartnerType>> {
    return pageById(context, 'Query.partners', args, (limit, after) => context.store.partners(limit, after));
  }

  @Mutation(() => PartnerType, {
    nullable: true,
    description: 'Records a partner. For the vendor’s own systems.',
  })
  @MutationAudience('partner.record')
  async registerPartner(
    @Arg('input', () => RegisterPartnerInput) input: RegisterPartnerInput,
    @Ctx() context: PartnerContext,
  ): Promise<PartnerType | null> {
    const { externalKey, name, contractEndsOn } = input;
    const id = await told(() =>
      context.store.registerPartner({ externalKey, name, contractEndsOn: contractEndsOn ?? null }),
    );
    await context.publish();
    return context.partners.clear(id).load(id);
  }

  @Mutation(() => PartnerType, {
    nullable: true,
    description:
      'Ends a partner’s contract on a day, and with it all its assignments. For the vendor’s own systems.',
  })
  @MutationAudience('partner.record')
  async endPartnership(
    @Arg('partner', () => ID, { description: 'As registerPartner gave it.' }) partner: string,
    @Arg('on', () => DateOnly, { description: 'Its last day.' }) on: string,
    @Ctx() context: PartnerContext,
  ): Promise<PartnerType | null> {
    await told(() => context.store.endPartnership(partner, on));
    await context.publish();
    return context.partners.clear(partner).load(partner);
  }

  @Mutation(() => AssignmentReceiptType, {
    nullable: true,
    description: 'Assigns customers to a partner. For the vendor’s own systems.',
  })
  @MutationAudience('assignment.record')
  async assignCustomers(
    @Arg('input', () => AssignCustomersInput) input: AssignCustomersInput,
    @Ctx() context: PartnerContext,
  ): Promise<AssignmentReceiptType> {
    const { partner, customers, role, from, until } = input;
    const assigned = await told(() =>
      context.store.assignCustomers({ partner, customers, role, startsOn: from, endsOn: until ?? null }),
    );
    await context.publish();
    return { partnerId: partner, assigned };
  }
}

function toAssignmentType(record: AssignmentRecord): AssignmentType {
  return { partnerId: record.partner, role: record.role, from: record.startsOn, until: record.endsOn };
}
