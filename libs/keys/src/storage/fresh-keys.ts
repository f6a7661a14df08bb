import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyName } from '../domain/key-table';
import { KEY_TABLE } from '../domain/key-table';
import type { KeyRing } from './key-folder';
import { createKeys, loadKeys } from './key-folder';

/**
 * A ring of new keys that are kept nowhere: for tests and proofs. It holds the named keys and no other, or every key of the
 * table. They are made and read by way of a folder, as a process has them, which is gone when this returns.
 */
export function freshKeys(names: readonly KeyName[] = KEY_TABLE.map(({ name }) => name)): KeyRing {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-keys-'));
  try {
    createKeys(folder);
    return loadKeys(folder, names);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
