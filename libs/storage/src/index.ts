// The front door of @hearth/storage: databases, on SQLite and on MySQL-compatible servers alike.
export { openDatabase } from './open-database';
export type { DatabaseTarget, Dialect, Entity, Migration, OpenOptions, RoomDatabase } from './room-database';
export { insertRows, upsertRows } from './statements/write-rows';
export { deleteRows } from './statements/delete-rows';
export type { Condition } from './statements/delete-rows';
export type { Merge, UpsertOptions } from './statements/write-rows';
export { lockForUpdate, selectIn } from './statements/read-rows';
export { isUniqueViolation, StorageError, withoutValues } from './errors';
export type { StorageErrorCode } from './errors';
export { acquireFolderLock } from './folder-lock';
export type { FolderLock } from './folder-lock';
