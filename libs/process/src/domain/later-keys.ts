import { createKeys, KeyError, missingKeys, type KeyName } from '@hearth/keys';
import { openRoom, type RoomsConfig } from '@hearth/rooms';

// What a home of the first version has not: the record got its keys later than the rest.
const RECORD_KEYS: readonly KeyName[] = ['release-signing', 'release-verifying', 'commitment-master'];

// What shows one process to another: nothing is ever written with it, so that a new one is as good as the old.
const CREDENTIALS: readonly KeyName[] = ['replay-credential'];

/**
 * Makes the keys that a key folder of an earlier version has not: those of the record of releases, and the credentials that came
 * later than the rest. Only where all of them are
 * missing, all others are there, and nothing was written with them yet: a key that was lost is not replaced. The rooms
 * must be migrated.
 *
 * @throws KeyError KEY_MISSING where the record holds something and its keys are gone. @returns the names of those made.
 */
export async function addLaterKeys(o: {
  readonly rooms: RoomsConfig;
  readonly keysFolder: string;
  readonly demonstration?: boolean;
}): Promise<readonly KeyName[]> {
  const missing = missingKeys(o.keysFolder).filter((name) => !CREDENTIALS.includes(name));
  if (missing.length === 0) return createKeys(o.keysFolder, { demonstration: o.demonstration ?? false });
  // Where others are missing too, the folder is one process's own, or is damaged: who needs a key says which.
  if (missing.length !== RECORD_KEYS.length || !RECORD_KEYS.every((name) => missing.includes(name)))
    return [];
  const access = await openRoom(o.rooms, 'access', 'gateway');
  try {
    for (const table of ['commitment_keys', 'release_heads']) {
      const rows = await access.read((m) => m.query<unknown[]>(`SELECT 1 FROM ${table} LIMIT 1`));
      if (rows.length > 0)
        throw new KeyError(
          'KEY_MISSING',
          `The record of releases was written with keys that are not in ${o.keysFolder}: put ${RECORD_KEYS.join(', ')} back.`,
        );
    }
  } finally {
    await access.close();
  }
  return createKeys(o.keysFolder, { demonstration: o.demonstration ?? false });
}
