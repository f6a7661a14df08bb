import { Refused } from './codes';

/** A JSON object as it came in: only its own properties are ever read. */
export type JsonRecord = Readonly<Record<string, unknown>>;

const DECIMAL = /^-?(?:0|[1-9]\d*)$/;
const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);
/** Texts up to this length are safe integers, so no BigInt is needed to compare them. */
const SAFE_DIGITS = 15;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own property; what it inherits is not there. */
export function own(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** An optional object: an absent one is empty. */
export function recordAt(value: unknown, path: string): JsonRecord {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new Refused('WRONG_TYPE', path);
  return value;
}

/** A required text of at most `maxLength` UTF-16 units. */
export function textAt(value: unknown, path: string, maxLength: number): string {
  if (value === undefined) throw new Refused('MISSING_FIELD', path);
  if (typeof value !== 'string') throw new Refused('WRONG_TYPE', path);
  if (value.length > maxLength) throw new Refused('OUT_OF_BOUNDS', path);
  return value;
}

/** A required text of the given form. */
export function formedText(value: unknown, path: string, maxLength: number, form: RegExp): string {
  const text = textAt(value, path, maxLength);
  if (!form.test(text)) throw new Refused('BAD_FORMAT', path);
  return text;
}

/**
 * A required integer from 0 to `max`, as canonical decimal text. It comes as a JSON number, which must be a safe integer, or
 * as decimal text without sign or leading zeros, which reaches further.
 */
export function decimalAt(value: unknown, path: string, max: bigint): string {
  if (typeof value === 'number') {
    if (value < 0 || value > Number.MAX_SAFE_INTEGER) throw new Refused('OUT_OF_BOUNDS', path);
    if (!Number.isInteger(value)) throw new Refused('WRONG_TYPE', path);
    if (max < SAFE_MAX && value > Number(max)) throw new Refused('OUT_OF_BOUNDS', path);
    return value === 0 ? '0' : String(value);
  }
  if (value === undefined) throw new Refused('MISSING_FIELD', path);
  if (typeof value !== 'string') throw new Refused('WRONG_TYPE', path);
  // Longer texts could only be out of bounds, and are not worth a regular expression's time.
  if (value.length > 40) throw new Refused(/^-?\d/.test(value) ? 'OUT_OF_BOUNDS' : 'WRONG_TYPE', path);
  if (!DECIMAL.test(value)) throw new Refused('WRONG_TYPE', path);
  if (value.startsWith('-')) throw new Refused('OUT_OF_BOUNDS', path);
  const within = value.length <= SAFE_DIGITS && max >= SAFE_MAX ? true : BigInt(value) <= max;
  if (!within) throw new Refused('OUT_OF_BOUNDS', path);
  return value;
}

/** A required integer from 0 to `max`, which is a safe integer. */
export function countAt(value: unknown, path: string, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max)
    return value === 0 ? 0 : value;
  return Number(decimalAt(value, path, BigInt(max)));
}
