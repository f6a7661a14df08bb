import { decideMode } from '../domain/mode';
import type { Kept } from '../state/kept';
import { openFolder } from '../state/folder';
import { findIdentity } from '../state/identity';
import type { Memory } from '../state/memory';
import { openMemory } from '../state/memory';
import { operatorPath, operatorsWord } from '../state/operator-file';
import type { Client } from './client';
import { ensureBaseline } from './make-report';

const HOUR_MS = 3_600_000;

/**
 * Finds out anew what the operator and the vendor want, and acts on a change: where reports may be sent from now on, the figures
 * so far become the baseline, and where they may no longer, what waits is let go.
 *
 * @returns what is remembered; undefined where the mode is off and nothing is there to be remembered.
 */
export async function settle(client: Client): Promise<Memory | undefined> {
  const { given, now } = client.options;
  const environment = client.environment();
  const decided = decideMode({
    environment: environment['HEARTH_CALL_HOME'],
    doNotTrack: environment['DO_NOT_TRACK'],
    file: await operatorsWord(operatorPath(given.operatorFile, given.folder)),
    option: client.vendorsWord,
  });
  client.mode = decided.mode;
  client.modeBy = decided.by;
  const isFirst = client.memory === undefined;
  if (isFirst && client.mode === 'off' && !(await hasState(client))) return undefined;
  const memory = client.memory ?? (await openMemory(client.options));
  client.memory = memory;
  if (isFirst) client.hasReported = startedLately(memory.kept, now());
  const onSince = onSinceOf(client, memory.kept, isFirst ? client.startedAt : now());
  if (onSince !== memory.kept.onSince) await change(client, memory, onSince);
  return memory;
}

/** Since when, without a break, the mode is on and the agreement has begun; null where it is not so. */
function onSinceOf(client: Client, { onSince }: Kept, now: number): number | null {
  const { agreedFrom, faults } = client.options;
  if (client.mode !== 'on' || faults.includes('agreement') || client.options.now() < agreedFrom) return null;
  return onSince !== null && onSince >= agreedFrom ? onSince : Math.max(now, agreedFrom);
}

async function change(client: Client, memory: Memory, onSince: number | null): Promise<void> {
  const { counts, waiting } = memory.kept;
  client.previewed = undefined;
  await memory.change({
    onSince,
    baseline: null,
    waiting: [],
    counts: { ...counts, dropped: counts.dropped + waiting.length },
  });
  if (onSince === null) return;
  try {
    await ensureBaseline(client, memory);
  } catch {
    // The host's counters are not ready: the baseline is taken with the first report, which then tells of nothing before it.
  }
}

async function hasState({ options }: Client): Promise<boolean> {
  const { folder } = options.given;
  if (typeof folder !== 'string' || folder === '') return false;
  return (await findIdentity(openFolder(folder, options.now))) !== undefined;
}

/** Starts within an hour are one. */
function startedLately({ lastStartUpAt }: Kept, now: number): boolean {
  return lastStartUpAt !== null && now - lastStartUpAt >= 0 && now - lastStartUpAt < HOUR_MS;
}
