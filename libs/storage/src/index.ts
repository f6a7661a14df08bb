// The front door of @hearth/storage: databases, on SQLite and on MySQL-compatible servers alike.
export { openDatabase } from './open-database';
export type { DatabaseTarget, Dialect, Entity, Migration, OpenOptions, RoomDatabase } from './room-database';
export { deleteRows } from './statements/delete-rows';
export type { Condition } from './statements/delete-rows';
export { insertRows, insertStatements, upsertRows, upsertStatements } from './statements/write-rows';
export type { Merge, MergeSql, UpsertOptions } from './statements/write-rows';
export { lockForUpdate, selectIn, selectInStatements } from './statements/read-rows';
export { Hexadecimal } from './statements/hexadecimal';
export { runStatements } from './statements/run-statements';
export type { Statement } from './statements/statement';
export { isUniqueViolation, StorageError, withoutValues } from './errors';
export type { StorageErrorCode } from './errors';
export { acquireFolderLock } from './folder-lock';
export type { FolderLock } from './folder-lock';
