import { productById } from '@hearth/catalogue';
import type { Connection } from '@hearth/subgraph';
import {
  Category,
  connectionType,
  cursorBinding,
  DateOnly,
  DateTime,
  Key,
  Open,
  PageArgs,
  pageOf,
  readPage,
} from '@hearth/subgraph';
import { Arg, Args, Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Activity } from '../domain/activity';
import { activityOf } from '../domain/activity';
import type { Grain } from '../domain/calendar';
import type { InstallationRecord } from '../domain/usage-reader';
import { ActivityEnum, GrainEnum } from './code-lists';
import type { UsageContext } from './context';
import { ProductType } from './product-types';
import { readSeriesQuestion } from './series-question';
import { UsageSeriesType } from './usage-types';

@ObjectType('Installation', { description: 'One installed copy of a product.' })
@Key('id')
export class InstallationType {
  constructor(private readonly record: InstallationRecord) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the installation.')
  get id(): string {
    return this.record.id;
  }

  @Field(() => ProductType, { nullable: true })
  @Category('usage.installation')
  get product(): ProductType | null {
    const product = productById(this.record.product);
    return product === undefined ? null : new ProductType(product);
  }

  @Field(() => String, { nullable: true })
  @Category('usage.installation')
  get version(): string {
    return this.record.version;
  }

  @Field(() => String, { nullable: true })
  @Category('usage.installation')
  get edition(): string {
    return this.record.edition;
  }

  @Field(() => String, { nullable: true })
  @Category('usage.installation')
  get operatingSystem(): string {
    return this.record.operatingSystem;
  }

  @Field(() => Int, { nullable: true })
  @Category('usage.installation')
  get cpus(): number | null {
    return this.record.cpus;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('usage.installation')
  get firstSeen(): number {
    return this.record.firstSeen;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('usage.installation')
  get lastSeen(): number {
    return this.record.lastSeen;
  }

  @Field(() => ActivityEnum, { nullable: true })
  @Category('usage.installation')
  activity(@Ctx() { now }: UsageContext): Activity {
    return activityOf(this.record.lastSeen, now());
  }
}

export const InstallationConnection = connectionType(() => InstallationType as never, 'Installation');

@ObjectType('Customer')
@Key('id')
export class CustomerType {
  constructor(
    private readonly customer: string,
    private readonly subject: string,
  ) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the customer.')
  get id(): string {
    return this.customer;
  }

  @Field(() => InstallationConnection, {
    nullable: true,
    description: 'Its installations, in a steady order.',
  })
  @Category('usage.installation')
  async installations(
    @Arg('product', () => ID, { nullable: true }) product: string | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: UsageContext,
  ): Promise<Connection<InstallationType>> {
    const { reader, policy, loaders } = context;
    const binding = cursorBinding({
      list: `Customer.installations/${this.customer}`,
      filter: { product, client: reader.client },
      reader,
      policyVersion: policy.version,
    });
    const scope = { key: context.cursorKey, binding };
    const page = readPage(args, scope);
    // Sealed by ourselves, for this very list: what opens is a position.
    const after = page.after?.['id'] as string | undefined;
    const way = { product: product ?? undefined, limit: page.limit, after };
    const found = await loaders.installations(way).load(this.subject);
    const { edges, pageInfo } = pageOf(found, page, ({ id }) => ({ id }), scope);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: new InstallationType(node) })),
      pageInfo,
    };
  }

  @Field(() => [UsageSeriesType], {
    nullable: true,
    description:
      'One series for each metric asked for. Metrics that the agreement does not limit need a right of their own.',
  })
  @Category('usage.customer.entitled')
  async usage(
    @Arg('metrics', () => [ID]) metrics: string[],
    @Arg('from', () => DateOnly) from: string,
    @Arg('to', () => DateOnly, { description: 'The last day, inclusive.' }) to: string,
    @Arg('grain', () => GrainEnum) grain: Grain,
    @Ctx() { loaders }: UsageContext,
  ): Promise<UsageSeriesType[] | null> {
    const question = readSeriesQuestion(metrics, from, to);
    const facts = await loaders.facts(question).load(this.subject);
    if (facts === null) return null;
    return question.metrics.map(
      (metric) =>
        new UsageSeriesType(
          { subject: this.subject, metric, from: question.from, to: question.to, grain },
          facts,
        ),
    );
  }
}
