import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from '@hearth/keys';
import type { RoomsConfig } from '@hearth/rooms';
import { startHearth, type Hearth } from '../start-hearth';

/** The issuer of a test's tokens: a name that nobody can resolve. */
export const TEST_ISSUER = 'https://test.hearth.invalid';

/** A whole Hearth on the rooms of a test. */
export interface TestHearth {
  readonly hearth: Hearth;
  /** A folder of its own: `keys` with fresh keys, `heads`, and whatever a test puts beside them. Gone after `close`. */
  readonly home: string;
  close(): Promise<void>;
}

/** Starts Hearth at a free port, silent, with nothing that happens by itself: a test settles it. */
export async function startTestHearth(rooms: RoomsConfig): Promise<TestHearth> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-test-'));
  const keysFolder = join(home, 'keys');
  createKeys(keysFolder);
  const hearth = await startHearth({
    host: '127.0.0.1',
    port: 0,
    rooms,
    keysFolder,
    headsFolder: join(home, 'heads'),
    issuer: TEST_ISSUER,
    trustedProxies: [],
    logLevel: 'silent',
    rollUpSeconds: 86_400,
    crossingSeconds: 86_400,
    demonstration: false,
  });
  return {
    hearth,
    home,
    close: async () => {
      await hearth.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
