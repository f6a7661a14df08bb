import type { Release } from '@hearth/release-record';

/** Makes releases durable, in order, each behind the one before it. */
export interface ReleaseRecorder {
  /** Resolves once every entry of the release is durable, and rejects where one is not: then nothing may leave. */
  record(release: Release): Promise<void>;
  /** Waits for what was given, and signs a last head. */
  close(): Promise<void>;
}

/**
 * Something else wrote this writer's chain, or took from it. To go on would bury that under new entries, so nothing more is
 * recorded, and nothing released, until somebody has looked.
 */
export class RecordForkedError extends Error {
  override readonly name = 'RecordForkedError';
  readonly code = 'RECORD_FORKED';
}
