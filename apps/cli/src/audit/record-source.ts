import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMONSTRATION_ISSUER } from '@hearth/assembly';
import { exposureOf, recordLines, type Exposure } from '@hearth/partner-access';
import { CURRENT_POLICY } from '@hearth/policy';
import { keysOf, roomsOf } from '@hearth/process';
import { openRoom } from '@hearth/rooms';
import { acquireFolderLock, StorageError } from '@hearth/storage';
import { createIssuer } from '@hearth/tokens';
import { cliConfig } from '../config';

/** Where the record is read. */
export interface RecordSource {
  lines(): AsyncIterable<string>;
  exposure(token: string): Promise<Exposure>;
}

/** Where the commands are told to read it. */
export interface SourceOptions {
  /** A running Hearth; absent: the rooms themselves. */
  readonly url?: string;
  /** A file that holds a token of the privacy office; absent: one is issued with the key of this home. */
  readonly bearer?: string;
}

/** Runs work on the record: through a running Hearth where `url` is given, else on the rooms as the account partner-access. */
export async function withRecord<T>(
  options: SourceOptions,
  work: (source: RecordSource) => Promise<T>,
): Promise<T> {
  if (options.url !== undefined) return work(throughServer(options.url, await bearerOf(options)));
  const config = cliConfig();
  const rooms = roomsOf(config, config.keysFolder);
  const release = rooms.kind === 'sqlite' ? lock(rooms.folder) : () => undefined;
  try {
    const keys = keysOf(config.keysFolder, 'partner-access');
    const access = await openRoom(rooms, 'access', 'partner-access');
    try {
      return await work({
        lines: () => recordLines(access, keys.get('release-verifying')),
        exposure: (token) => exposureOf(access, keys.get('commitment-master'), token),
      });
    } finally {
      await access.close();
    }
  } finally {
    release();
  }
}

function lock(folder: string): () => void {
  if (!existsSync(folder)) throw new Error(`There is no data in ${folder}: set HEARTH_HOME, or give --url.`);
  try {
    const held = acquireFolderLock(folder);
    return () => held.release();
  } catch (error) {
    if (error instanceof StorageError && error.code === 'FOLDER_IN_USE')
      throw new Error('Hearth is running on these files: give --url, and the record is read through it.', {
        cause: error,
      });
    throw error;
  }
}

async function bearerOf(options: SourceOptions): Promise<string> {
  if (options.bearer !== undefined) return readFileSync(options.bearer, 'utf8').trim();
  const config = cliConfig();
  const demonstration = join(config.home, 'demonstration', 'keys');
  const folder =
    !existsSync(config.keysFolder) && existsSync(demonstration) ? demonstration : config.keysFolder;
  const keys = keysOf(folder, 'issuer');
  const issuer = createIssuer({
    signingKey: keys.get('token-signing'),
    issuer: keys.demonstration ? DEMONSTRATION_ISSUER : config.issuer,
    now: Date.now,
    policy: CURRENT_POLICY,
  });
  const { token } = await issuer.issue({
    audience: 'privacy-office',
    purposes: ['privacy-administration'],
    client: 'command-line',
  });
  return token;
}

const EXPORT = `query Export($after: String) { exportReleaseRecords(first: 100, after: $after) { lines next } }`;
const EXPOSURE = `query Exposure($token: ID!) {
  releaseExposure(token: $token) { entries firstAt lastAt types categories customers unattributed }
}`;

function throughServer(url: string, bearer: string): RecordSource {
  const ask = async <T>(query: string, variables: object, field: string): Promise<T> => {
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query, variables }),
    }).catch((cause: unknown) => {
      throw new Error(`Nothing answers at ${new URL(url).origin}: is Hearth running there?`, { cause });
    });
    const answer = (await response.json()) as {
      data?: Record<string, T | null> | null;
      errors?: readonly { message: string }[];
    };
    const value = answer.data?.[field];
    if (value === null || value === undefined)
      throw new Error(`The server does not give the record: ${answer.errors?.[0]?.message ?? 'no answer'}`);
    return value;
  };
  interface Page {
    readonly lines: readonly string[];
    readonly next: string | null;
  }
  return {
    lines: async function* () {
      let after: string | null = null;
      do {
        const page: Page = await ask<Page>(EXPORT, { after }, 'exportReleaseRecords');
        yield* page.lines;
        after = page.next;
      } while (after !== null);
    },
    exposure: async (token) => {
      const told = await ask<
        Omit<Exposure, 'firstAt' | 'lastAt'> & { firstAt: string | null; lastAt: string | null }
      >(EXPOSURE, { token }, 'releaseExposure');
      const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text));
      return { ...told, firstAt: instant(told.firstAt), lastAt: instant(told.lastAt) };
    },
  };
}
