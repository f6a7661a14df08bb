import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const DECIMAL = /^-?(0|[1-9][0-9]{0,18})$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

const unfit = (what: string): GraphQLError => new GraphQLError(what, { extensions: { code: 'BAD_INPUT' } });

function toInt64(value: unknown): bigint {
  if (typeof value === 'bigint' && value >= INT64_MIN && value <= INT64_MAX) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && DECIMAL.test(value)) {
    const parsed = BigInt(value);
    if (parsed >= INT64_MIN && parsed <= INT64_MAX) return parsed;
  }
  throw unfit('Int64: a whole number of 64 bits, as decimal text');
}

/** A 64-bit whole number: decimal text outside, `bigint` inside. Resolvers may return bigint, safe integer or decimal text. */
export const Int64 = new GraphQLScalarType<bigint, string>({
  name: 'Int64',
  description: 'A whole number of 64 bits, as decimal text.',
  serialize: (value) => toInt64(value).toString(),
  parseValue: toInt64,
  parseLiteral(node) {
    if (node.kind === Kind.STRING || node.kind === Kind.INT) return toInt64(node.value);
    throw unfit('Int64: a whole number of 64 bits, as decimal text');
  },
});

// Date.UTC rolls 30 February over into March: what does not come back as it went in is no day.
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function toDate(value: unknown): string {
  const text = typeof value === 'number' ? dayText(value) : value;
  const parts = typeof text === 'string' ? DATE.exec(text) : null;
  if (parts === null || !isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
    throw unfit('Date: a day as YYYY-MM-DD');
  }
  return parts[0];
}

/** The int YYYYMMDD of a day's text `YYYY-MM-DD`. */
export function dayNumber(text: string): number {
  return Number(toDate(text).replaceAll('-', ''));
}

/** The text `YYYY-MM-DD` of a day's int YYYYMMDD. */
export function dayText(day: number): string {
  const digits = String(day).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** A UTC day, scalar `Date`: `YYYY-MM-DD` outside and inside. Resolvers may return that text or the int YYYYMMDD. */
export const DateOnly = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A day in UTC, YYYY-MM-DD.',
  serialize: toDate,
  parseValue: (value) => (typeof value === 'string' ? toDate(value) : toDate(undefined)),
  parseLiteral: (node) => toDate(node.kind === Kind.STRING ? node.value : undefined),
});

function toInstant(value: unknown): number {
  const bad = unfit('DateTime: an instant by RFC 3339 with its offset');
  if (typeof value !== 'string' || !INSTANT.test(value)) throw bad;
  const [year, month, day] = value.slice(0, 10).split('-').map(Number);
  const instant = Date.parse(value);
  if (!isDay(year ?? 0, month ?? 0, day ?? 0) || Number.isNaN(instant)) throw bad;
  return instant;
}

/** An instant: RFC 3339 outside (UTC, milliseconds), UTC milliseconds inside. Resolvers return that number, or a bigint of it. */
export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description: 'An instant by RFC 3339 with its offset; given out in UTC.',
  serialize(value) {
    const instant = Number(value);
    if (typeof value === 'object' || !Number.isSafeInteger(instant))
      throw unfit('DateTime: not UTC milliseconds');
    return new Date(instant).toISOString();
  },
  parseValue: toInstant,
  parseLiteral: (node) => toInstant(node.kind === Kind.STRING ? node.value : undefined),
});
