import { selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';

interface Row {
  readonly id: string | Uint8Array;
  readonly customer: string;
}

// Where it stands whose an entity is: no column of it is personal.
const STATEMENTS: Readonly<Record<string, string>> = {
  Contact: 'SELECT id, customer FROM contacts WHERE id',
  Agreement: 'SELECT id, customer FROM agreements WHERE id',
  Installation: 'SELECT DISTINCT installation AS id, customer FROM sightings WHERE installation',
};

/** An installation's id: 16 bytes in lower-case hexadecimal. */
const INSTALLATION_ID = /^[0-9a-f]{32}$/;

/** The customers of contacts, agreements and installations by id, for the subgraph's own door. What is not there is nobody's. */
export async function entityOwners(
  personal: RoomDatabase,
  type: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const statement = Object.hasOwn(STATEMENTS, type) ? STATEMENTS[type] : undefined;
  if (statement === undefined) return new Map();
  const values =
    type === 'Installation'
      ? ids.filter((id) => INSTALLATION_ID.test(id)).map((id) => Buffer.from(id, 'hex'))
      : ids;
  const rows = await personal.read((m) => selectIn<Row>(m, statement, values));
  const owners = new Map<string, string[]>();
  for (const { id, customer } of rows) {
    const text = typeof id === 'string' ? id : Buffer.from(id).toString('hex');
    owners.set(text, [...(owners.get(text) ?? []), customer]);
  }
  return owners;
}
