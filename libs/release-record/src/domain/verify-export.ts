import type { KeyObject } from 'node:crypto';
import { retentionCutOff } from '@hearth/policy';
import type { ChainWalk } from './chain-walk';
import { createChainWalk } from './chain-walk';
import type { ExportLine } from './export-lines';
import { readExportLine } from './export-lines';
import type { Finding, Report } from './finding';
import type { HeadLink, SignedHead } from './head';
import { headHash, verifyHead } from './head';
import { frontierRoot } from './merkle';
import { RECORD_RETENTION_MONTHS } from './retention';

/** Findings that are kept; beyond, they are counted only: a file that is no export has one for each line. */
export const FINDINGS_MAX = 1_000;

/** What a verifier may know beside the export itself. */
export interface ExportTrust {
  /** The Ed25519 public keys that heads must be signed with. Without them those named in the export are believed. */
  readonly keys?: readonly KeyObject[] | undefined;
  /** Heads that somebody kept outside: what a cut-off or rewritten record is found against. */
  readonly heldHeads?: readonly SignedHead[] | undefined;
  /** The lines are a part of a record: that what a head refers to is outside of it is no fault. */
  readonly part?: boolean | undefined;
  /**
   * When it is verified, UTC milliseconds. A beginning may be gone only up to a head that is as old as entries are kept; without
   * it, up to any signed head.
   */
  readonly now?: number | undefined;
}

/** One writer's chain as it was found. */
export interface ChainFigures {
  readonly writer: string;
  /** The first entry in the export: 0, or where it begins behind a signed head. */
  readonly from: number;
  readonly size: number;
  readonly chainHash: Buffer;
  readonly root: Buffer;
}

/** What became of a verification. */
export interface ExportReport {
  readonly ok: boolean;
  readonly entries: number;
  readonly heads: number;
  readonly chains: readonly ChainFigures[];
  /** At most FINDINGS_MAX, by writer and entry. */
  readonly findings: readonly Finding[];
  readonly found: number;
  /** Held heads from before the export begins, which it says nothing about. */
  readonly headsBeforeStart: number;
}

/** Takes an export line by line. */
export interface ExportCheck {
  /** A line as parsed; `undefined` for one that is none. */
  line(line: ExportLine | undefined): void;
  finish(): ExportReport;
}

/**
 * A verifier that is fed in one pass. It holds one right edge of a tree for each writer, and the hashes of the heads.
 */
