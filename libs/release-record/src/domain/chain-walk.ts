import type { ReleaseEntry } from './entry';
import { CHAIN_START, entryHash } from './entry';
import type { FaultCode, Report } from './finding';
import type { SignedHead } from './head';
import type { MerkleFrontier } from './merkle';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot } from './merkle';

/** Follows one writer's chain, entry by entry, and says what does not fit. */
export interface ChainWalk {
  entry(entry: ReleaseEntry): void;
  /** Holds a head, whose signature was checked, against the chain: now, or when the chain is that long. */
  head(head: SignedHead): void;
  /** Says what only the end shows. */
  finish(): void;
  /** The first entry that was looked at, and how far the chain went. */
  readonly from: number;
  readonly size: () => number;
  readonly end: () => { readonly hash: Buffer; readonly root: Buffer };
}

interface Gap {
  from: number;
  to: number;
}

/**
 * Starts at the beginning of a chain, or behind a head whose tree's right edge is known. After a fault it goes on with
 * what the following entries vouch for, so that one fault is told once and names its own entry.
 */
export function createChainWalk(
  writer: string,
  report: Report,
  start: { readonly frontier: MerkleFrontier; readonly hash: Buffer } = {
    frontier: EMPTY_FRONTIER,
    hash: CHAIN_START,
  },
): ChainWalk {
  // `frontier` stands before the last entry, whose hash is one of `last`: the entry behind it or a head decides which.
  let frontier = start.frontier;
  let settled = true;
  let last: Buffer[] = [start.hash];
  let next = start.frontier.size;
  let vouched = next;
  // Once an entry is missing, doubled or replaced, the tree cannot be built any more; the hash of the last entry still can be compared.
  let treeHolds = true;
  let brokenAt: number | undefined;
  let gaps: Gap[] = [];
  const waiting = new Map<number, SignedHead[]>();

  const say = (code: FaultCode, index: number, what: string, to?: number): void =>
    report({ code, writer, index, what, ...(to === undefined || to === index ? {} : { to }) });

  const settle = (hash: Buffer | undefined): void => {
    const chosen = hash ?? (last[0] as Buffer);
    if (!settled) frontier = appendLeaf(frontier, chosen);
    settled = true;
    last = [chosen];
  };

  // Two neighbours do not fit, each sound by itself: the one behind them tells which of the two is the stranger.
  const settleBreak = (laterHolds: boolean): void => {
    if (brokenAt === undefined) return;
    const replaced = laterHolds ? brokenAt - 1 : brokenAt;
    say('REPLACED', replaced, 'it fits its own hash, but not the entry beside it in the chain');
    brokenAt = undefined;
  };

  const atKnownPlace = (entry: ReleaseEntry, links: boolean, sound: boolean): void => {
    const replaced = brokenAt !== undefined;
    settleBreak(links || !sound);
    if (!links && sound && !replaced) {
      treeHolds = false;
      if (entry.index === start.frontier.size) {
        say('REPLACED', entry.index, 'it does not follow from where the chain begins');
      } else {
        brokenAt = entry.index;
      }
    }
  };

  const early = (entry: ReleaseEntry): void => {
    const gap = gaps.find(({ from, to }) => from <= entry.index && entry.index <= to);
    if (gap) {
      say('OUT_OF_ORDER', entry.index, 'it stands behind a later one');
      gaps = gaps
        .flatMap((one) =>
          one === gap
            ? [
                { from: gap.from, to: entry.index - 1 },
                { from: entry.index + 1, to: gap.to },
              ]
            : [one],
        )
        .filter(({ from, to }) => from <= to);
      return;
    }
    say('FORKED', entry.index, 'there is another entry of this number');
    treeHolds = false;
    if (entry.index === next - 1) last.push(entry.hash);
  };

  const compare = (head: SignedHead): void => {
    const fits = last.find((hash) => hash.equals(head.chainHash));
    const rootFits =
      !treeHolds || (fits && frontierRoot(settled ? frontier : appendLeaf(frontier, fits)).equals(head.root));
    if (fits && rootFits) {
      settleBreak(true);
      settle(fits);
      vouched = next;
    } else {
      const first = Math.min(vouched, head.size - 1);
      say('HEAD_MISMATCH', first, 'the signed head is over other entries than these', head.size - 1);
    }
  };

  const compareWaiting = (): void => {
    for (const head of waiting.get(next) ?? []) compare(head);
    waiting.delete(next);
  };

  return {
    from: start.frontier.size,
    size: () => next,
    end: () => {
      const hash = last[0] as Buffer;
      return { hash, root: frontierRoot(settled ? frontier : appendLeaf(frontier, hash)) };
    },
    entry: (entry) => {
      const computed = entryHash(entry);
      const sound = computed.equals(entry.hash);
      const links = last.some((hash) => hash.equals(entry.previous));
      // A changed number does not move an entry that the chain itself puts in its place.
      const index = !sound && links ? next : entry.index;
      if (!sound) say('CHANGED', index, 'its bytes are not those that its hash was made of');
      if (index < next) {
        early(entry);
        return;
      }
      if (index > next) {
        gaps.push({ from: next, to: index - 1 });
        treeHolds = false;
        for (const size of waiting.keys()) if (size > next && size <= index) waiting.delete(size);
      } else {
        atKnownPlace(entry, links, sound);
      }
      settle(last.find((hash) => hash.equals(entry.previous)));
      last = sound ? [entry.hash] : [entry.hash, computed];
      settled = false;
      next = index + 1;
      compareWaiting();
    },
    head: (head) => {
      if (head.size === next) compare(head);
      else if (head.size > next) waiting.set(head.size, [...(waiting.get(head.size) ?? []), head]);
      else if (head.size > start.frontier.size)
        say('HEAD_MISMATCH', head.size - 1, 'the head stands behind later entries');
    },
    finish: () => {
      if (brokenAt !== undefined) {
        say('REPLACED', brokenAt - 1, 'it and the entry behind it do not fit each other', brokenAt);
        brokenAt = undefined;
      }
      for (const { from, to } of gaps) say('MISSING', from, 'it is not there', to);
      const longest = Math.max(0, ...waiting.keys());
      if (longest > next) say('TRUNCATED', next, 'a signed head says that it was there', longest - 1);
    },
  };
}
