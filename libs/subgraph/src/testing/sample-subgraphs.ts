// Two small subgraphs that share an entity, as rooms declare them: each has a class of its own for `Customer`.
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { CursorScope, PageInput, SubgraphContext, SubgraphSchema } from '../index';
import {
  buildSubgraph,
  Category,
  connectionType,
  cursorBinding,
  DateOnly,
  Int64,
  Key,
  MutationAudience,
  Open,
  PageArgs,
  pageOf,
  PublicError,
  readPage,
  refuse,
} from '../index';

/** What the sample rooms know, and what they were asked. */
export interface SampleContext extends SubgraphContext {
  readonly rows: readonly { readonly id: string; readonly companyName: string }[];
  readonly asked: string[];
  readonly cursorKey: Buffer;
}

enum CustomerOrder {
  ID = 'id',
  COMPANY_NAME = 'company_name',
}
registerEnumType(CustomerOrder, { name: 'CustomerOrder' });

@ObjectType('Customer', { description: 'A contract party.' })
@Key('id')
class RecordedCustomer {
  @Field(() => ID)
  @Open('An opaque id.')
  id!: string;

  @Field(() => String, { nullable: true })
  @Category('company.name')
  companyName?: string;

  @Field(() => String, { nullable: true, deprecationReason: 'Ask companyName.' })
  @Category('company.demographic')
  industry?: string;

  @Field(() => String, { nullable: true })
  @Category('user.contact.email')
  email?: string;
}

@InputType()
class CustomerFilter {
  @Field(() => String, { nullable: true })
  companyName?: string;

  @Field(() => String, { nullable: true })
  @Category('company.demographic')
  industry?: string;
}

const CustomerConnection = connectionType(() => RecordedCustomer, 'Customer');

@Resolver(() => RecordedCustomer)
class CustomerResolver {
  @Query(() => RecordedCustomer, { nullable: true })
  @Category('company.record')
  customer(@Arg('id', () => ID) id: string, @Ctx() context: SampleContext): unknown {
    context.asked.push('customer');
    return context.rows.find((row) => row.id === id) ?? null;
  }

  @Query(() => CustomerConnection, { nullable: true })
  @Category('company.record')
  customers(
    @Arg('filter', () => CustomerFilter, { nullable: true }) filter: CustomerFilter | null,
    @Arg('orderBy', () => CustomerOrder, { nullable: true }) orderBy: CustomerOrder | null,
    @Args(() => PageArgs) page: PageInput,
    @Ctx() context: SampleContext,
  ): unknown {
    context.asked.push('customers');
    const { reader, policy } = context;
    const binding = cursorBinding({
      list: 'Query.customers',
      filter: { filter, orderBy },
      reader,
      policyVersion: policy.version,
    });
    const scope: CursorScope = { key: context.cursorKey, binding };
    const wanted = readPage(page, scope);
    const start = context.rows.findIndex((row) => row.id === wanted.after?.['id']) + 1;
    return pageOf(context.rows.slice(start, start + wanted.limit), wanted, ({ id }) => ({ id }), scope);
  }

  @FieldResolver(() => String)
  industry(@Root() customer: RecordedCustomer): string {
    if (customer.id === 'cus_broken') throw new Error('password=hunter2 in the driver');
    if (customer.id === 'cus_conflict') throw new PublicError('CONFLICT', 'industry: two codes are recorded');
    if (customer.id === 'cus_hidden') {
      const needed = 'an assignment';
      refuse(
        { allowed: false, code: 'ROW_NOT_ALLOWED', clause: 'affiliates', needed, policyVersion: '1' },
        'company.demographic',
      );
    }
    return '511';
  }

  @Mutation(() => RecordedCustomer, { nullable: true })
  @MutationAudience('customer.record')
  recordCustomer(
    @Arg('companyName', () => String) companyName: string,
    @Ctx() context: SampleContext,
  ): unknown {
    context.asked.push('recordCustomer');
    return { id: 'cus_new', companyName };
  }
}

@ObjectType('Customer')
@Key('id')
class ObservedCustomer {
  @Field(() => ID)
  @Open('An opaque id.')
  id!: string;
}

@ObjectType()
class UsageSeries {
  @Field(() => ID, { nullable: true })
  @Category('usage.customer.entitled')
  metric?: string;

  @Field(() => Int64, { nullable: true })
  @Category('usage.customer.entitled')
  total?: bigint;
}

const ObservedConnection = connectionType(() => ObservedCustomer, 'Customer');

@Resolver(() => ObservedCustomer)
class UsageResolver {
  @Query(() => String, { nullable: true })
  @Open('The catalogue is public.')
  catalogueVersion(): string {
    return '2026.1';
  }

  @Query(() => ObservedConnection, { nullable: true })
  @Category('usage.customer.entitled')
  observedCustomers(@Ctx() context: SampleContext): unknown {
    context.asked.push('observedCustomers');
    return { edges: [{ cursor: null, node: { id: 'cus_a' } }], pageInfo: null };
  }

  @FieldResolver(() => [UsageSeries], { nullable: true })
  @Category('usage.customer.entitled')
  usage(
    @Root() customer: ObservedCustomer,
    @Arg('metrics', () => [ID]) metrics: string[],
    @Arg('from', () => DateOnly) from: string,
    @Arg('to', () => DateOnly) to: string,
    @Ctx() context: SampleContext,
  ): unknown {
    context.asked.push(`usage ${customer.id} ${from} ${to}`);
    return metrics.map((metric) => ({ metric, total: 2n ** 62n }));
  }
}

/** The room that records customers. */
export function buildRecords(): Promise<SubgraphSchema> {
  return buildSubgraph<SampleContext>({
    name: 'customer-records',
    resolvers: [CustomerResolver],
    references: {
      Customer: async (reference: { id: string }, context) => {
        context.asked.push(`reference ${reference.id}`);
        return context.rows.find((row) => row.id === reference.id) ?? null;
      },
    },
    directivesOn: {
      'CustomerOrder.COMPANY_NAME': '@category(is: "company.name")',
      'CustomerFilter.companyName': '@category(is: "company.name")',
    },
  });
}

/** The room that counted. */
export function buildUsage(): Promise<SubgraphSchema> {
  return buildSubgraph<SampleContext>({
    name: 'ingestion',
    resolvers: [UsageResolver],
    orphanedTypes: [ObservedCustomer],
    references: {
      Customer: (reference: { id: string }) => (reference.id === 'cus_gone' ? null : { id: reference.id }),
    },
    directivesOn: { 'Customer.usage(metrics:)': '@category(is: "usage.customer")' },
  });
}