export function createExportCheck(trust: ExportTrust = {}): ExportCheck {
  const findings: Finding[] = [];
  let found = 0;
  const report: Report = (finding) => {
    found += 1;
    if (findings.length < FINDINGS_MAX) findings.push(finding);
  };
  const walks = new Map<string, ChainWalk>();
  const headHashes = new Map<string, Buffer>();
  const links: HeadLink[] = [];
  let keys: readonly KeyObject[] = trust.keys ?? [];
  let header = false;
  let lines = 0;
  let entries = 0;
  let heads = 0;
  let headsBeforeStart = 0;
  let lastWriter: string | undefined;

  const signed = (head: SignedHead): boolean => {
    if (verifyHead(head, keys)) return true;
    const index = head.size > 0 ? head.size - 1 : null;
    report({
      code: 'BAD_SIGNATURE',
      writer: head.writer,
      index,
      what: 'no trusted key signed the head over it',
    });
    return false;
  };

  const hold = (head: SignedHead): void => {
    headHashes.set(`${head.writer} ${String(head.size)}`, headHash(head));
    links.push(...head.links);
  };

  const begin = (writer: string, start?: Parameters<typeof createChainWalk>[2]): ChainWalk => {
    const walk = createChainWalk(writer, report, start);
    walks.set(writer, walk);
    for (const head of trust.heldHeads ?? []) {
      if (head.writer !== writer) continue;
      if (head.size < walk.from) headsBeforeStart += 1;
      else if (signed(head)) walk.head(head);
    }
    return walk;
  };

  const take = (line: ExportLine): void => {
    switch (line.kind) {
      case 'header':
        header = true;
        for (const key of trust.keys ? line.keys : []) {
          if (!trust.keys?.some((trusted) => trusted.equals(key)))
            report({
              code: 'KEY_NOT_TRUSTED',
              writer: null,
              index: null,
              what: 'the export names another key than was given',
            });
        }
        keys = trust.keys ?? line.keys;
        return;
      case 'start': {
        const { head, frontier } = line;
        heads += 1;
        if (!signed(head)) return;
        if (walks.has(head.writer) || !frontierRoot(frontier).equals(head.root)) {
          report({
            code: 'HEAD_MISMATCH',
            writer: head.writer,
            index: head.size,
            what: 'the export does not begin here as the signed head says',
          });
          return;
        }
        if (beginsEarly(head, trust))
          report({
            code: 'BEGINS_EARLY',
            writer: head.writer,
            index: 0,
            what: 'its beginning is gone, and was not old enough to go',
            ...(head.size > 1 ? { to: head.size - 1 } : {}),
          });
        hold(head);
        begin(head.writer, { frontier, hash: head.chainHash });
        return;
      }
      case 'entry':
        entries += 1;
        lastWriter = line.entry.writer;
        (walks.get(line.entry.writer) ?? begin(line.entry.writer)).entry(line.entry);
        return;
      case 'head':
        heads += 1;
        if (!signed(line.head)) return;
        hold(line.head);
        (walks.get(line.head.writer) ?? begin(line.head.writer)).head(line.head);
    }
  };

  return {
    line: (line) => {
      lines += 1;
      if (line && (line.kind === 'header') === (lines === 1)) {
        take(line);
        return;
      }
      const writer = lastWriter ?? null;
      const index = writer === null ? null : (walks.get(writer)?.size() ?? null);
      report({ code: 'MALFORMED', writer, index, what: `line ${String(lines)} of the export is not one` });
    },
    finish: () => {
      if (!header) {
        report({ code: 'MALFORMED', writer: null, index: null, what: 'the export has no first line' });
      }
      for (const { writer } of trust.heldHeads ?? []) if (!walks.has(writer)) begin(writer);
      for (const walk of walks.values()) walk.finish();
      if (!trust.part) reportLinks(links, headHashes, walks, report);
      const place = (finding: Finding): string =>
        `${finding.writer ?? ''} ${String(finding.index ?? 0).padStart(16, '0')}`;
      return {
        ok: found === 0,
        entries,
        heads,
        chains: [...walks].map(([writer, walk]) => {
          const { hash, root } = walk.end();
          return { writer, from: walk.from, size: walk.size(), chainHash: hash, root };
        }),
        findings: findings.sort((one, other) => (place(one) < place(other) ? -1 : 1)),
        found,
        headsBeforeStart,
      };
    },
  };
}

function beginsEarly(head: SignedHead, { part, now }: ExportTrust): boolean {
  if (part || now === undefined) return false;
  return head.at > (retentionCutOff(`P${RECORD_RETENTION_MONTHS}M`, now) as number);
}

// A head vouches for those that it refers to: where one of them is gone, so are the entries that it spoke for, or it alone.
function reportLinks(
  links: readonly HeadLink[],
  headHashes: ReadonlyMap<string, Buffer>,
  walks: ReadonlyMap<string, ChainWalk>,
  report: Report,
): void {
  const told = new Set<string>();
  for (const { writer, size, hash } of links) {
    const key = `${writer} ${String(size)}`;
    const walk = walks.get(writer);
    if (told.has(key) || headHashes.get(key)?.equals(hash) || (walk && size <= walk.from)) continue;
    told.add(key);
    if ((walk?.size() ?? 0) < size) {
      const index = walk?.size() ?? 0;
      const what = 'another head says that it was there';
      report({ code: 'TRUNCATED', writer, index, what, ...(index === size - 1 ? {} : { to: size - 1 }) });
    } else {
      const what = 'the head over it, which another head refers to, is not there or is another';
      report({ code: 'HEAD_MISSING', writer, index: size - 1, what });
    }
  }
}

/** Verifies an export in one pass: its lines, without their ends. An empty last line is none. */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  trust: ExportTrust = {},
): Promise<ExportReport> {
  const check = createExportCheck(trust);
  for await (const text of lines) if (text !== '') check.line(readExportLine(text));
  return check.finish();
}
