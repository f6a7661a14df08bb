import { createKeys, KeyError, missingKeys, type KeyName } from '@hearth/keys';
import { openRoom, type RoomsConfig } from '@hearth/rooms';

// What a home of the first version has not: the record got its keys later than the rest.
const RECORD_KEYS: readonly KeyName[] = ['release-signing', 'release-verifying', 'commitment-master'];

/**
 * Makes the keys of the record of releases in a key folder that was made before there were any. Only where all of them are
 * missing, all others are there, and nothing was written with them yet: a key that was lost is not replaced. The rooms
 * must be migrated.
 *
 * @throws KeyError KEY_MISSING where the record holds something and its keys are gone. @returns the names of those made.
 */
export async function addRecordKeys(o: {
  readonly rooms: RoomsConfig;
  readonly keysFolder: string;
  readonly demonstration?: boolean;
}): Promise<readonly KeyName[]> {
  const missing = missingKeys(o.keysFolder);
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
