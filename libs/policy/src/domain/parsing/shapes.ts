// Shapes of JSON, read by picking what is declared. Each reader answers with the value, or with MISSHAPEN after a fault that
// names the path and never the value.

/** What a reader answers where the value has not its shape. */
export const MISSHAPEN: unique symbol = Symbol('misshapen');

/** Faults told at most: a document that is wrong throughout need not be answered at length. */
export const FAULTS_MAX = 50;
/** Items of one list. */
const ITEMS_MAX = 1_000;

/** Where faults are collected, in the order of the document. */
export class Faults {
  readonly found: string[] = [];

  add(path: string, what: string): typeof MISSHAPEN {
    if (this.found.length < FAULTS_MAX) this.found.push(`${path === '' ? 'The policy' : path} ${what}.`);
    return MISSHAPEN;
  }
}

/** Reads one value at a path. */
export type Shape<T> = (value: unknown, path: string, faults: Faults) => T | typeof MISSHAPEN;

/** One of a closed list of words. */
export function word<W extends string>(words: readonly W[], what: string): Shape<W> {
  return (value, path, faults) =>
    words.find((known) => known === value) ?? faults.add(path, `is no ${what} that this software knows`);
}

/** A text of 1 to `most` characters, of a pattern where one is given. */
export function text(most: number, pattern?: RegExp, what = 'text'): Shape<string> {
  return (value, path, faults) => {
    if (typeof value !== 'string') return faults.add(path, 'is no text');
    if (value.trim() === '') return faults.add(path, 'is empty');
    if (value.length > most) return faults.add(path, `is longer than ${most} characters`);
    // Texts are shown on terminals and in pages: what could steer either stays out.
    if (/\p{Cc}/u.test(value)) return faults.add(path, 'holds control characters');
    return !pattern || pattern.test(value) ? value : faults.add(path, `is no ${what}`);
  };
}

/** A list of at most a thousand items of one shape. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value, path, faults) => {
    if (!Array.isArray(value)) return faults.add(path, 'is no list');
    if (value.length > ITEMS_MAX) return faults.add(path, `has more than ${ITEMS_MAX} items`);
    const items = value.map((one: unknown, at) => item(one, `${path}[${at}]`, faults));
    return items.includes(MISSHAPEN) ? MISSHAPEN : (items as readonly T[]);
  };
}

/** The word `all`, or a list. */
export function allOr<T>(item: Shape<T>): Shape<'all' | readonly T[]> {
  const listed = list(item);
  return (value, path, faults) => (value === 'all' ? value : listed(value, path, faults));
}

/** The shape of each part of an object; those in `optional` may be missing. */
export type Parts<T> = { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> };

/** An object of exactly these parts. */
export function object<T extends object>(
  parts: Parts<T>,
  optional: readonly (keyof T & string)[] = [],
): Shape<T> {
  const names = Object.keys(parts) as (keyof T & string)[];
  return (value, path, faults) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return faults.add(path, 'is no object');
    const given = value as Readonly<Record<string, unknown>>;
    const picked: Partial<T> = {};
    let whole = true;
    for (const key of Object.keys(given)) {
      if (!(names as readonly string[]).includes(key)) {
        whole = false;
        faults.add(at(path, key), 'is no part of it');
      }
    }
    for (const name of names) {
      if (!Object.hasOwn(given, name)) {
        if (optional.includes(name)) continue;
        whole = false;
        faults.add(at(path, name), 'is missing');
        continue;
      }
      const part = parts[name](given[name], at(path, name), faults);
      if (part === MISSHAPEN) whole = false;
      else picked[name] = part as T[typeof name];
    }
    return whole ? (picked as T) : MISSHAPEN;
  };
}

// A key that is no name could be anything, so it is not repeated.
function at(path: string, key: string): string {
  const name = /^[A-Za-z][A-Za-z0-9]{0,39}$/.test(key) ? key : '(a key that is no name)';
  return path === '' ? name : `${path}.${name}`;
}
