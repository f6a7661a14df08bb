// The front door of @hearth/keys: named exports only.
export { secretsEqual } from './domain/compare';
export { openCursor, sealCursor } from './domain/cursors';
export {
  createDataKey,
  decryptField,
  encryptField,
  unwrapCommitmentKey,
  unwrapDataKey,
  wrapCommitmentKey,
  wrapDataKey,
} from './domain/data-keys';
export { hmac, installationKey, licenceHash, pseudonymOf } from './domain/hashing';
export { newId, uuidBytes, uuidText } from './domain/ids';
export type { IdPrefix } from './domain/ids';
export { createSealer, inboxBinding, openSealed } from './domain/inbox-seal';
export type { Sealer } from './domain/inbox-seal';
export { CursorError, KeyError } from './domain/key-error';
export type { KeyErrorCode } from './domain/key-error';
export { KEY_TABLE } from './domain/key-table';
export type { KeyEntry, KeyHolder, KeyName, PairKeyName, SecretKeyName } from './domain/key-table';
export { freshKeys } from './storage/fresh-keys';
export { createKeys, loadKeys, missingKeys } from './storage/key-folder';
export type { KeyRing } from './storage/key-folder';
