import { randomBytes } from 'node:crypto';
import type { KeyRing } from '@hearth/keys';
import { commitmentMonth, commitmentOf, entriesOf, ENTRY_COLUMNS, entryRow } from '@hearth/release-record';
import type { Release, ReleaseEntry, SignedHead } from '@hearth/release-record';
import { insertRows, isUniqueViolation } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { ReleaseRecorder } from '../domain/release-recorder';
import { RecordForkedError } from '../domain/release-recorder';
import type { ChainTail } from './chain-tail';
import { extendTail, hashesBehind, readTail } from './chain-tail';
import { createCommitmentKeys } from './commitment-keys';
import { createHeadPublisher } from './head-publisher';

/** What a recorder is made of. */
export interface ReleaseRecorderOptions {
  /** The access room, as the account gateway. */
  readonly access: RoomDatabase;
  /** The name of the chain: letters, digits, dots, hyphens and underscores, 1 to 32. */
  readonly writer: string;
  /** Holds `release-signing` and `commitment-master`. */
  readonly keys: KeyRing;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly headsFile?: string | undefined;
  readonly onHead?: ((head: SignedHead) => void) | undefined;
  readonly onError: (error: unknown, doing: string) => void;
}

interface Waiting {
  readonly release: Release;
  readonly requestId: Buffer;
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

// One transaction carries all that waits, so that many readers share one flush; the bound keeps a transaction short.
const GROUP_MAX = 200;

// As often a group meets another gateway that makes the same customers' keys; each time there is less left to meet over.
const ATTEMPTS = 5;

const REQUEST_ID_BYTES = 16;

// It is a column of 32 characters, and the name of a file.
const WRITER = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/**
 * A recorder that continues the chain of `writer`. Of one name there is one at a time: the first that finds another's
 * entries where its own would go refuses to record, and so to release, until it is started anew.
 */
export function createReleaseRecorder(options: ReleaseRecorderOptions): ReleaseRecorder {
  const { access, writer, now } = options;
  if (!WRITER.test(writer)) {
    throw new TypeError(
      'writer: 1 to 32 letters, digits, dots, hyphens and underscores, a letter or digit first',
    );
  }
  const keys = createCommitmentKeys(options.keys.get('commitment-master'), now);
  const heads = createHeadPublisher({ ...options, signingKey: options.keys.get('release-signing') });
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let tail: ChainTail | undefined;
  // Entries that were sent and not confirmed: the next look at the database tells whether they are there.
  let unconfirmed: readonly Buffer[] | undefined;
  let forked: RecordForkedError | undefined;

  const settled = async (): Promise<ChainTail> => {
    const known = (tail ??= await access.read((m) => readTail(m, writer)));
    if (!unconfirmed) return known;
    const sent = unconfirmed;
    const there = await access.read((m) => hashesBehind(m, writer, known.frontier.size, sent.length + 1));
    if (
      there.length > 0 &&
      !(there.length === sent.length && there.every((hash, at) => hash.equals(sent[at] as Buffer)))
    ) {
      throw new RecordForkedError(
        `Another process writes the record of releases under the name ${writer}: give each gateway a name of its own.`,
      );
    }
    unconfirmed = undefined;
    return (tail = extendTail(known, there));
  };

  const writeGroup = async (group: readonly Waiting[], attempt = 1): Promise<void> => {
    const from = await settled();
    let sent: readonly ReleaseEntry[] = [];
    try {
      const read = await access.write(async (m) => {
        const customers = group.flatMap(({ release }) => release.types.flatMap((type) => type.customers));
        const commitments = await keys.keysFor(m, customers);
        sent = chained(writer, from, group, commitments.keys);
        await insertEntries(m, sent);
        return commitments.read;
      });
      keys.remember(read);
      tail = extendTail(
        from,
        sent.map(({ hash }) => hash),
      );
    } catch (error) {
      unconfirmed = sent.map(({ hash }) => hash);
      if (!isUniqueViolation(error) || attempt === ATTEMPTS) throw error;
      // Two reasons for one error: a key that another gateway made first, or a fork, which `settled` finds.
      await writeGroup(group, attempt + 1);
    }
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, GROUP_MAX);
      waiting = waiting.slice(GROUP_MAX);
      try {
        if (forked) throw forked;
        await writeGroup(group);
        for (const one of group) one.done();
        if (tail) heads.grown(tail);
      } catch (reason) {
        if (reason instanceof RecordForkedError) forked = reason;
        for (const one of group) one.failed(reason);
      }
    }
  };

  const start = (): void => {
    running ??= run().then(() => {
      running = undefined;
      // What came after the last look, while the loop was already over.
      if (waiting.length > 0) start();
    });
  };

  return {
    record: (release) =>
      new Promise<void>((done, failed) => {
        waiting.push({ release, requestId: randomBytes(REQUEST_ID_BYTES), done, failed });
        start();
      }),
    close: async () => {
      await running;
      await heads.close();
    },
  };
}

function chained(
  writer: string,
  tail: ChainTail,
  group: readonly Waiting[],
  keys: ReadonlyMap<string, Buffer>,
): ReleaseEntry[] {
  const entries: ReleaseEntry[] = [];
  let end = { size: tail.frontier.size, hash: tail.hash };
  for (const { release, requestId } of group) {
    const month = commitmentMonth(release.at);
    const made = entriesOf(release, { writer, end, requestId }, (customer) =>
      commitmentOf(keys.get(customer) as Buffer, month),
    );
    entries.push(...made);
    end = { size: end.size + made.length, hash: made.at(-1)?.hash ?? end.hash };
  }
  return entries;
}

async function insertEntries(m: EntityManager, entries: readonly ReleaseEntry[]): Promise<void> {
  await insertRows(m, 'release_entries', ENTRY_COLUMNS, entries.map(entryRow));
  await insertRows(
    m,
    'release_customers',
    ['writer', 'idx', 'commitment'],
    entries.flatMap(({ writer, index, customers }) =>
      customers.map((commitment) => [writer, index, commitment]),
    ),
  );
}
