import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A line longer than this is no report; the limit keeps a file without line ends from filling the memory. */
const MAX_LINE_CHARACTERS = 64 * 1024 * 1024;

/** The text of a file in pieces, unpacked where its name ends in .gz. */
export function textOf(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file.setEncoding('utf8');
  const gunzip = createGunzip();
  // A pipe does not carry errors over, and without this a missing file would end the process.
  file.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => file.destroy());
  return file.pipe(gunzip).setEncoding('utf8');
}

/** The lines of a text file, without their ends; the last one need not have one. Read errors are thrown. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of textOf(path) as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARACTERS) throw new Error(`A line of ${path} is too long to be a report.`);
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest;
}
