import type { DimensionKey, Measure, StatisticDeclaration } from '@hearth/catalogue';
import { Open } from '@hearth/subgraph';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Dimension } from './dimension';

const DECLARED = 'What is counted is public: it is declared, and says nothing about any customer.';

const MeasureKind = {
  INSTALLATIONS: 'INSTALLATIONS',
  CUSTOMERS: 'CUSTOMERS',
  SUM: 'SUM',
  INCREASE: 'INCREASE',
} as const;
registerEnumType(MeasureKind, {
  name: 'StatisticMeasure',
  description: 'What the value of a cell is.',
  valuesConfig: {
    INSTALLATIONS: { description: 'Distinct installations.' },
    CUSTOMERS: { description: 'Distinct customers.' },
    SUM: { description: 'A metric, summed over the last reports of the month.' },
    INCREASE: {
      description:
        'A counter’s daily increases, summed over the month, as far as they were observed: a lower bound, of which nothing is extrapolated.',
    },
  },
});

@ObjectType({ description: 'A statistic that is kept.' })
export class StatisticDefinition {
  @Field(() => ID, { nullable: true })
  @Open(DECLARED)
  id!: string;

  @Field(() => String, { nullable: true })
  @Open(DECLARED)
  title!: string;

  @Field(() => String, { nullable: true })
  @Open(DECLARED)
  description!: string;

  @Field(() => ID, { nullable: true, description: 'Null for a statistic of the customer base.' })
  @Open(DECLARED)
  product!: string | null;

  @Field(() => String, { nullable: true })
  @Open(DECLARED)
  unit!: string;

  @Field(() => MeasureKind, { nullable: true })
  @Open(DECLARED)
  measure!: keyof typeof MeasureKind;

  @Field(() => ID, { nullable: true, description: 'The metric that is summed, where one is.' })
  @Open(DECLARED)
  metric!: string | null;

  @Field(() => [Dimension], {
    nullable: true,
    description: 'The one set of dimensions that can be asked, as grouping or held fast.',
  })
  @Open(DECLARED)
  dimensions!: readonly DimensionKey[];

  @Field(() => [String], { nullable: true, description: 'The spans it is kept for: MONTH.' })
  @Open(DECLARED)
  periods!: readonly string[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether industry, country or size takes part, so that cells of few customers are folded.',
  })
  @Open(DECLARED)
  demographic!: boolean;
}

/** The definition of a declared statistic, picked field by field. */
export function definitionOf(statistic: StatisticDeclaration): StatisticDefinition {
  const { id, title, description, product, unit, demographic } = statistic;
  return {
    id,
    title,
    description,
    product,
    unit,
    demographic,
    ...measureOf(statistic.measure),
    dimensions: statistic.by.map(({ dimension }) => dimension),
    periods: ['MONTH'],
  };
}

function measureOf(measure: Measure): Pick<StatisticDefinition, 'measure' | 'metric'> {
  if (measure === 'installations') return { measure: 'INSTALLATIONS', metric: null };
  if (measure === 'customers') return { measure: 'CUSTOMERS', metric: null };
  return 'sumOf' in measure
    ? { measure: 'SUM', metric: measure.sumOf }
    : { measure: 'INCREASE', metric: measure.increaseOf };
}
