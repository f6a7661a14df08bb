import type { Connection } from '@hearth/subgraph';
import {
  Category,
  connectionType,
  cursorBinding,
  DateTime,
  Int64,
  PageArgs,
  pageOf,
  PublicError,
  readPage,
} from '@hearth/subgraph';
import { Arg, Args, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { DAY_MS } from '../domain/calendar';
import type { FailurePage, FailureRecord, OutcomeCount } from '../domain/usage-reader';
import { meaningOf } from '../domain/failure-reasons';
import { FailureCauseEnum, FailureReasonEnum } from './code-lists';
import type { UsageContext } from './context';
import { shown } from './loaders';

/** The longest span of one answer about the intake: a year. */
const HEALTH_DAYS_MAX = 366;

@ObjectType('FailedReport', {
  description: 'One cause for which reports, or parts of them, were not counted. It holds no sample.',
})
export class FailedReportType {
  constructor(private readonly record: FailureRecord) {}

  @Field(() => FailureReasonEnum, { nullable: true })
  @Category('operation.failures')
  get reason(): string {
    return this.record.kind.toUpperCase();
  }

  @Field(() => ID, { nullable: true })
  @Category('operation.failures')
  get code(): string {
    return this.record.code;
  }

  @Field(() => String, { nullable: true, description: 'JSON pointer; an undeclared name is written *.' })
  @Category('operation.failures')
  get path(): string {
    return this.record.path;
  }

  @Field(() => ID, { nullable: true, description: 'The product, where it could be told.' })
  @Category('operation.failures')
  get product(): string | null {
    return this.record.product === '' ? null : this.record.product;
  }

  @Field(() => FailureCauseEnum, { nullable: true })
  @Category('operation.failures')
  get cause(): string {
    return meaningOf(this.record.code).cause;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'A later try may succeed although the sender changes nothing: such reports are kept, sealed, for 30 days, and replayFailedReports tries them again.',
  })
  @Category('operation.failures')
  get replayable(): boolean {
    return meaningOf(this.record.code).replayable;
  }

  @Field(() => Int64, { nullable: true })
  @Category('operation.failures')
  get count(): bigint {
    return this.record.count;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('operation.failures')
  get firstSeen(): number {
    return this.record.firstSeen;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('operation.failures')
  get lastSeen(): number {
    return this.record.lastSeen;
  }
}

const FailedReportConnection = connectionType(() => FailedReportType as never, 'FailedReport');

@ObjectType('IntakeHealth', {
  description: 'How the intake fared: reports by what became of them. Refused ones are among failedReports.',
})
export class IntakeHealthType {
  constructor(private readonly outcomes: readonly OutcomeCount[]) {}

  private of(outcome: string): number {
    return this.outcomes.find((count) => count.outcome === outcome)?.reports ?? 0;
  }

  @Field(() => Int, { nullable: true, description: 'Distinct reports received.' })
  @Category('operation.intake')
  get received(): number {
    return this.outcomes.reduce((sum, { reports }) => sum + reports, 0);
  }

  @Field(() => Int, { nullable: true })
  @Category('operation.intake')
  get counted(): number {
    return this.of('counted');
  }

  @Field(() => Int, { nullable: true, description: 'Held, as their licence key is not known yet.' })
  @Category('operation.intake')
  get held(): number {
    return this.of('held');
  }

  @Field(() => Int, { nullable: true, description: 'Accepted and ignored by a rule of their product.' })
  @Category('operation.intake')
  get ignored(): number {
    return this.of('ignored');
  }

  @Field(() => Int, { nullable: true, description: 'Observed before their agreement began.' })
  @Category('operation.intake')
  get beforeAgreement(): number {
    return this.of('before-agreement');
  }

  @Field(() => DateTime, { nullable: true })
  @Category('operation.intake')
  get lastReceivedAt(): number | null {
    return this.outcomes.length === 0
      ? null
      : Math.max(...this.outcomes.map(({ lastReceivedAt }) => lastReceivedAt));
  }
}

@Resolver()
export class OperationResolver {
  @Query(() => FailedReportConnection, {
    nullable: true,
    description: 'Why reports were not counted, and how often: no bodies.',
  })
  @Category('operation.failures')
  async failedReports(
    @Arg('reason', () => FailureReasonEnum, { nullable: true }) reason: string | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: UsageContext,
  ): Promise<Connection<FailedReportType>> {
    const { reader, policy } = context;
    const binding = cursorBinding({
      list: 'Query.failedReports',
      filter: { reason, client: reader.client },
      reader,
      policyVersion: policy.version,
    });
    const scope = { key: context.cursorKey, binding };
    const page = readPage(args, scope);
    // Sealed by ourselves, for this very list: what opens is a position.
    const after = page.after as FailurePage['after'];
    const found = await context.usage
      .failures({ kind: reason?.toLowerCase(), limit: page.limit, after })
      .catch(shown);
    const { edges, pageInfo } = pageOf(
      found,
      page,
      ({ code, path, product }) => ({ code, path, product }),
      scope,
    );
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: new FailedReportType(node) })),
      pageInfo,
    };
  }

  @Query(() => IntakeHealthType, {
    nullable: true,
    description: 'By when the reports were received; `to` is exclusive.',
  })
  @Category('operation.intake')
  async intakeHealth(
    @Arg('from', () => DateTime) from: number,
    @Arg('to', () => DateTime) to: number,
    @Ctx() { usage }: UsageContext,
  ): Promise<IntakeHealthType> {
    if (to <= from || to - from > HEALTH_DAYS_MAX * DAY_MS) {
      throw new PublicError('BAD_INPUT', `to: after from, by ${HEALTH_DAYS_MAX} days at most`);
    }
    return new IntakeHealthType(await usage.outcomes(from, to).catch(shown));
  }
}
