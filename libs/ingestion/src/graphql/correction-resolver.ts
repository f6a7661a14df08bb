import { daysBetween, productById } from '@hearth/catalogue';
import { Category, DateOnly, DateTime, dayNumber, Int64, PublicError } from '@hearth/subgraph';
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { CorrectionReason } from '../domain/gather-counted';
import type { CorrectionRecord } from '../domain/usage-reader';
import { CorrectionReasonEnum } from './code-lists';
import type { UsageContext } from './context';
import { shown } from './loaders';

/** Days of one answer: a quarter, in which a day, product and reason have one line each. */
const CORRECTION_DAYS_MAX = 92;

@ObjectType('Correction', {
  description:
    'What changed the figures of one day after it had closed, for one reason. It names no customer.',
})
export class CorrectionType {
  constructor(private readonly record: CorrectionRecord) {}

  @Field(() => DateOnly, { nullable: true, description: 'The day whose figures changed.' })
  @Category('operation.intake')
  get day(): number {
    return this.record.day;
  }

  @Field(() => ID, { nullable: true })
  @Category('operation.intake')
  get product(): string {
    return this.record.product;
  }

  @Field(() => CorrectionReasonEnum, { nullable: true })
  @Category('operation.intake')
  get reason(): CorrectionReason {
    return this.record.reason;
  }

  @Field(() => Int64, { nullable: true, description: 'Reports, or installations, that changed them.' })
  @Category('operation.intake')
  get count(): bigint {
    return this.record.count;
  }

  @Field(() => DateTime, { nullable: true, description: 'When they first changed after the day had closed.' })
  @Category('operation.intake')
  get firstAt(): number {
    return this.record.firstAt;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('operation.intake')
  get lastAt(): number {
    return this.record.lastAt;
  }
}

@Resolver()
export class CorrectionResolver {
  @Query(() => [CorrectionType], {
    nullable: true,
    description: 'What changed figures of days that had closed, by day, product and reason.',
  })
  @Category('operation.intake')
  async corrections(
    @Arg('from', () => DateOnly) from: string,
    @Arg('to', () => DateOnly, { description: 'The last day, inclusive.' }) to: string,
    @Arg('product', () => ID, { nullable: true }) product: string | null,
    @Ctx() { usage }: UsageContext,
  ): Promise<CorrectionType[]> {
    const asked = product ?? undefined;
    const [first, last] = [dayNumber(from), dayNumber(to)];
    const days = daysBetween(first, last) + 1;
    if (days < 1 || days > CORRECTION_DAYS_MAX) {
      throw new PublicError('BAD_INPUT', `to: from the first day on, ${CORRECTION_DAYS_MAX} days at most`);
    }
    if (asked !== undefined && productById(asked) === undefined) {
      throw new PublicError('BAD_INPUT', 'product: an id of the catalogue');
    }
    const query = { from: first, to: last, product: asked };
    const found = await (async () => usage.corrections(query))().catch(shown);
    return found.map((record) => new CorrectionType(record));
  }
}
