import { KEY_TABLE, loadKeys, type KeyHolder, type KeyRing } from '@hearth/keys';

/** The keys of one holder and no other, as the key table gives them. Throws KeyError where one is missing or too open. */
export function keysOf(folder: string, holder: KeyHolder): KeyRing {
  return loadKeys(
    folder,
    KEY_TABLE.filter((entry) => entry.holders.includes(holder)).map((entry) => entry.name),
  );
}
