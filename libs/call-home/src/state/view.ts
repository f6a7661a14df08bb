import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryEntry } from '../domain/history';
import type { Identity } from './identity';
import { IDENTITY_FILE, readIdentity } from './identity';
import type { Kept } from './kept';
import { readKept } from './kept';
import { HISTORY_FILE, STATE_FILE } from './memory';

/** What lies in a folder, for somebody who looks at it beside the running product and changes nothing. */
export interface View {
  readonly identity: Identity | undefined;
  readonly kept: Kept | undefined;
  readonly history: readonly HistoryEntry[];
}

/** Looks into a folder. Throws where a file cannot be read; what makes no sense is taken for absent. */
export async function viewFolder(folder: string): Promise<View> {
  const history = await contentOf(join(folder, HISTORY_FILE), (content) =>
    Array.isArray(content) ? (content as readonly HistoryEntry[]) : undefined,
  );
  return {
    identity: await contentOf(join(folder, IDENTITY_FILE), readIdentity),
    kept: await contentOf(join(folder, STATE_FILE), readKept),
    history: history ?? [],
  };
}

async function contentOf<T>(file: string, read: (content: unknown) => T | undefined): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return read(JSON.parse(text));
  } catch {
    return undefined;
  }
}
