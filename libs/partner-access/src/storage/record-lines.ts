import type { KeyObject } from 'node:crypto';
import type { EntryRow, ExportLine, HeadRow } from '@hearth/release-record';
import {
  ENTRY_COLUMNS,
  entryOfRow,
  frontierOfRow,
  HEAD_COLUMNS,
  headOfRow,
  writeExportLine,
} from '@hearth/release-record';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { RecordPage, RecordPosition } from '../domain/release-log';

// Lines of a page when nobody asks for a number: some hundred kilobytes.
const PAGE = 1_000;

/** The whole record as lines of an export, of the moment at which it begins. */
export async function* recordLines(access: RoomDatabase, verifying: KeyObject): AsyncGenerator<string> {
  let position: RecordPosition | undefined;
  do {
    const at = position;
    const page = await access.read((m) => recordPage(m, verifying, PAGE, at));
    yield* page.lines;
    position = page.next ?? undefined;
  } while (position);
}

/** One page of an export: at most `limit` entries, with the heads that stand behind them. */
export async function recordPage(
  m: EntityManager,
  verifying: KeyObject,
  limit: number,
  position?: RecordPosition,
): Promise<RecordPage> {
  const lines: ExportLine[] = [];
  let at = position;
  if (!at) {
    lines.push({ kind: 'header', keys: [verifying] });
    at = await beginning(m);
  }
  let left = limit;
  while (at && left > 0) {
    const part = await chainPart(m, at, left);
    lines.push(...part.lines);
    left -= part.entries;
    at = part.next;
  }
  return { lines: lines.map(writeExportLine), next: at ?? null };
}

// Heads are bounded first: all that they were signed over, and all that they refer to, was there before them.
async function beginning(m: EntityManager): Promise<RecordPosition | undefined> {
  const headSeq = await greatest(m, 'release_heads');
  const entrySeq = await greatest(m, 'release_entries');
  return nextWriter(m, { entrySeq, headSeq, writer: '', index: 0 });
}

async function greatest(m: EntityManager, table: 'release_heads' | 'release_entries'): Promise<number> {
  const [row] = await m.query<{ seq: unknown }[]>(`SELECT MAX(seq) AS seq FROM ${table}`);
  return Number(row?.seq ?? 0);
}

async function nextWriter(m: EntityManager, at: RecordPosition): Promise<RecordPosition | undefined> {
  const [row] = await m.query<{ writer: string | null }[]>(
    `SELECT MIN(w.writer) AS writer FROM (
       SELECT MIN(writer) AS writer FROM release_entries WHERE writer > ? AND seq <= ?
       UNION ALL SELECT MIN(writer) FROM release_heads WHERE writer > ? AND seq <= ?) w`,
    [at.writer, at.entrySeq, at.writer, at.headSeq],
  );
  return row?.writer ? { ...at, writer: row.writer, index: 0 } : undefined;
}

async function chainPart(
  m: EntityManager,
  at: RecordPosition,
  limit: number,
): Promise<{ lines: ExportLine[]; entries: number; next: RecordPosition | undefined }> {
  const lines = await chainLines(m, at, limit);
  const entries = lines.filter(({ kind }) => kind === 'entry').length;
  const last = lines.findLast((line) => line.kind === 'entry');
  const next = entries === limit && last ? { ...at, index: last.entry.index + 1 } : await nextWriter(m, at);
  return { lines, entries, next };
}

/** A part of one chain: entries from an index on, each head behind the entry that it ends with; at the end those that end later. */
export async function chainLines(m: EntityManager, at: RecordPosition, limit: number): Promise<ExportLine[]> {
  const rows = await m.query<EntryRow[]>(
    `SELECT ${ENTRY_COLUMNS.join(', ')} FROM release_entries WHERE writer = ? AND idx >= ? AND seq <= ?
     ORDER BY idx LIMIT ?`,
    [at.writer, at.index, at.entrySeq, limit],
  );
  // Where every entry has gone, the chain begins behind the oldest head there is.
  const beginning = rows.length === 0 && at.index === 0 ? await oldestHead(m, at) : at.index;
  const first = Number(rows[0]?.idx ?? beginning);
  const end = rows.length === limit ? Number(rows.at(-1)?.idx) : Number.MAX_SAFE_INTEGER;
  const customers = await customersOf(m, at.writer, first, end);
  const heads = await m.query<HeadRow[]>(
    `SELECT ${HEAD_COLUMNS.join(', ')} FROM release_heads WHERE writer = ? AND size > ? AND size <= ? AND seq <= ?
     ORDER BY size`,
    [
      at.writer,
      at.index === 0 ? first : at.index,
      end === Number.MAX_SAFE_INTEGER ? end : end + 1,
      at.headSeq,
    ],
  );
  const lines: ExportLine[] = at.index === 0 && first > 0 ? await startAt(m, at.writer, first) : [];
  for (const row of rows) {
    const index = Number(row.idx);
    while (heads[0] && Number(heads[0].size) <= index)
      lines.push({ kind: 'head', head: headOfRow(heads.shift() as HeadRow) });
    lines.push({ kind: 'entry', entry: entryOfRow(row, customers.get(index) ?? []) });
  }
  return [...lines, ...heads.map((head): ExportLine => ({ kind: 'head', head: headOfRow(head) }))];
}

async function oldestHead(m: EntityManager, { writer, headSeq }: RecordPosition): Promise<number> {
  const [row] = await m.query<{ size: unknown }[]>(
    'SELECT MIN(size) AS size FROM release_heads WHERE writer = ? AND seq <= ?',
    [writer, headSeq],
  );
  return Number(row?.size ?? 0);
}

/** The head that a chain begins behind, where its older entries were dropped; nothing where no head stands there. */
export async function startAt(m: EntityManager, writer: string, size: number): Promise<ExportLine[]> {
  const [row] = await m.query<HeadRow[]>(
    `SELECT ${HEAD_COLUMNS.join(', ')} FROM release_heads WHERE writer = ? AND size = ?`,
    [writer, size],
  );
  return row ? [{ kind: 'start', head: headOfRow(row), frontier: frontierOfRow(row) }] : [];
}

async function customersOf(
  m: EntityManager,
  writer: string,
  first: number,
  last: number,
): Promise<Map<number, Uint8Array[]>> {
  const rows = await m.query<{ idx: unknown; commitment: Uint8Array }[]>(
    'SELECT idx, commitment FROM release_customers WHERE writer = ? AND idx >= ? AND idx <= ?',
    [writer, first, last],
  );
  const found = new Map<number, Uint8Array[]>();
  for (const { idx, commitment } of rows) {
    const index = Number(idx);
    const known = found.get(index);
    if (known) known.push(commitment);
    else found.set(index, [commitment]);
  }
  return found;
}
