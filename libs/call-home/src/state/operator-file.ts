import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modeOf } from '../domain/mode';

export const OPERATOR_FILE = 'call-home.json';
/** What a file stands for that is there and says no mode: a word that is none, which means `off`. */
const UNREADABLE = 'unreadable';

/** Where the operator's file lies: where the host says, else in the folder; undefined where there is neither. */
export function operatorPath(operatorFile: unknown, folder: unknown): string | undefined {
  if (typeof operatorFile === 'string' && operatorFile !== '') return operatorFile;
  return typeof folder === 'string' && folder !== '' ? join(folder, OPERATOR_FILE) : undefined;
}

/** The operator's word; undefined where there is no file. It is the operator's, so it is never set aside or written. */
export async function operatorsWord(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    const content = JSON.parse(await readFile(path, 'utf8')) as { readonly mode?: unknown } | null;
    return modeOf(content?.mode) ?? UNREADABLE;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : UNREADABLE;
  }
}
