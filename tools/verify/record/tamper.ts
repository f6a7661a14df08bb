import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, randomInt } from 'node:crypto';
import {
  appendLeaf,
  EMPTY_FRONTIER,
  entryHash,
  frontierRoot,
  readExportLine,
  signHead,
  verifyExport,
  writeExportLine,
  type ExportLine,
  type ExportTrust,
  type ReleaseEntry,
  type SignedHead,
} from '@hearth/release-record';

/** How many exports were tampered with, and in how many the verifier found it and named the entry. */
export interface Tally {
  tamperings: number;
  found: number;
  readonly missed: string[];
}

/** An export as it was written, and what its verifier is given beside it. */
export interface Untouched {
  readonly lines: readonly string[];
  readonly key: KeyObject;
  /** The last head of each chain, held outside. */
  readonly held: readonly SignedHead[];
}

interface Named {
  readonly writer: string;
  readonly index: number;
}

// What the flips of single bytes are tried on: enough that each kind of entry is among them, few enough for a minute.
const SAMPLE = 30;
const RANDOM_FLIPS = 300;

const parsed = (lines: readonly string[]): ExportLine[] =>
  lines.map((text) => readExportLine(text) as ExportLine);

const isOf = (line: ExportLine, writer: string): boolean =>
  (line.kind === 'entry' && line.entry.writer === writer) ||
  (line.kind === 'head' && line.head.writer === writer);

async function tryOne(
  tally: Tally,
  what: string,
  lines: readonly string[],
  trust: ExportTrust,
  named?: Named,
): Promise<void> {
  tally.tamperings += 1;
  const report = await verifyExport(lines, trust);
  const found = named
    ? report.findings.some(
        ({ writer, index, to }) =>
          writer === named.writer && index !== null && index <= named.index && named.index <= (to ?? index),
      )
    : !report.ok;
  if (found) tally.found += 1;
  else tally.missed.push(named ? `${what} of ${named.writer} ${named.index}` : what);
}

/** Tampers with an export in every way, one at a time. */
export async function tamper(untouched: Untouched): Promise<Tally> {
  const tally: Tally = { tamperings: 0, found: 0, missed: [] };
  await flipFields(tally, untouched);
  await flipAnywhere(tally, untouched);
  await removeAndSwap(tally, untouched);
  await insert(tally, untouched);
  await truncate(tally, untouched);
  await cutBeginning(tally, untouched);
  await rewrite(tally, untouched);
  return tally;
}

const entriesOf = (lines: readonly string[]): [number, ReleaseEntry][] =>
  parsed(lines).flatMap((line, at) =>
    line.kind === 'entry' ? [[at, line.entry] as [number, ReleaseEntry]] : [],
  );

function flipped(text: string, from: number, length: number): string {
  const bytes = Buffer.from(text, 'utf8');
  const at = from + randomInt(length);
  // Never a line feed: that would make two lines of one, which the flips anywhere do.
  const bit = 1 << randomInt(7);
  const byte = bytes.readUInt8(at) ^ bit;
  bytes.writeUInt8(byte === 0x0a ? byte ^ 0x10 : byte, at);
  return bytes.toString('utf8');
}

async function flipFields(tally: Tally, { lines, key }: Untouched): Promise<void> {
  const entries = entriesOf(lines);
  const step = Math.max(1, Math.floor(entries.length / SAMPLE));
  for (const [at, { writer, index }] of entries.filter((_, place) => place % step === 0)) {
    const text = lines[at] as string;
    for (const [field, value] of Object.entries(JSON.parse(text) as object)) {
      const name = `${JSON.stringify(field)}:`;
      const from = Buffer.byteLength(text.slice(0, text.indexOf(name) + name.length));
      const length = Buffer.byteLength(JSON.stringify(value));
      await tryOne(
        tally,
        `a byte of ${field}`,
        lines.with(at, flipped(text, from, length)),
        { keys: [key] },
        {
          writer,
          index,
        },
      );
    }
  }
}

async function flipAnywhere(tally: Tally, { lines, key }: Untouched): Promise<void> {
  const whole = `${lines.join('\n')}\n`;
  for (let turn = 0; turn < RANDOM_FLIPS; turn += 1) {
    const bytes = Buffer.from(whole, 'utf8');
    // The last line's end may go: what follows from it is nothing.
    const at = randomInt(bytes.length - 1);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << randomInt(7)), at);
    await tryOne(tally, `byte ${at}`, bytes.toString('utf8').split('\n'), { keys: [key] });
  }
}

async function removeAndSwap(tally: Tally, { lines, key, held }: Untouched): Promise<void> {
  const trust = { keys: [key], heldHeads: held };
  const entries = entriesOf(lines);
  for (const [place, [at, { writer, index }]] of entries.entries()) {
    await tryOne(tally, 'removal', lines.toSpliced(at, 1), trust, { writer, index });
    const [behind, next] = entries[place + 1] ?? [];
    if (behind === undefined || next?.writer !== writer) continue;
    const swapped = lines.with(at, lines[behind] as string).with(behind, lines[at] as string);
    await tryOne(tally, 'a swap with the next', swapped, trust, { writer, index });
  }
}

