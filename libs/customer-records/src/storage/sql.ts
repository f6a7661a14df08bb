import type { EntityManager } from 'typeorm';

export type SqlValue = string | number | bigint | Buffer | null;

/** A piece of a statement and the values of its placeholders, which travel together and so cannot get out of step. */
export class Sql {
  constructor(
    readonly text: string,
    readonly values: readonly SqlValue[],
  ) {}
}

/** A statement in which an embedded Sql is spliced in and any other value becomes a placeholder. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  let text = strings[0] ?? '';
  const values: SqlValue[] = [];
  parts.forEach((part, index) => {
    if (part instanceof Sql) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(part);
    }
    text += strings[index + 1] ?? '';
  });
  return new Sql(text, values);
}

/** A name from our own tables, never from outside. */
export function name(identifier: string): Sql {
  if (!/^[a-z_]+(\.[a-z_]+)?$/.test(identifier)) throw new TypeError('not a name of our tables');
  return new Sql(identifier, []);
}

export function joined(parts: readonly Sql[], separator: string): Sql {
  return new Sql(
    parts.map((part) => part.text).join(separator),
    parts.flatMap((part) => part.values),
  );
}

/** All of the conditions; no condition holds always. */
export function every(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`1 = 1` : joined(conditions, ' AND ');
}

/** `(?, ?, …)` for IN; an empty list is in no row. */
export function listOf(values: readonly SqlValue[]): Sql {
  return values.length === 0 ? sql`(NULL)` : new Sql(`(${values.map(() => '?').join(', ')})`, [...values]);
}

export type Row = Readonly<Record<string, unknown>>;

export async function select(m: EntityManager, statement: Sql): Promise<readonly Row[]> {
  return (await m.query(statement.text, [...statement.values])) as Row[];
}

export async function run(m: EntityManager, statement: Sql): Promise<void> {
  await m.query(statement.text, [...statement.values]);
}

/** A text column; null where it is null or was not selected. */
export function textOf(row: Row, column: string): string | null {
  const value = row[column];
  return value === null || value === undefined ? null : String(value);
}

/** A binary column; null where it is null or was not selected. */
export function bytesOf(row: Row, column: string): Buffer | null {
  const value = row[column];
  return value instanceof Uint8Array ? Buffer.from(value) : null;
}

/** A column of UTC milliseconds; null where it is null or was not selected. */
export function instantOf(row: Row, column: string): number | null {
  const value = row[column];
  return value === null || value === undefined ? null : Number(value);
}
