import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that is kept for nobody else's eyes. None of its functions throws. */
export interface Folder {
  /** The file's content, as far as `read` makes sense of it; a file that it makes none of is set aside. */
  read<T>(name: string, read: (content: unknown) => T | undefined): Promise<T | undefined>;
  /** Whether it was written: whole or not at all. A durable write is on the disk before it returns. */
  write(name: string, text: string, durable: boolean): Promise<boolean>;
}

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;
/** So many corrupt files of one name are kept, the newest. */
const MAX_SET_ASIDE = 3;
const TEMPORARY = /^\.call-home-.*\.tmp$/;

/** No folder: nothing is there, and nothing is kept. */
export const NO_FOLDER: Folder = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(false),
};

/** Opens a folder, which is made when something is first written. */
export function openFolder(path: string, now: () => number): Folder {
  // A file that is there and cannot be read must not be replaced: it may hold the installation's key.
  let isReadable = true;
  return {
    async read(name, read) {
      const file = join(path, name);
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') isReadable = false;
        return undefined;
      }
      const content = parse(text, read);
      if (content === undefined) await setAside(path, name, now());
      return content;
    },
    async write(name, text, durable) {
      if (!isReadable) return false;
      const temporary = join(path, `.call-home-${randomBytes(6).toString('hex')}.tmp`);
      try {
        await writeNew(temporary, text, durable).catch(async (error: unknown) => {
          if (codeOf(error) !== 'ENOENT') throw error;
          await mkdir(path, { recursive: true, mode: OWNER_ONLY_FOLDER });
          await writeNew(temporary, text, durable);
        });
        await rename(temporary, join(path, name));
        return true;
      } catch {
        await unlink(temporary).catch(() => undefined);
        return false;
      }
    },
  };
}

/** Removes what a process left behind that was killed while it wrote. */
export async function sweep(path: string): Promise<void> {
  const names = await readdir(path).catch(() => []);
  for (const name of names.filter((one) => TEMPORARY.test(one))) {
    await unlink(join(path, name)).catch(() => undefined);
  }
}

async function writeNew(file: string, text: string, durable: boolean): Promise<void> {
  const handle = await open(file, 'wx', OWNER_ONLY_FILE);
  try {
    await handle.writeFile(text, 'utf8');
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
}

async function setAside(path: string, name: string, now: number): Promise<void> {
  const prefix = `${name}.corrupt-`;
  const when = new Date(now).toISOString().replaceAll(/[-:.]/g, '');
  await rename(join(path, name), join(path, `${prefix}${when}`)).catch(() => undefined);
  const names = await readdir(path).catch(() => []);
  const aside = names.filter((one) => one.startsWith(prefix)).sort();
  for (const old of aside.slice(0, Math.max(0, aside.length - MAX_SET_ASIDE))) {
    await unlink(join(path, old)).catch(() => undefined);
  }
}

function parse<T>(text: string, read: (content: unknown) => T | undefined): T | undefined {
  try {
    return read(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
