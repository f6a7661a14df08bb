import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NEVER_MS, type Plan } from './embed';
import type { Cycled, Held } from './host';
import type { HostProcess } from './host-process';
import { robustSlope } from './statistics';

/** What ten thousand attempts left behind. */
export interface Growth {
  readonly cycles: number;
  readonly outcomes: Cycled['outcomes'];
  /** What came of attempts that should not have: in words, or empty. */
  readonly strange: string;
  readonly cpuMsPerAttempt: number;
  readonly typicalMs: number;
  readonly heapBytesPerCycle: number;
  readonly rssBytesPerCycle: number;
  readonly fdsPerCycle: number;
  /** What was held beyond the start, between attempts and after the client was stopped. Empty where all is as it was. */
  readonly leftBetween: string;
  readonly leftAfter: string;
  readonly files: number;
  readonly fileBytes: number;
  readonly flat: boolean;
}

/** Ten rounds; the first three fill what is bounded (code, pools, the spool and the history). */
const ROUNDS = 10;
const WARM_ROUNDS = 3;
/** The smallest thing that V8 can keep for an attempt, an object in a list with its closure, takes more. */
const HEAP_BYTES_PER_CYCLE = 48;
/** What lies outside V8 and leaks comes in sockets and buffers: kilobytes. Pages come and go, hence no less. */
const RSS_BYTES_PER_CYCLE = 1500;
/** Sockets whose other end is slow to close may take this long. */
const SETTLE_MS = 3000;
/** A busy machine may bring an attempt to its deadline before the fault does. */
const STRANGE_SHARE = 0.01;
const FILES_PER_CLIENT = 16;
const FILE_BYTES_PER_CLIENT = 1024 * 1024;

/** Says what is held now and was not held before. */
function beyond(before: Held, now: Held): string {
  const more = Object.entries(now.resources)
    .filter(([kind, count]) => count > (before.resources[kind] ?? 0))
    .map(([kind, count]) => `${count - (before.resources[kind] ?? 0)} ${kind}`);
  if (now.fds > before.fds) more.push(`${now.fds - before.fds} open files`);
  return more.join(', ');
}

async function settled(host: HostProcess, before: Held): Promise<string> {
  const until = Date.now() + SETTLE_MS;
  for (;;) {
    const left = beyond(before, await host.held());
    if (left === '' || Date.now() > until) return left;
    await sleep(100);
  }
}

function filesUnder(folder: string): { files: number; bytes: number } {
  const sum = { files: 0, bytes: 0 };
  // A disk that takes nothing has no folder either.
  if (!existsSync(folder)) return sum;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.name === 'everything') continue;
    sum.files += 1;
    sum.bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return sum;
}

/** Has a host's clients make `cycles` attempts, and looks at what it holds between the rounds and at the end. */
export async function measureGrowth(
  host: HostProcess,
  plan: Omit<Plan, 'everyMs'>,
  o: { readonly cycles: number; readonly clients: number; readonly outcome: RegExp },
): Promise<Growth> {
  const before = await host.held();
  await host.start({ ...plan, everyMs: NEVER_MS }, o.clients);
  const cycled = await host.cycle(o.cycles, ROUNDS);
  const leftBetween = await settled(host, before);
  await host.stop();
  const leftAfter = await settled(host, before);
  const step = o.cycles / ROUNDS;
  const slope = (of: (held: Held) => number) =>
    robustSlope(cycled.samples.slice(WARM_ROUNDS).map((held, i) => [i * step, of(held)] as const));
  const heapBytesPerCycle = slope((held) => held.heap);
  const rssBytesPerCycle = slope((held) => held.rss);
  const fdsPerCycle = slope((held) => held.fds);
  const { files, bytes: fileBytes } = filesUnder(plan.folder);
  return {
    cycles: o.cycles,
    outcomes: cycled.outcomes,
    strange: Object.entries(cycled.outcomes)
      .filter(([name, count]) => !o.outcome.test(name) && count > STRANGE_SHARE * o.cycles)
      .map(([name, count]) => `${count} × ${name}`)
      .join(', '),
    cpuMsPerAttempt: cycled.cpuMs / o.cycles,
    typicalMs: cycled.typicalMs,
    heapBytesPerCycle,
    rssBytesPerCycle,
    fdsPerCycle,
    leftBetween,
    leftAfter,
    files,
    fileBytes,
    flat:
      heapBytesPerCycle <= HEAP_BYTES_PER_CYCLE &&
      rssBytesPerCycle <= RSS_BYTES_PER_CYCLE &&
      fdsPerCycle <= 0 &&
      files <= FILES_PER_CLIENT * o.clients &&
      fileBytes <= FILE_BYTES_PER_CLIENT * o.clients,
  };
}
