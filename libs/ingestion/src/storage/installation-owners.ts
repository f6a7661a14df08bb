import { pseudonymOf } from '@hearth/keys';
import { selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import { bytes, hex } from './hexadecimal';

interface Row {
  readonly id: Uint8Array;
  readonly subject: Uint8Array;
}

/** An installation's id: 16 bytes in lower-case hexadecimal. */
const INSTALLATION_ID = /^[0-9a-f]{32}$/;

/**
 * The customers of installations by id, for the subgraph's own door. The room knows customers by their pseudonyms, from which
 * there is no way back: so those of the reader's customers are computed and compared, and every other installation is nobody's.
 */
export async function installationOwners(
  o: { readonly usage: RoomDatabase; readonly pseudonymKey: Buffer },
  ids: readonly string[],
  mine: () => Promise<readonly string[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const known = ids.filter((id) => INSTALLATION_ID.test(id)).map(bytes);
  const rows = await o.usage.read((m) =>
    selectIn<Row>(m, 'SELECT id, subject FROM installations WHERE id', known),
  );
  if (rows.length === 0) return new Map();
  const customers = new Map(
    (await mine()).map((customer) => [hex(pseudonymOf(o.pseudonymKey, customer)), customer]),
  );
  return new Map(
    rows.map(({ id, subject }) => {
      const customer = customers.get(hex(subject));
      return [hex(id), customer === undefined ? [] : [customer]];
    }),
  );
}
