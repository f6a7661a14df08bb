import { appendFile, mkdir } from 'node:fs/promises';
import type { KeyObject } from 'node:crypto';
import { dirname } from 'node:path';
import type { HeadLink, HeadRow, SignedHead } from '@hearth/release-record';
import {
  frontierRoot,
  HEAD_COLUMNS,
  headHash,
  headOfRow,
  headRow,
  signHead,
  writeExportLine,
} from '@hearth/release-record';
import { insertRows } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { ChainTail } from './chain-tail';

// A head a second bounds what a cut-off tail can hold, and costs a transaction where the entries share theirs.
const PACE_MS = 1_000;

// Writers that a head refers to; beyond, the oldest are left out.
const LINKS_MAX = 64;

/** What a publisher of heads is made of. */
export interface HeadPublisherOptions {
  readonly access: RoomDatabase;
  readonly writer: string;
  /** The key `release-signing`. */
  readonly signingKey: KeyObject;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Appended to, one line for each head; made with its folder where missing. */
  readonly headsFile?: string | undefined;
  /** Told of each head once it is stored: to send it out of the system. */
  readonly onHead?: ((head: SignedHead) => void) | undefined;
  readonly onError: (error: unknown, doing: string) => void;
}

/** Signs heads of a growing chain. */
export interface HeadPublisher {
  /** The chain has grown: a head follows, at most one a second. */
  grown(tail: ChainTail): void;
  /** Signs what is not yet signed, and waits for it. */
  close(): Promise<void>;
}

/** A head that could not be signed or sent is tried again with the next; entries do not wait for it. */
export function createHeadPublisher(options: HeadPublisherOptions): HeadPublisher {
  const { access, writer, signingKey, now, onError } = options;
  let tail: ChainTail | undefined;
  let signedSize = 0;
  let signedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let signing: Promise<void> = Promise.resolve();

  const publish = async (): Promise<void> => {
    const current = tail;
    if (!current || current.frontier.size <= signedSize) return;
    signedAt = performance.now();
    try {
      const head = await access.write(async (m) => {
        const made = signHead(
          {
            writer,
            size: current.frontier.size,
            root: frontierRoot(current.frontier),
            chainHash: current.hash,
            at: now(),
            links: await newestHeads(m),
          },
          signingKey,
        );
        await insertRows(m, 'release_heads', HEAD_COLUMNS, [headRow(made, current.frontier)]);
        return made;
      });
      signedSize = head.size;
      options.onHead?.(head);
      if (options.headsFile !== undefined) await append(options.headsFile, head);
    } catch (error) {
      onError(error, 'signing a head of the record');
    }
  };

  const start = (): void => {
    clearTimeout(timer);
    timer = undefined;
    signing = signing.then(publish);
  };

  return {
    grown: (to) => {
      tail = to;
      if (timer) return;
      const wait = signedAt + PACE_MS - performance.now();
      if (wait <= 0) start();
      else timer = setTimeout(start, wait).unref();
    },
    close: () => {
      start();
      return signing;
    },
  };
}

async function newestHeads(m: EntityManager): Promise<HeadLink[]> {
  const rows = await m.query<HeadRow[]>(
    `SELECT ${HEAD_COLUMNS.map((column) => `h.${column}`).join(', ')} FROM release_heads h
     JOIN (SELECT writer, MAX(size) AS size FROM release_heads GROUP BY writer) n
       ON n.writer = h.writer AND n.size = h.size
     ORDER BY h.at DESC, h.writer LIMIT ?`,
    [LINKS_MAX],
  );
  return rows
    .map(headOfRow)
    .map((head) => ({ writer: head.writer, size: head.size, hash: headHash(head) }))
    .sort((one, other) => (one.writer < other.writer ? -1 : 1));
}

async function append(file: string, head: SignedHead): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await appendFile(file, `${writeExportLine({ kind: 'head', head })}\n`, { mode: 0o600 });
}
