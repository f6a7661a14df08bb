import { insertRows } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Release, ReleaseRecord, ReleaseRecorder } from '../domain/release-record';
import { CHAIN_START, chainRelease } from '../domain/release-record';

interface Waiting {
  readonly release: Release;
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

// One transaction carries all that waits, so that many readers share one flush; the bound keeps a transaction short.
const GROUP_MAX = 200;

// As long as its column.
const WRITER_MAX = 32;

const COLUMNS = [
  'writer',
  'at',
  'reader',
  'audience',
  'purpose',
  'token',
  'clause',
  'policy_version',
  'operation_hash',
  'categories',
  'rows_released',
  'previous',
  'hash',
] as const;

/**
 * A recorder that continues the chain of `writer`. Of one name there is one at a time: two that write under one name
 * would fork the chain, and whoever verifies it would say so.
 */
export function createReleaseRecorder(options: {
  readonly access: RoomDatabase;
  readonly writer: string;
}): ReleaseRecorder {
  const { access, writer } = options;
  if (writer.length < 1 || writer.length > WRITER_MAX) {
    throw new TypeError(`writer: 1 to ${String(WRITER_MAX)} characters`);
  }
  let waiting: Waiting[] = [];
  let running = false;
  // Unknown at the start and after a failure, where the last group may or may not have been kept.
  let head: Buffer | undefined;

  const writeGroup = (group: readonly Waiting[]): Promise<Buffer> =>
    access.write(async (m) => {
      let previous = head ?? (await lastHash(m, writer));
      const records: ReleaseRecord[] = [];
      for (const { release } of group) {
        const record = chainRelease(writer, previous, release);
        records.push(record);
        previous = record.hash;
      }
      await insertRows(m, 'release_records', COLUMNS, records.map(toRow));
      return previous;
    });

  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, GROUP_MAX);
      waiting = waiting.slice(GROUP_MAX);
      try {
        head = await writeGroup(group);
        for (const one of group) one.done();
      } catch (reason) {
        head = undefined;
        for (const one of group) one.failed(reason);
      }
    }
    running = false;
  };

  return {
    record: (release) =>
      new Promise<void>((done, failed) => {
        waiting.push({ release, done, failed });
        if (!running) void run();
      }),
  };
}

async function lastHash(m: EntityManager, writer: string): Promise<Buffer> {
  const rows = await m.query<{ hash: Uint8Array }[]>(
    'SELECT hash FROM release_records WHERE writer = ? ORDER BY seq DESC LIMIT 1',
    [writer],
  );
  const last = rows[0];
  return last ? Buffer.from(last.hash) : CHAIN_START;
}

function toRow(record: ReleaseRecord): unknown[] {
  return [
    record.writer,
    record.at,
    record.reader,
    record.audience,
    record.purpose,
    record.token,
    record.clause,
    record.policyVersion,
    record.operationHash,
    JSON.stringify(record.categories),
    record.rows,
    record.previous,
    record.hash,
  ];
}
