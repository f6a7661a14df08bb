import type { Basis } from './basis';
import type { DeclaredQuestion } from './question';
import type { ShownTable } from './table';
import { tableOf } from './table';
import type { StatisticTables } from './tables-port';
import { CUSTOMER_BASE } from './tables-port';

/** Why there are cells, or none. NOT_MEASURED depends on the plan alone: the month was never rolled up. */
export type StatisticStatus = 'MEASURED' | 'WITHHELD' | 'NOT_MEASURED';

/** An answer about one month. */
export type Answer =
  | {
      readonly status: 'MEASURED';
      readonly asOf: number;
      readonly basis: Basis | undefined;
      readonly table: Extract<ShownTable, { withheld: false }>;
    }
  | { readonly status: 'WITHHELD'; readonly asOf: number }
  | { readonly status: 'NOT_MEASURED' };

/** Answers a declared question from the stored roll-ups. */
export async function answerQuestion(
  tables: StatisticTables,
  question: DeclaredQuestion,
  month: number,
): Promise<Answer> {
  const { id, product, by } = question.statistic;
  const stored = await tables.find({
    statistic: id,
    product: product ?? CUSTOMER_BASE,
    month,
    keys: by.length,
  });
  if (stored === undefined) return { status: 'NOT_MEASURED' };
  const table = tableOf(question, stored.cells);
  const { asOf, basis } = stored;
  return table.withheld ? { status: 'WITHHELD', asOf } : { status: 'MEASURED', asOf, basis, table };
}
