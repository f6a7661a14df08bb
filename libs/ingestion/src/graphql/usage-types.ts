import { dayOf } from '@hearth/catalogue';
import type { Grain } from '../domain/calendar';
import { periodEnd } from '../domain/calendar';
import type { Coverage } from '../domain/coverage';
import { coverageOf } from '../domain/coverage';
import { seriesMetric } from '../domain/metric-index';
import type { UsagePoint } from '../domain/usage-series';
import { usageSeries } from '../domain/usage-series';
import type { InstallationSet, UsageFact } from '../domain/usage-reader';
import { Category, DateOnly, Int64, Open } from '@hearth/subgraph';
import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { UsageContext } from './context';

@ObjectType('Coverage', {
  description: 'How much of what was due was observed. What is missing was not seen; it is not nought.',
})
export class CoverageType {
  @Field(() => Int, { nullable: true, description: 'Days with a report, added up over the installations.' })
  @Category('usage.coverage')
  daysObserved!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Days on which a report was due, added up over the installations.',
  })
  @Category('usage.coverage')
  daysDue!: number;
}

@ObjectType('UsagePoint', { description: 'One period of a series. A period without a report has no point.' })
export class UsagePointType {
  constructor(
    private readonly point: UsagePoint,
    private readonly question: SeriesQuestion,
  ) {}

  @Field(() => DateOnly, { nullable: true, description: 'The first day of the period.' })
  @Category('usage.customer.entitled')
  get start(): number {
    return this.point.start;
  }

  @Field(() => Int64, {
    nullable: true,
    description:
      'Counters: by how much they grew, as far as it was observed: a lower bound, of which nothing is extrapolated. What grew over days without a report is booked whole on the day of the next one.',
  })
  @Category('usage.customer.entitled')
  get increase(): bigint | null {
    return this.point.increase;
  }

  @Field(() => Int64, { nullable: true, description: 'Gauges: last values of the installations, added up.' })
  @Category('usage.customer.entitled')
  get last(): bigint | null {
    return this.point.last;
  }

  @Field(() => Int64, {
    nullable: true,
    description: 'Gauges: the greatest day’s sum; distinct counts: the greatest value.',
  })
  @Category('usage.customer.entitled')
  get maximum(): bigint | null {
    return this.point.maximum;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'The longest run of days without a report that an increase spans.',
  })
  @Category('usage.customer.entitled')
  get gapDays(): number {
    return this.point.gapDays;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'A counter was seen lower than before under the same start.',
  })
  @Category('usage.customer.entitled')
  get fell(): boolean {
    return this.point.fell;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'Reports of the period that came in more than seven days after their day: corrections.',
  })
  @Category('usage.customer.entitled')
  get lateReports(): number {
    return this.point.lateReports;
  }

  @Field(() => CoverageType, {
    nullable: true,
    description:
      'Of the days of this period that were asked for, and of the products that report the metric.',
  })
  @Category('usage.coverage')
  coverage(@Ctx() context: UsageContext): Promise<Coverage> {
    const { from, to, grain } = this.question;
    const { start } = this.point;
    return coverageWithin(
      this.question,
      Math.max(start, from),
      Math.min(periodEnd(start, grain), to),
      context,
    );
  }
}

/** What one call of Customer.usage asked for. */
export interface SeriesQuestion {
  readonly subject: string;
  readonly metric: string;
  readonly from: number;
  readonly to: number;
  readonly grain: Grain;
  readonly installations: InstallationSet;
}

/** The coverage of a part of the days asked for; the days are read once for the whole. */
async function coverageWithin(
  { subject, metric, from, to, installations }: SeriesQuestion,
  first: number,
  last: number,
  { loaders, now }: UsageContext,
): Promise<Coverage> {
  const products = seriesMetric(metric)?.products ?? [];
  const all = await loaders.days({ from, to, installations }).load(subject);
  const reporting = all.filter(({ product }) => products.includes(product));
  return coverageOf(reporting, first, last, dayOf(now()));
}

const ASKED = 'It repeats what was asked for.';

@ObjectType('UsageSeries', { description: 'One metric of one customer over all its installations.' })
export class UsageSeriesType {
  constructor(
    private readonly question: SeriesQuestion,
    private readonly facts: readonly UsageFact[],
  ) {}

  @Field(() => ID, { nullable: true })
  @Open(ASKED)
  get metric(): string {
    return this.question.metric;
  }

  @Field(() => String, { nullable: true })
  @Open('It follows from the metric, and is in the published catalogue.')
  get unit(): string | null {
    return seriesMetric(this.question.metric)?.declaration.unit ?? null;
  }

  @Field(() => [UsagePointType], { nullable: true, description: 'In order of time.' })
  @Category('usage.customer.entitled')
  get points(): UsagePointType[] {
    const { metric, from, to, grain } = this.question;
    const declaration = seriesMetric(metric)?.declaration;
    if (declaration === undefined) return [];
    return usageSeries(this.facts, declaration, from, to, grain).map(
      (point) => new UsagePointType(point, this.question),
    );
  }

  @Field(() => CoverageType, { nullable: true, description: 'Of the products that report the metric.' })
  @Category('usage.coverage')
  coverage(@Ctx() context: UsageContext): Promise<Coverage> {
    const { from, to } = this.question;
    return coverageWithin(this.question, from, to, context);
  }
}
