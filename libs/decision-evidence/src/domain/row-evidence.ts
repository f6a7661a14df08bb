import type { Category, Reader, RowScope } from '@hearth/policy';

/** What a reader holds of customers, by id: everything (`*`) or these categories. A customer that is not there is not its. */
export type RowGrants = ReadonlyMap<string, '*' | readonly Category[]>;

/**
 * Whose customers a reader’s are, as the access room has it at the time of the call. Each question rejects where it cannot be
 * answered: then nothing is released.
 */
export interface RowEvidence {
  /** What the reader holds of these customers by assignment, case, order or consent. */
  grantsOn(reader: Reader, customers: readonly string[]): Promise<RowGrants>;
  /** Those of these customers that the reader itself recorded. */
  recordedBy(reader: Reader, customers: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Those of these partners that the reader may know, by whichever of the rows fits: `scoped`, partners of customers whose scope
   * covers partners; `self`, its own partners; `own-records`, those that it recorded. For readers that are no partner themselves.
   */
  partnersOf(
    reader: Reader,
    rows: readonly RowScope[],
    partners: readonly string[],
  ): Promise<ReadonlySet<string>>;
  /** Every customer that the reader holds anything of, for rooms that know customers by a pseudonym only. */
  customersOf(reader: Reader): Promise<readonly string[]>;
}
