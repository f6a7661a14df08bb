import { Category, MutationAudience, PublicError } from '@hearth/subgraph';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { isFailureCode } from '../domain/failure-reasons';
import type { ReplayAnswer } from '../domain/replay-port';
import { productById } from '@hearth/catalogue';
import type { UsageContext } from './context';
import { shown } from './loaders';

@InputType('FailedReportFilter', { description: 'Which failed reports; what is left out is all.' })
export class FailedReportFilterInput {
  @Field(() => ID, { nullable: true, description: 'A code of failedReports, such as OUT_OF_BOUNDS.' })
  code?: string | null;

  @Field(() => ID, { nullable: true })
  product?: string | null;
}

type Group = ReplayAnswer['groups'][number];

@ObjectType('ReplayedReports', { description: 'What became of the reports that had failed for one reason.' })
export class ReplayedReportsType {
  constructor(private readonly group: Group) {}

  @Field(() => ID, { nullable: true, description: 'Why they had failed.' })
  @Category('operation.failures')
  get code(): string {
    return this.group.code;
  }

  @Field(() => ID, {
    nullable: true,
    description:
      'COUNTED, IGNORED, BEFORE_AGREEMENT, DUPLICATE; HELD and REFUSED, which stay for another try; CONFLICT, which people must settle; UNREADABLE.',
  })
  @Category('operation.failures')
  get outcome(): string {
    return this.group.outcome.toUpperCase().replaceAll('-', '_');
  }

  @Field(() => ID, { nullable: true, description: 'Why they are refused now, where they are.' })
  @Category('operation.failures')
  get refusedFor(): string | null {
    return this.group.refusedFor ?? null;
  }

  @Field(() => Int, { nullable: true })
  @Category('operation.failures')
  get count(): number {
    return this.group.count;
  }
}

@ObjectType('ReplayResult', {
  description: 'A replay by what became of the reports: no report and nobody is in it.',
})
export class ReplayResultType {
  constructor(private readonly answer: ReplayAnswer) {}

  @Field(() => Boolean, { nullable: true, description: 'Nothing was written.' })
  @Category('operation.failures')
  get dryRun(): boolean {
    return this.answer.isDryRun;
  }

  @Field(() => Int, { nullable: true, description: 'Reports that were tried, 1,000 at most.' })
  @Category('operation.failures')
  get considered(): number {
    return this.answer.considered;
  }

  @Field(() => Boolean, { nullable: true, description: 'There are more: ask again.' })
  @Category('operation.failures')
  get hasMore(): boolean {
    return this.answer.hasMore;
  }

  @Field(() => [ReplayedReportsType], { nullable: true })
  @Category('operation.failures')
  get outcomes(): ReplayedReportsType[] {
    return this.answer.groups.map((group) => new ReplayedReportsType(group));
  }
}

@Resolver()
export class ReplayResolver {
  @Mutation(() => ReplayResultType, {
    nullable: true,
    description:
      'Tries reports again that were held or refused and are kept, the way that they came: a report counts once however often it is tried. Begin with a dry run.',
  })
  @MutationAudience('report.replay')
  async replayFailedReports(
    @Arg('filter', () => FailedReportFilterInput) filter: FailedReportFilterInput,
    @Arg('dryRun', () => Boolean) dryRun: boolean,
    @Ctx() { replay }: UsageContext,
  ): Promise<ReplayResultType> {
    const { code, product } = filter;
    if (code && !isFailureCode(code))
      throw new PublicError('BAD_INPUT', 'filter.code: a code of failedReports');
    if (product && !productById(product))
      throw new PublicError('BAD_INPUT', 'filter.product: a product of the catalogue');
    const question = {
      filter: { ...(code ? { code } : {}), ...(product ? { product } : {}) },
      isDryRun: dryRun,
    };
    return new ReplayResultType(await replay(question).catch(shown));
  }
}
