// A canonical picture of all rooms: every row of every table as text, sorted. Two runs that came to the same are equal in it.
import { decryptField, unwrapDataKey, uuidText } from '@hearth/keys';
import { ROOMS, TABLES, type RoomName } from '@hearth/rooms';
import type { RawRooms, Row } from './raw-rooms';

/** The rows of each table, by `room.table`. */
export type Dump = ReadonlyMap<string, readonly string[]>;

/** Columns that are drawn anew at each writing: the seal of a half, which the crossing opens, and nothing of its meaning. */
const SEALED: Readonly<Record<string, readonly string[]>> = { 'inbox.halves': ['sealed'] };
const ENCRYPTED = ['company_name', 'email', 'address'] as const;

const bytesOf = (value: unknown): Buffer => Buffer.from(value as Uint8Array);

function text(row: Row, without: readonly string[]): string {
  const fields = Object.entries(row)
    .filter(([column]) => !without.includes(column))
    .map(([column, value]) => [
      column,
      value instanceof Uint8Array ? bytesOf(value).toString('hex') : String(value),
    ]);
  return JSON.stringify(Object.fromEntries(fields));
}

/** The sightings with what their columns say, as they are encrypted anew at each filing. */
async function openedSightings(rooms: RawRooms, master: Buffer): Promise<readonly Row[]> {
  const keys = new Map(
    (await rooms.rows('personal', 'SELECT customer, wrapped FROM data_keys')).map((row) => {
      const customer = String(row['customer']);
      return [customer, unwrapDataKey(master, bytesOf(row['wrapped']), customer)];
    }),
  );
  return (await rooms.rows('personal', 'SELECT * FROM sightings')).map((row) => {
    const key = keys.get(String(row['customer'])) as Buffer;
    const plain = ENCRYPTED.map((column) => {
      const sealed = row[column];
      if (sealed === null) return [column, null];
      return [
        column,
        decryptField(key, bytesOf(sealed), `sightings.${column}:${uuidText(bytesOf(row['id']))}`),
      ];
    });
    return { ...row, ...(Object.fromEntries(plain) as Row) };
  });
}

/**
 * A refused report leaves no id, so one that is sent again is refused and counted again: how often depends on how often it was
 * sent, and is looked at apart.
 */
const WHERE: Readonly<Record<string, string>> = { 'usage.failures': " WHERE kind <> 'refused'" };

export async function dumpRooms(rooms: RawRooms, master: Buffer): Promise<Dump> {
  const dump = new Map<string, readonly string[]>();
  for (const room of ROOMS as readonly RoomName[]) {
    for (const table of TABLES[room]) {
      const name = `${room}.${table}`;
      const rows =
        name === 'personal.sightings'
          ? await openedSightings(rooms, master)
          : await rooms.rows(room, `SELECT * FROM ${table}${WHERE[name] ?? ''}`);
      dump.set(name, rows.map((row) => text(row, SEALED[name] ?? [])).sort());
    }
  }
  return dump;
}

/** The tables in which two pictures differ, each with the number of rows that only one of them has. */
export function differingTables(a: Dump, b: Dump): string[] {
  return [...a.keys()].flatMap((table) => {
    const [left, right] = [a.get(table) ?? [], b.get(table) ?? []].map((rows) => new Set(rows)) as [
      Set<string>,
      Set<string>,
    ];
    const lost = [...left].filter((row) => !right.has(row)).length;
    const more = [...right].filter((row) => !left.has(row)).length;
    const counts = (a.get(table) ?? []).length !== (b.get(table) ?? []).length;
    return lost + more > 0 || counts ? [`${table} (${lost} rows missing, ${more} too many)`] : [];
  });
}
