import type { RoomDatabase } from '@hearth/storage';

// A revoked token works this much longer at most; asking the database for every request would gain nothing more.
const FRESH_MS = 1_000;

/**
 * Tells whether a token is revoked, from the access room, never on evidence older than a second. Where the room cannot
 * be read it rejects, and the verifier that asked lets nobody in: no evidence is no.
 */
export function createRevocations(options: {
  readonly access: RoomDatabase;
  /** UTC milliseconds. */
  readonly now: () => number;
}): (tokenId: string) => Promise<boolean> {
  let revoked: ReadonlySet<string> = new Set();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    const at = options.now();
    const rows = await options.access.read<readonly { id: string }[]>((m) =>
      m.query('SELECT id FROM revoked_tokens WHERE until_at > ?', [at]),
    );
    revoked = new Set(rows.map((row) => row.id));
    readAt = at;
  };

  return async (tokenId) => {
    if (options.now() - readAt >= FRESH_MS) {
      reading ??= refresh().finally(() => {
        reading = undefined;
      });
      await reading;
    }
    return revoked.has(tokenId);
  };
}
