import type { HistoryEntry } from '../domain/history';
import { remember } from '../domain/history';
import type { ReadOptions } from '../domain/read-options';
import type { Folder } from './folder';
import { NO_FOLDER, openFolder, sweep } from './folder';
import type { Identity } from './identity';
import { establishIdentity } from './identity';
import type { Kept } from './kept';
import { firstState, readKept } from './kept';

export const STATE_FILE = 'state.json';
export const HISTORY_FILE = 'history.json';

/** What a client knows of itself: in memory always, and in its folder where that can be. */
export interface Memory {
  readonly identity: Identity;
  readonly kept: Kept;
  readonly history: readonly HistoryEntry[];
  /** Whether the last write arrived on the disk. */
  readonly isKeeping: boolean;
  /** Changes the state and writes it. A durable change is on the disk before it returns, or was not kept. */
  change(changes: Partial<Kept>, durable?: boolean): Promise<boolean>;
  tell(entry: HistoryEntry): Promise<void>;
}

/** Remembers what the folder holds, and makes what it does not. */
export async function openMemory({ given, now }: ReadOptions): Promise<Memory> {
  const path = typeof given.folder === 'string' && given.folder !== '' ? given.folder : undefined;
  const folder = path === undefined ? NO_FOLDER : openFolder(path, now);
  if (path !== undefined) await sweep(path);
  const identity = await establishIdentity(folder, given.installation);
  const found = await folder.read(STATE_FILE, readKept);
  const kept = found?.installationId === identity.installationId ? found : firstState(identity);
  const memory = new KeptMemory(folder, identity, kept, await historyOf(folder));
  await memory.change({});
  return memory;
}

/** The history that a folder holds. */
export async function historyOf(folder: Folder): Promise<readonly HistoryEntry[]> {
  const entries = await folder.read(HISTORY_FILE, (content) =>
    Array.isArray(content) && content.every((one) => typeof (one as HistoryEntry).id === 'string')
      ? (content as readonly HistoryEntry[])
      : undefined,
  );
  return entries ?? [];
}

class KeptMemory implements Memory {
  isKeeping = false;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: Folder,
    readonly identity: Identity,
    public kept: Kept,
    public history: readonly HistoryEntry[],
  ) {}

  async change(changes: Partial<Kept>, durable = false): Promise<boolean> {
    this.kept = { ...this.kept, ...changes };
    this.isKeeping = await this.write(STATE_FILE, () => this.kept, durable);
    return this.isKeeping;
  }

  async tell(entry: HistoryEntry): Promise<void> {
    this.history = remember(this.history, entry);
    await this.write(HISTORY_FILE, () => this.history, false);
  }

  /** One write at a time, each of what is known by then, so that an older state never lands on a newer one. */
  private write(name: string, content: () => unknown, durable: boolean): Promise<boolean> {
    const written = this.writing.then(() => this.folder.write(name, JSON.stringify(content()), durable));
    this.writing = written;
    return written;
  }
}
