import type { DimensionKey } from '@hearth/catalogue';
import { STATISTICS } from '@hearth/catalogue';
import type { SubgraphContext } from '@hearth/subgraph';
import { Category, Open, PublicError } from '@hearth/subgraph';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Answer } from '../domain/answer';
import { answerQuestion } from '../domain/answer';
import { monthText, parseMonth } from '../domain/months';
import type { DeclaredQuestion } from '../domain/question';
import { readQuestion } from '../domain/question';
import type { StatisticTables } from '../domain/tables-port';
import { definitionOf, StatisticDefinition } from './definition-type';
import { Dimension, readFilter, StatisticFilter } from './dimension';
import { PeriodInput, Statistic } from './statistic-types';

/** What the resolvers of this subgraph are given. */
export interface AggregationContext extends SubgraphContext {
  readonly tables: StatisticTables;
}

/** Messages name the argument, never what stood in it. */
const NOT_DECLARED = {
  id: 'id: no such statistic is declared',
  by: 'by: not a set of dimensions that the statistic is declared with',
  where: 'where: not a dimension that the statistic is declared with',
} as const;

@Resolver()
export class StatisticResolver {
  @Query(() => [StatisticDefinition], { nullable: true, description: 'Every statistic that is kept.' })
  @Open('What is counted is public: it is declared, and says nothing about any customer.')
  statisticsCatalogue(): StatisticDefinition[] {
    return STATISTICS.map(definitionOf);
  }

  @Query(() => Statistic, {
    nullable: true,
    description:
      'A statistic of one month. Only a declared set of dimensions can be asked, as grouping or held fast; anything else ' +
      'is NOT_DECLARED.',
  })
  @Category('statistics.internal')
  async statistic(
    @Arg('id', () => ID) id: string,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('by', () => [Dimension], { nullable: true }) by: DimensionKey[] | null | undefined,
    @Arg('where', () => StatisticFilter, { nullable: true }) where: StatisticFilter | null | undefined,
    @Ctx() context: AggregationContext,
  ): Promise<Statistic> {
    const outcome = readQuestion({ id, where: readFilter(where), ...(by ? { by } : {}) });
    if (!outcome.declared) throw new PublicError('NOT_DECLARED', NOT_DECLARED[outcome.argument]);
    const month = parseMonth(period.month);
    if (month === undefined) throw new PublicError('BAD_INPUT', 'period.month: a month as YYYY-MM');
    const answer = await answerQuestion(context.tables, outcome.question, month);
    return statisticOf(outcome.question, month, answer);
  }
}

function statisticOf({ statistic, by }: DeclaredQuestion, month: number, answer: Answer): Statistic {
  const table = answer.status === 'MEASURED' ? answer.table : undefined;
  const basis = answer.status === 'MEASURED' ? answer.basis : undefined;
  return {
    id: statistic.id,
    period: 'MONTH',
    month: monthText(month),
    status: answer.status,
    asOf: answer.status === 'NOT_MEASURED' ? null : answer.asOf,
    total: table?.total ?? null,
    coverage: basis ?? null,
    installationsApart: basis?.apart ?? null,
    folded: table?.folded ?? null,
    cells:
      table?.cells.map((cell) => ({
        keys: by.map(({ dimension }, at) => ({ dimension, value: cell.keys[at] ?? '' })),
        value: cell.value,
        customers: cell.customers,
        installations: cell.installations,
        share: cell.share,
      })) ?? null,
  };
}
