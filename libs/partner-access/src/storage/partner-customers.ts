import { selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';

/** The customers that partners work or worked for, by the partner's id, for the subgraph's own door. */
export async function partnerCustomers(
  access: RoomDatabase,
  partners: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await access.read((m) =>
    selectIn<{ readonly partner: string; readonly customer: string }>(
      m,
      'SELECT DISTINCT partner, customer FROM assignments WHERE partner',
      partners,
    ),
  );
  const customers = new Map<string, string[]>();
  for (const { partner, customer } of rows) {
    customers.set(partner, [...(customers.get(partner) ?? []), customer]);
  }
  return customers;
}
