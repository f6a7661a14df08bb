import type { Basis } from './basis';
import type { TableCell } from './cells';

/** What product stands for in the mark of a month whose tables belong to no product: no product's id can be this. */
export const CUSTOMER_BASE = '*';

/** One statistic of one month as it was rolled up. */
export interface StoredTable {
  /** When the month was last rolled up, UTC milliseconds. */
  readonly asOf: number;
  /** Keys in the order of the statistic's dimensions, as many as it has. */
  readonly cells: readonly TableCell[];
  /** Absent for the customer base, and where a month was rolled up before there was one. */
  readonly basis: Basis | undefined;
}

/** Where the roll-ups are read, for one reader. Whoever implements it decides by itself whether that one may have them. */
export interface StatisticTables {
  /**
   * @returns undefined where the month was never rolled up for the statistic's product
   * @throws a refusal where the policy does not give the reader statistics.internal
   */
  find(table: {
    readonly statistic: string;
    /** Product's id, or CUSTOMER_BASE. */
    readonly product: string;
    readonly month: number;
    /** How many keys the statistic has, 0 to 3. */
    readonly keys: number;
  }): Promise<StoredTable | undefined>;
}
