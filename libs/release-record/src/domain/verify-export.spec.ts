import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { exportOf, forged, frontierAt, headAt, linkTo, sampleChain, signing } from '../testing/sample-record';
import type { ReleaseEntry } from './entry';
import { CHAIN_START } from './entry';
import type { ExportLine } from './export-lines';
import { readExportLine, writeExportLine } from './export-lines';
import type { SignedHead } from './head';
import type { ExportReport, ExportTrust } from './verify-export';
import { verifyExport } from './verify-export';

const LENGTH = 12;
const one = sampleChain('one', LENGTH);
const two = sampleChain('two', 6);
const headsOfOne = [headAt(one, 4), headAt(one, 8), headAt(one, LENGTH)];
const headsOfTwo = [headAt(two, 6, [linkTo(headsOfOne[2] as SignedHead)])];
const whole = exportOf([
  { entries: one, heads: headsOfOne },
  { entries: two, heads: headsOfTwo },
]);
const texts = whole.map(writeExportLine);
const verify = (lines: readonly ExportLine[], trust?: ExportTrust): Promise<ExportReport> =>
  verifyExport(lines.map(writeExportLine), trust);
const told = (report: ExportReport): string[] =>
  report.findings.map(({ code, writer, index, to }) =>
    [code, writer ?? '-', index ?? '-', ...(to === undefined ? [] : [to])].join(' '),
  );
const withEntries = (entries: readonly ReleaseEntry[], heads: readonly SignedHead[] = headsOfOne) =>
  exportOf([
    { entries, heads },
    { entries: two, heads: headsOfTwo },
  ]);
const replaced = (index: number, entry: ReleaseEntry): ReleaseEntry[] => one.with(index, entry);
const rechained = (from: number): ReleaseEntry[] => {
  const entries = one.slice(0, from);
  for (const entry of one.slice(from)) {
    entries.push(forged(entry, { rows: entry.rows + 1, previous: entries.at(-1)?.hash ?? CHAIN_START }));
  }
  return entries;
};

