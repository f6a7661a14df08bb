import { createHash } from 'node:crypto';

const MAX_LINE = 2 ** 28 - 1;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');

/** A stable UUIDv8 of a name within a domain: the same name always gives the same id. */
export function namedId(domain: string, name: string): string {
  const text = digest(`hearth:${domain}:${name}`);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-8${text.slice(13, 16)}-8${text.slice(17, 20)}-${text.slice(20, 32)}`;
}

/**
 * The id of the report that stands on a line of a file: a UUIDv8 that sorts by the first eight digits in the file's name
 * (the day, where files are named by it), then by line, so that a database inserts neighbours beside one another. The
 * rest depends on `secret` too: whoever knows a public file, but not the licence key under which it is sent, cannot claim
 * its ids first.
 *
 * @param line from 1 to 2^28-1.
 */
export function lineIds(file: string, secret = ''): (line: number) => string {
  const day = /\d{8}/.exec(file)?.[0] ?? digest(`hearth:file-order:${file}`).slice(0, 8);
  const text = digest(`hearth:file:${file}:${secret}`);
  return (line) => {
    if (!(line >= 1 && line <= MAX_LINE)) throw new TypeError('A line number is from 1 to 2^28-1.');
    const number = hex(line, 7);
    return `${day}-${number.slice(0, 4)}-8${number.slice(4)}-8${text.slice(1, 4)}-${text.slice(4, 16)}`;
  };
}
