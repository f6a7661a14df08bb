/** Texts of breakdowns: each is needed for the report's digest and again for the month's row, and they are the long part. */
const known = new WeakMap<object, string>();

/** Characters that JSON writes as they are; most names are made of them, and need no escaping. */
const PLAIN = /^[\w .,:;()+/-]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function objectJson(record: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(record);
  if (keys.length > 1) keys.sort();
  let text = '{';
  for (const key of keys) {
    const inner = record[key];
    if (inner === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${quoted(key)}:${sortedJson(inner)}`;
  }
  return `${text}}`;
}

/**
 * JSON with the keys of every object in order: equal contents are equal bytes, whatever order a client wrote them in and
 * whatever order reports came in. Rows compare and digests repeat because of it.
 */
export function sortedJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  return objectJson(value as Readonly<Record<string, unknown>>);
}

/** The same of an object that is never changed, computed once. */
export function sortedJsonOnce(value: object): string {
  let text = known.get(value);
  if (text === undefined) {
    text = sortedJson(value);
    // What was put together from pieces holds on to all of them until it is first read as a whole.
    known.set(value, text);
  }
  return text;
}