describe('the verifier of an export', () => {
  it('finds nothing wrong with what nobody touched, and says what it saw', async () => {
    const report = await verify(whole, { keys: [signing.publicKey], heldHeads: headsOfOne });
    expect(report).toMatchObject({ ok: true, entries: 18, heads: 4, found: 0, findings: [] });
    expect(report.chains).toEqual([
      { writer: 'one', from: 0, size: LENGTH, chainHash: one.at(-1)?.hash, root: headsOfOne[2]?.root },
      { writer: 'two', from: 0, size: 6, chainHash: two.at(-1)?.hash, root: headsOfTwo[0]?.root },
    ]);
  });

  it('finds any one byte of any line changed, and names the entry where it was in one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (row, place, flip) => {
        const at = row % texts.length;
        const bytes = Buffer.from(texts[at] as string, 'utf8');
        const spot = place % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(spot) ^ flip, spot);
        const report = await verifyExport(texts.with(at, bytes.toString('utf8')), {
          keys: [signing.publicKey],
        });
        const line = whole[at] as ExportLine;
        expect(report.ok).toBe(false);
        if (line.kind !== 'entry') return;
        const { writer, index } = line.entry;
        expect(
          report.findings.some(
            (f) => f.writer === writer && f.index !== null && f.index <= index && index <= (f.to ?? f.index),
          ),
        ).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('names exactly the entry whose field was changed, for each field of each entry', async () => {
    const changes: Partial<ReleaseEntry>[] = [
      { index: 99 },
      { requestId: Buffer.alloc(16, 9) },
      { at: 1 },
      { type: 'Other' },
      { reader: 'other' },
      { audience: 'compliance' },
      { purpose: 'compliance' },
      { party: 'par_1' },
      { token: 'tok_x' },
      { clauses: [] },
      { policyVersion: '2025.1' },
      { operationHash: Buffer.alloc(32, 99) },
      { categories: Buffer.alloc(16, 1) },
      { rows: 77 },
      { customers: [] },
      { previous: Buffer.alloc(32, 7) },
      { hash: Buffer.alloc(32, 7) },
    ];
    for (const [index, entry] of one.entries()) {
      for (const change of changes) {
        const at = whole.findIndex((line) => line.kind === 'entry' && line.entry === entry);
        const report = await verify(whole.with(at, { kind: 'entry', entry: { ...entry, ...change } }));
        expect([index, change, told(report)]).toEqual([index, change, [`CHANGED one ${String(index)}`]]);
      }
    }
  });

  it('names an entry that was forged with a hash to fit', async () => {
    for (const index of one.keys()) {
      const report = await verify(
        withEntries(replaced(index, forged(one[index] as ReleaseEntry, { rows: 99 }))),
      );
      const last = index === LENGTH - 1;
      const signed = [3, 7].includes(index)
        ? [`HEAD_MISMATCH one ${String(index - 3)} ${String(index)}`]
        : [];
      expect(told(report)).toEqual(
        last ? ['HEAD_MISMATCH one 8 11'] : [...signed, `REPLACED one ${String(index)}`],
      );
    }
  });

  it('names the first entry of a part that was forged and chained anew, up to the head that gives it away', async () => {
    expect(told(await verify(withEntries(rechained(5))))).toEqual([
      'HEAD_MISMATCH one 4 7',
      'HEAD_MISMATCH one 4 11',
    ]);
    const forgedHeads = [headAt(rechained(5), 8), headAt(rechained(5), LENGTH)];
    const rewritten = exportOf([{ entries: rechained(5), heads: forgedHeads }]);
    expect(told(await verify(rewritten))).toEqual([]);
    expect(told(await verify(rewritten, { heldHeads: [headsOfOne[1] as SignedHead] }))).toEqual([
      'HEAD_MISMATCH one 0 7',
    ]);
  });

  it('names each entry that was taken out', async () => {
    for (const index of one.keys()) {
      const report = await verify(withEntries(one.toSpliced(index, 1)));
      const wanted = index === LENGTH - 1 ? 'TRUNCATED' : 'MISSING';
      expect(told(report)).toContain(`${wanted} one ${String(index)}`);
      expect(report.findings.every((f) => f.index === index)).toBe(true);
    }
    expect(told(await verify(withEntries(one.toSpliced(3, 4))))).toContain('MISSING one 3 6');
  });

  it('names an entry that stands behind the next one', async () => {
    for (let index = 0; index < LENGTH - 1; index += 1) {
      const entries = one.toSpliced(index, 2, one[index + 1] as ReleaseEntry, one[index] as ReleaseEntry);
      expect(told(await verify(withEntries(entries, [])))).toContain(`OUT_OF_ORDER one ${String(index)}`);
    }
  });

  it('names an entry that was put in, or written by a second writer of that name', async () => {
    for (const [index, entry] of one.entries()) {
      const second = forged(entry, { reader: 'second' });
      const before = await verify(withEntries(one.toSpliced(index, 0, second), []));
      const behind = await verify(withEntries(one.toSpliced(index + 1, 0, second), []));
      expect(told(before)).toContain(`FORKED one ${String(index)}`);
      expect(told(behind)).toContain(`FORKED one ${String(index)}`);
    }
  });

  it('finds a tail cut off at any length against any longer head that somebody held', async () => {
    for (let length = 0; length < LENGTH; length += 1) {
      const entries = one.slice(0, length);
      const heads = headsOfOne.filter(({ size }) => size <= length);
      for (const held of headsOfOne) {
        const report = await verify(exportOf([{ entries, heads }]), { heldHeads: [held] });
        const wanted = `TRUNCATED one ${String(length)}${held.size - 1 === length ? '' : ` ${String(held.size - 1)}`}`;
        expect(told(report)).toEqual(held.size > length ? [wanted] : []);
      }
    }
  });

  it('finds a tail that was cut off with its heads by the head of another writer', async () => {
    const entries = one.slice(0, 8);
    expect(told(await verify(withEntries(entries)))).toEqual(['TRUNCATED one 8 11']);
    expect(told(await verify(exportOf([{ entries: two, heads: headsOfTwo }])))).toEqual([
      'TRUNCATED one 0 11',
    ]);
  });

  it('finds that a head was taken out which another refers to', async () => {
    expect(told(await verify(withEntries(one, headsOfOne.slice(0, 2))))).toEqual(['HEAD_MISSING one 11']);
  });

  it('finds a head that another key signed, in the export or held', async () => {
    const stranger = generateKeyPairSync('ed25519');
    const bad = headAt(one, 8, [], stranger.privateKey);
    expect(told(await verify(withEntries(one, [headsOfOne[0], bad, headsOfOne[2]] as SignedHead[])))).toEqual(
      ['BAD_SIGNATURE one 7'],
    );
    expect(told(await verify(whole, { heldHeads: [bad] }))).toEqual(['BAD_SIGNATURE one 7']);
  });

  it('finds that everything was signed anew, once it is given the key', async () => {
    const stranger = generateKeyPairSync('ed25519');
    const again = whole.map((line): ExportLine => {
      if (line.kind === 'header') return { kind: 'header', keys: [stranger.publicKey] };
      if (line.kind !== 'head') return line;
      return {
        kind: 'head',
        head: headAt(line.head.writer === 'one' ? one : two, line.head.size, [], stranger.privateKey),
      };
    });
    expect(told(await verify(again))).toEqual([]);
    expect(told(await verify(again, { keys: [signing.publicKey] }))).toEqual([
      'KEY_NOT_TRUSTED - -',
      'BAD_SIGNATURE one 3',
      'BAD_SIGNATURE one 7',
      'BAD_SIGNATURE one 11',
      'BAD_SIGNATURE two 5',
    ]);
  });

  it('takes a record whose beginning was dropped up to a signed head, and none that begins otherwise', async () => {
    const start: ExportLine = {
      kind: 'start',
      head: headsOfOne[1] as SignedHead,
      frontier: frontierAt(one, 8),
    };
    const rest = exportOf([{ entries: one.slice(8), heads: headsOfOne }]);
    const lines = rest.toSpliced(1, 0, start);
    const report = await verify(lines, { heldHeads: headsOfOne });
    expect(report).toMatchObject({ ok: true, headsBeforeStart: 1, chains: [{ from: 8, size: LENGTH }] });
    expect(told(await verify(rest))).toEqual(['MISSING one 0 7']);
    const another: ExportLine = { ...start, frontier: frontierAt(rechained(0), 8) };
    expect(told(await verify(rest.toSpliced(1, 0, another)))).toEqual([
      'MISSING one 0 7',
      'HEAD_MISMATCH one 8',
    ]);
    const unsigned: ExportLine = {
      kind: 'start',
      head: { ...(headsOfOne[1] as SignedHead), signature: Buffer.alloc(64) },
      frontier: frontierAt(one, 8),
    };
    expect(told(await verify(rest.toSpliced(1, 0, unsigned)))).toEqual([
      'MISSING one 0 7',
      'BAD_SIGNATURE one 7',
    ]);
    const dropped = exportOf([{ entries: one.slice(9), heads: headsOfOne }]).toSpliced(1, 0, start);
    expect(told(await verify(dropped))).toEqual(['MISSING one 8']);
  });

  it('takes no beginning that went before its time, whatever head it is cut off at', async () => {
    for (const head of headsOfOne) {
      const { size } = head;
      const start: ExportLine = { kind: 'start', head, frontier: frontierAt(one, size) };
      const rest = exportOf([{ entries: one.slice(size), heads: headsOfOne.filter((h) => h.size > size) }]);
      const lines = rest.toSpliced(1, 0, start);
      const over = Date.UTC(new Date(head.at).getUTCFullYear(), new Date(head.at).getUTCMonth() + 25, 1);
      const kept = over + new Date(head.at).getTime() - Date.UTC(2026, 4, 1);
      expect(told(await verify(lines, { now: kept - 1 }))).toEqual([
        `BEGINS_EARLY one 0 ${String(size - 1)}`,
      ]);
      expect(told(await verify(lines, { now: kept }))).toEqual([]);
      // A part that is verified by itself begins where it does.
      expect(told(await verify(lines, { now: head.at, part: true }))).toEqual([]);
    }
  });

  it('says of what is no export that it is none', async () => {
    expect((await verifyExport([])).findings).toEqual([
      expect.objectContaining({ code: 'MALFORMED', writer: null, index: null }),
    ]);
    expect((await verifyExport(['{}', 'x'])).ok).toBe(false);
    expect(readExportLine(` ${texts[1] as string}`)).toBeUndefined();
    expect(readExportLine((texts[1] as string).replace('"at":1', '"at":01'))).toBeUndefined();
  });
});
