// The front door of @hearth/rooms: which rooms there are, what is in them, and who may do what there.
export { ACCOUNTS, ROOMS } from './domain/names';
export type { AccountName, Migrator, RoomName } from './domain/names';
export { MIGRATIONS_TABLE, TABLES } from './domain/tables';
export { RIGHTS, rightOf, VERBS } from './domain/rights';
export type { Right, Verb } from './domain/rights';
export { mysqlRooms, schemaName, userName } from './config';
export type { MysqlRoomsOptions, RoomsConfig } from './config';
export { migrateRooms, openRoom } from './open-room';
export type { MigratedRoom } from './open-room';
export { binaryCollation, provision } from './provision/provision';
export type { Provisioned, ProvisionOptions } from './provision/provision';
