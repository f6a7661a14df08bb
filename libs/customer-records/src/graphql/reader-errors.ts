import type { Category } from '@hearth/policy';
import { PublicError, refuse } from '@hearth/subgraph';
import { AccessRefused, RecordsFault } from '../domain/faults';
import type { RowGrants } from '../domain/records';
import type { ReaderAccess } from '../domain/row-access';
import { demand, rowRefusal } from '../domain/row-access';

/** A value of a row, or the refusal of its category on this row. */
export function released<T>(
  access: ReaderAccess,
  row: { readonly grants: RowGrants },
  category: Category,
  value: T,
): T {
  if (row.grants.has(category)) return value;
  return asReaderError(() => {
    demand(access, category);
    return refuse(rowRefusal(access, category), category);
  });
}

/** Our own faults and refusals as readers are shown them. */
export function readerError(error: unknown): unknown {
  if (error instanceof RecordsFault) return new PublicError(error.code, error.message);
  if (!(error instanceof AccessRefused)) return error;
  const { category, action } = error;
  try {
    return refuse(error.decision, category ?? (action === undefined ? {} : { action }));
  } catch (refusal) {
    return refusal;
  }
}

function asReaderError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw readerError(error);
  }
}

/** Asks the store or the writer, and throws what it throws as readers are shown it. */
export async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw readerError(error);
  }
}
