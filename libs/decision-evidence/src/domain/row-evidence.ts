import type { Category, Reader } from '@hearth/policy';

/** What a reader holds of customers, by id: everything (`*`) or these categories. A customer that is not there is not its. */
export type RowGrants = ReadonlyMap<string, '*' | readonly Category[]>;

/** Whose customers a reader’s are, as the access room has it at the time of the call. */
export interface RowEvidence {
  /** What the reader holds of these customers. Rejects where it cannot be read: then nothing is released. */
  grantsOn(reader: Reader, customers: readonly string[]): Promise<RowGrants>;
  /** Every customer that the reader holds anything of, for rooms that know customers by a pseudonym only. */
  customersOf(reader: Reader): Promise<readonly string[]>;
}
