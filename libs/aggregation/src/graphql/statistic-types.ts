import type { DimensionKey } from '@hearth/catalogue';
import { Category, DateTime, Int64 } from '@hearth/subgraph';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { StatisticStatus } from '../domain/answer';
import { Dimension } from './dimension';

export const Status: Readonly<Record<StatisticStatus, StatisticStatus>> = {
  MEASURED: 'MEASURED',
  WITHHELD: 'WITHHELD',
  NOT_MEASURED: 'NOT_MEASURED',
};
registerEnumType(Status, {
  name: 'StatisticStatus',
  description: 'Whether there is a table, and if not, why.',
  valuesConfig: {
    MEASURED: { description: 'The table is there.' },
    WITHHELD: { description: 'It is about too few customers to be shown, or about none.' },
    NOT_MEASURED: { description: 'The month was not rolled up: it lies ahead, or before the first report.' },
  },
});

@InputType({ description: 'A span of time.' })
export class PeriodInput {
  @Field(() => String, { description: 'A month in UTC, YYYY-MM.' })
  month!: string;
}

@ObjectType({ description: 'The value that a cell has in one dimension.' })
export class CellKey {
  @Field(() => Dimension, { nullable: true })
  @Category('statistics.internal')
  dimension!: DimensionKey;

  @Field(() => String, { nullable: true })
  @Category('statistics.internal')
  value!: string;
}

@ObjectType({ description: 'One line of a statistic.' })
export class StatisticCell {
  @Field(() => [CellKey], { nullable: true, description: 'In the order that was asked for.' })
  @Category('statistics.internal')
  keys!: readonly CellKey[];

  @Field(() => Int64, {
    nullable: true,
    description:
      'In the unit of the definition. It counts what was reported by installations that are confirmed or need no confirmation; increases of counters are lower bounds, of which nothing is extrapolated.',
  })
  @Category('statistics.internal')
  value!: bigint;

  @Field(() => Int, {
    nullable: true,
    description: 'Distinct customers; null for OTHER where cells that may share customers were put together.',
  })
  @Category('statistics.internal')
  customers!: number | null;

  @Field(() => Int, { nullable: true, description: 'Distinct installations; 0 in tables of customers.' })
  @Category('statistics.internal')
  installations!: number;

  @Field(() => Float, { nullable: true, description: 'Share of the total of this table, 0 to 1.' })
  @Category('statistics.internal')
  share!: number | null;
}

@ObjectType({
  description: 'How much of what was due was observed. What is missing was not seen; it is not nought.',
})
export class StatisticCoverage {
  @Field(() => Int, {
    nullable: true,
    description: 'Days with a report, added up over the product’s installations that reported in the month.',
  })
  @Category('statistics.internal')
  daysObserved!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Days from each one’s first report of the month to its end, or to the last roll-up.',
  })
  @Category('statistics.internal')
  daysDue!: number;
}

@ObjectType({ description: 'A statistic of one month, exact, for the vendor’s own use.' })
export class Statistic {
  @Field(() => ID, { nullable: true })
  @Category('statistics.internal')
  id!: string;

  @Field(() => String, { nullable: true, description: 'MONTH.' })
  @Category('statistics.internal')
  period!: string;

  @Field(() => String, { nullable: true, description: 'YYYY-MM, in UTC.' })
  @Category('statistics.internal')
  month!: string;

  @Field(() => Status, { nullable: true })
  @Category('statistics.internal')
  status!: StatisticStatus;

  @Field(() => [StatisticCell], {
    nullable: true,
    description: 'By value, the greatest first, then by key. Null where there is no table.',
  })
  @Category('statistics.internal')
  cells!: readonly StatisticCell[] | null;

  @Field(() => Int64, { nullable: true, description: 'The sum of the values shown.' })
  @Category('statistics.internal')
  total!: bigint | null;

  @Field(() => StatisticCoverage, {
    nullable: true,
    description: 'Of the whole product in the month; null for a statistic of the customer base.',
  })
  @Category('statistics.internal')
  coverage!: StatisticCoverage | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Installations of the product that reported in the month and are in no figure: unconfirmed ones, and those that were disowned.',
  })
  @Category('statistics.internal')
  installationsApart!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When the month was last rolled up.' })
  @Category('statistics.internal')
  asOf!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many cells of few customers were folded into OTHER.',
  })
  @Category('statistics.internal')
  folded!: number | null;
}
