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
