import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { KeyError } from '../domain/key-error';
import type { KeyName } from '../domain/key-table';
import { KEY_TABLE } from '../domain/key-table';

/** A key file is one line that says what it is, then base64url bytes or a PEM block. */
const FIRST_LINE = /^# hearth key ([a-z-]+) version 1( demonstration)?$/;

export interface KeyFile {
  readonly demonstration: boolean;
  readonly body: string;
}

export function keyPath(folder: string, name: KeyName): string {
  const entry = KEY_TABLE.find((key) => key.name === name);
  if (entry === undefined) throw new TypeError('name: not a key of the table');
  return join(folder, entry.file);
}

/** Windows has no such modes; there the folder's access list is the operator's. */
function checkMode(path: string, what: string, wanted: string): void {
  if (process.platform === 'win32') return;
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new KeyError('KEY_MODE_TOO_OPEN', `${what} is open to others; set its mode to ${wanted}`);
  }
}

export function checkFolderMode(folder: string): void {
  checkMode(folder, 'the key folder', '0700');
}

/** Reads one key file; undefined when there is none. */
export function readKeyFile(folder: string, name: KeyName): KeyFile | undefined {
  const path = keyPath(folder, name);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  checkMode(path, `the file of key ${name}`, '0600');
  const text = readFileSync(path, 'utf8');
  const end = text.indexOf('\n');
  const first = FIRST_LINE.exec(text.slice(0, Math.max(end, 0)));
  if (first === null || first[1] !== name) {
    throw new KeyError('KEY_MALFORMED', `the file of key ${name} does not say that it holds it`);
  }
  return { demonstration: first[2] !== undefined, body: text.slice(end + 1).trim() };
}

/** Writes one key file whole or not at all, and never over another. */
export function writeKeyFile(folder: string, name: KeyName, file: KeyFile): void {
  const path = keyPath(folder, name);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(
      handle,
      `# hearth key ${name} version 1${file.demonstration ? ' demonstration' : ''}\n${file.body.trim()}\n`,
    );
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, path);
  } finally {
    unlinkSync(draft);
  }
}
