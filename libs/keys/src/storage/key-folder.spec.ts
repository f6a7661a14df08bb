import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSealer, openSealed } from '../domain/inbox-seal';
import type { KeyName } from '../domain/key-table';
import { KEY_TABLE } from '../domain/key-table';
import { createKeys, loadKeys, missingKeys } from './key-folder';

const ALL = KEY_TABLE.map((key) => key.name);
const withCode = (code: string) => expect.objectContaining({ name: 'KeyError', code });

describe('the key folder', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'hearth-keys-'));
    folder = join(root, 'keys');
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const file = (name: KeyName) => join(folder, `${name}.key`);

  it('is made with one private file per key of the table, and only once', () => {
    expect(new Set(createKeys(folder))).toEqual(new Set(ALL));
    expect(readdirSync(folder).sort()).toEqual(KEY_TABLE.map((key) => key.file).sort());
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const { file: name } of KEY_TABLE) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(createKeys(folder)).toEqual([]);
  });

  it('gives a holder its own keys and no other', () => {
    createKeys(folder);
    const ring = loadKeys(folder, ['pseudonym', 'inbox-public']);
    expect(ring.get('pseudonym').length).toBe(32);
    expect(ring.names).toEqual(['pseudonym', 'inbox-public']);
    expect(() => ring.get('customer-master')).toThrow(withCode('KEY_NOT_HELD'));
    const opener = loadKeys(folder, ['inbox-private']);
    const sealed = createSealer(ring.get('inbox-public')).seal(Buffer.from('x'), 'aad');
    expect(openSealed(opener.get('inbox-private'), sealed, 'aad').toString()).toBe('x');
  });

  it('makes what is missing and leaves the rest as it is', () => {
    createKeys(folder);
    const before = readFileSync(file('cursor'), 'utf8');
    const publicHalf = readFileSync(file('token-verifying'), 'utf8');
    unlinkSync(file('pseudonym'));
    unlinkSync(file('token-verifying'));
    expect(missingKeys(folder).sort()).toEqual(['pseudonym', 'token-verifying']);
    expect(createKeys(folder).sort()).toEqual(['pseudonym', 'token-verifying']);
    expect(missingKeys(folder)).toEqual([]);
    expect(readFileSync(file('cursor'), 'utf8')).toBe(before);
    expect(readFileSync(file('token-verifying'), 'utf8')).toBe(publicHalf);
  });

  it('never makes a new private half under a public one that others hold', () => {
    createKeys(folder);
    unlinkSync(file('inbox-private'));
    expect(() => createKeys(folder)).toThrow(withCode('KEY_PAIR_INCOMPLETE'));
  });

  it.each(ALL)('refuses to load when the file of %s is missing, and names it', (name) => {
    createKeys(folder);
    unlinkSync(file(name));
    expect(() => loadKeys(folder, ALL)).toThrow(withCode('KEY_MISSING'));
    expect(() => loadKeys(folder, ALL)).toThrow(name);
  });

  it('refuses a folder or file that others may read', () => {
    createKeys(folder);
    chmodSync(file('cursor'), 0o640);
    expect(() => loadKeys(folder, ['cursor'])).toThrow(withCode('KEY_MODE_TOO_OPEN'));
    chmodSync(file('cursor'), 0o600);
    chmodSync(folder, 0o750);
    expect(() => loadKeys(folder, ['cursor'])).toThrow(withCode('KEY_MODE_TOO_OPEN'));
    expect(() => createKeys(folder)).toThrow(withCode('KEY_MODE_TOO_OPEN'));
  });

  it.each([
    ['an empty file', ''],
    ['a short secret', '# hearth key cursor version 1\nAAAA\n'],
    ['another key', '# hearth key pseudonym version 1\n' + 'A'.repeat(43) + '\n'],
    ['a later version', '# hearth key cursor version 2\n' + 'A'.repeat(43) + '\n'],
  ])('refuses %s', (_what, text) => {
    createKeys(folder);
    writeFileSync(file('cursor'), text);
    expect(() => loadKeys(folder, ['cursor'])).toThrow(withCode('KEY_MALFORMED'));
  });

  it('refuses a private half in the place of a public one', () => {
    createKeys(folder);
    const text = readFileSync(file('token-signing'), 'utf8').replace('token-signing', 'token-verifying');
    writeFileSync(file('token-verifying'), text);
    expect(() => loadKeys(folder, ['token-verifying'])).toThrow(withCode('KEY_MALFORMED'));
  });

  it('knows keys made for a demonstration wherever they are copied', () => {
    createKeys(folder, { demonstration: true });
    expect(loadKeys(folder, ['cursor']).demonstration).toBe(true);
    createKeys(join(root, 'standing'));
    expect(loadKeys(join(root, 'standing'), ALL).demonstration).toBe(false);
  });
});
