import type { KeyObject } from 'node:crypto';
import type { ExportReport } from '@hearth/release-record';
import { createExportCheck, readExportLine } from '@hearth/release-record';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { PartnerFault } from '../domain/faults';
import { chainLines, recordLines, startAt } from './record-lines';

/** Entries that one request verifies: a few seconds of work. A longer record is exported and verified elsewhere. */
export const VERIFIED_ENTRIES_MAX = 50_000;

const STEP = 1_000;

interface Span {
  readonly writer: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Verifies the entries written in a time (UTC ms, `to` exclusive) in each chain, from the last signed head before them on;
 * or, without a time, the whole record. Throws PartnerFault BAD_INPUT where that is more than one request does.
 */
export async function verifyRecord(
  access: RoomDatabase,
  o: {
    readonly verifying: KeyObject;
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    /** UTC milliseconds. */
    readonly now: number;
  },
): Promise<ExportReport> {
  const keys = [o.verifying];
  if (o.from === undefined && o.to === undefined) {
    const [row] = await access.read((m) =>
      m.query<{ n: unknown }[]>('SELECT COUNT(*) AS n FROM release_entries'),
    );
    assertFew(Number(row?.n));
    const check = createExportCheck({ keys, now: o.now });
    for await (const line of recordLines(access, o.verifying)) check.line(readExportLine(line));
    return check.finish();
  }
  const check = createExportCheck({ keys, part: true });
  check.line({ kind: 'header', keys });
  const spans = await access.read((m) => spansIn(m, o.from ?? 0, o.to ?? Number.MAX_SAFE_INTEGER));
  assertFew(spans.reduce((sum, { first, last }) => sum + last - first + 1, 0));
  for (const span of spans) {
    for (const line of await access.read((m) => startAt(m, span.writer, span.first))) check.line(line);
    for (let index = span.first; index <= span.last; index += STEP) {
      const bounds = {
        writer: span.writer,
        index,
        entrySeq: Number.MAX_SAFE_INTEGER,
        headSeq: Number.MAX_SAFE_INTEGER,
      };
      const step = Math.min(STEP, span.last - index + 1);
      const lines = await access.read((m) => chainLines(m, bounds, step));
      for (const line of lines) check.line(line);
    }
  }
  return check.finish();
}

function assertFew(entries: number): void {
  if (entries <= VERIFIED_ENTRIES_MAX) return;
  throw new PartnerFault(
    'BAD_INPUT',
    'from',
    `a time with at most ${String(VERIFIED_ENTRIES_MAX)} entries; for more: hearth audit export, then verify`,
  );
}

async function spansIn(m: EntityManager, from: number, to: number): Promise<Span[]> {
  const rows = await m.query<{ writer: string; first: unknown; last: unknown }[]>(
    `SELECT writer, MIN(idx) AS first, MAX(idx) AS last FROM release_entries WHERE at >= ? AND at < ?
     GROUP BY writer ORDER BY writer`,
    [from, to],
  );
  const spans: Span[] = [];
  for (const row of rows) {
    const [head] = await m.query<{ size: unknown }[]>(
      'SELECT MAX(size) AS size FROM release_heads WHERE writer = ? AND size <= ?',
      [row.writer, Number(row.first)],
    );
    spans.push({ writer: row.writer, first: Number(head?.size ?? 0), last: Number(row.last) });
  }
  return spans;
}
