// The front door of @hearth/release-record: named exports only.
export type { Release, ReleasedType } from './domain/release';
