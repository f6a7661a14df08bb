import { Hexadecimal } from '../statements/hexadecimal';

/** Text in which nothing means anything to the server: most of what is written, and quoted as it is. */
const PLAIN = /^[^'\\\p{Cc}]*$/u;

const HEXADECIMAL = /^(?:[0-9a-f]{2})*$/i;

/** A value as it stands in a statement's text. Bytes are written as hexadecimal, whatever they are. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  // Anything else is written as bytes too: what a backslash means hangs on the server's mode.
  if (typeof value === 'string')
    return PLAIN.test(value) ? `'${value}'` : `_utf8mb4 X'${Buffer.from(value, 'utf8').toString('hex')}'`;
  if (value instanceof Hexadecimal) {
    if (!HEXADECIMAL.test(value.text)) throw new TypeError('Bytes that are not written in hexadecimal');
    return `X'${value.text}'`;
  }
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (Buffer.isBuffer(value)) return `X'${value.toString('hex')}'`;
  throw new TypeError('A value that no column takes');
}

/** A statement's text with its values in place of the placeholders. The text itself holds no other question mark. */
export function withLiterals(sql: string, parameters: readonly unknown[]): string {
  const parts = sql.split('?');
  if (parts.length !== parameters.length + 1) {
    throw new TypeError('A statement has not as many placeholders as values');
  }
  let text = parts[0] as string;
  for (let at = 0; at < parameters.length; at += 1)
    text += literal(parameters[at]) + (parts[at + 1] as string);
  return text;
}