async function insert(tally: Tally, { lines, key }: Untouched): Promise<void> {
  for (const [at, entry] of entriesOf(lines)) {
    const { writer, index } = entry;
    const changed = { ...entry, reader: 'somebody else' };
    const forged = writeExportLine({ kind: 'entry', entry: { ...changed, hash: entryHash(changed) } });
    const trust = { keys: [key] };
    await tryOne(tally, 'an entry put in', lines.toSpliced(at, 0, forged), trust, { writer, index });
    await tryOne(tally, 'an entry put in its place', lines.with(at, forged), trust, { writer, index });
  }
}

// Each chain alone with one head that somebody held: what was cut off with its own heads, at every length.
async function truncate(tally: Tally, { lines, key, held }: Untouched): Promise<void> {
  const all = parsed(lines);
  for (const head of held) {
    const own = all.filter((line) => isOf(line, head.writer));
    const header = all[0] as ExportLine;
    for (let length = 0; length < head.size; length += 1) {
      const kept = own.filter((line) =>
        line.kind === 'entry' ? line.entry.index < length : line.kind === 'head' && line.head.size <= length,
      );
      // Heads of other writers are not there, so links to them say nothing here.
      const trust = { keys: [key], heldHeads: [head], part: true };
      await tryOne(tally, 'a tail cut off', [header, ...kept].map(writeExportLine), trust, {
        writer: head.writer,
        index: length,
      });
    }
  }
}

// A chain that begins behind one of its own signed heads, long before that is old enough: with the start that an export of such
// a chain has, and without it.
async function cutBeginning(tally: Tally, { lines, key, held }: Untouched): Promise<void> {
  const all = parsed(lines);
  const [header, ...rest] = all;
  for (const { writer } of held) {
    const own = rest.filter((line) => isOf(line, writer));
    const others = rest.filter((line) => !isOf(line, writer));
    const entries = own.flatMap((line) => (line.kind === 'entry' ? [line.entry] : []));
    for (const line of own) {
      if (line.kind !== 'head') continue;
      const { head } = line;
      const frontier = entries
        .slice(0, head.size)
        .reduce((edge, { hash }) => appendLeaf(edge, hash), EMPTY_FRONTIER);
      const kept = own.filter((one) =>
        one.kind === 'entry'
          ? one.entry.index >= head.size
          : one.kind === 'head' && one.head.size > head.size,
      );
      const named = { writer, index: head.size - 1 };
      const trust = { keys: [key], now: Date.now() };
      const start: ExportLine = { kind: 'start', head, frontier };
      const cut = [header as ExportLine, start, ...kept, ...others].map(writeExportLine);
      await tryOne(tally, 'a beginning cut off at a head', cut, trust, named);
      if (kept.length === 0) continue;
      await tryOne(tally, 'a beginning cut off', cut.toSpliced(1, 1), trust, named);
    }
  }
}

// Somebody who writes a chain anew from one entry on, and signs with another key, or with no head held back by anyone.
async function rewrite(tally: Tally, { lines, key, held }: Untouched): Promise<void> {
  const stranger = generateKeyPairSync('ed25519');
  const all = parsed(lines);
  for (const { writer, size } of held) {
    for (let from = 0; from < size; from += Math.max(1, Math.floor(size / 20))) {
      const rewritten = rewrittenFrom(all, writer, from, stranger.privateKey);
      await tryOne(
        tally,
        'a chain signed by another key',
        rewritten,
        { keys: [key] },
        { writer, index: size - 1 },
      );
      const own = rewritten.with(0, writeExportLine({ kind: 'header', keys: [stranger.publicKey] }));
      await tryOne(tally, 'a chain rewritten whole', own, { heldHeads: held }, { writer, index: size - 1 });
    }
  }
}

function rewrittenFrom(
  all: readonly ExportLine[],
  writer: string,
  from: number,
  signing: KeyObject,
): string[] {
  let previous: Buffer | undefined;
  let frontier = EMPTY_FRONTIER;
  return all.map((line) => {
    if (line.kind === 'entry' && line.entry.writer === writer) {
      const { entry } = line;
      const changed = {
        ...entry,
        rows: entry.index < from ? entry.rows : entry.rows + 1,
        previous: previous ?? entry.previous,
      };
      previous = entryHash(changed);
      frontier = appendLeaf(frontier, previous);
      return writeExportLine({ kind: 'entry', entry: { ...changed, hash: previous } });
    }
    if (line.kind === 'head' && line.head.writer === writer && line.head.size > from && previous) {
      const head = { ...line.head, root: frontierRoot(frontier), chainHash: previous };
      return writeExportLine({ kind: 'head', head: signHead(head, signing) });
    }
    return writeExportLine(line);
  });
}
