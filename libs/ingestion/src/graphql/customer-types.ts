import type { Connection } from '@hearth/subgraph';
import { Category, cursorBinding, DateOnly, Key, Open, PageArgs, pageOf, readPage } from '@hearth/subgraph';
import { Arg, Args, Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { Grain } from '../domain/calendar';
import type { InstallationSet } from '../domain/usage-reader';
import { GrainEnum, InstallationSetEnum } from './code-lists';
import type { UsageContext } from './context';
import { InstallationConnection, InstallationType } from './installation-types';
import { readSeriesQuestion } from './series-question';
import { UsageSeriesType } from './usage-types';

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
      edges: edges.map(({ cursor, node }) => ({ cursor, node: new InstallationType(node.id, node) })),
      pageInfo,
    };
  }

  @Field(() => [UsageSeriesType], {
    nullable: true,
    description:
      'One series for each metric asked for. Metrics that the agreement does not limit need a right of their own. What installations report that are not confirmed yet stands apart, and is asked for by itself.',
  })
  @Category('usage.customer.entitled')
  async usage(
    @Arg('metrics', () => [ID]) metrics: string[],
    @Arg('from', () => DateOnly) from: string,
    @Arg('to', () => DateOnly, { description: 'The last day, inclusive.' }) to: string,
    @Arg('grain', () => GrainEnum) grain: Grain,
    @Arg('installations', () => InstallationSetEnum, { defaultValue: 'COUNTED' })
    installations: InstallationSet,
    @Ctx() { loaders }: UsageContext,
  ): Promise<UsageSeriesType[] | null> {
    const question = readSeriesQuestion(metrics, from, to, installations);
    const facts = await loaders.facts(question).load(this.subject);
    if (facts === null) return null;
    return question.metrics.map(
      (metric) =>
        new UsageSeriesType(
          { subject: this.subject, metric, from: question.from, to: question.to, grain, installations },
          facts,
        ),
    );
  }
}
