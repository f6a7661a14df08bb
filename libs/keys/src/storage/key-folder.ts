import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { KeyError } from '../domain/key-error';
import type { KeyName, PairKeyName, SecretKeyName } from '../domain/key-table';
import { KEY_TABLE } from '../domain/key-table';
import type { KeyFile } from './key-file';
import { checkFolderMode, readKeyFile, writeKeyFile } from './key-file';

const SECRET_BYTES = 32;
const PAIRS: readonly { private: PairKeyName; public: PairKeyName; type: 'x25519' | 'ed25519' }[] = [
  { private: 'inbox-private', public: 'inbox-public', type: 'x25519' },
  { private: 'token-signing', public: 'token-verifying', type: 'ed25519' },
  { private: 'release-signing', public: 'release-verifying', type: 'ed25519' },
];

/** The keys that one holder was given, and no other. */
export interface KeyRing {
  /** The names it holds. */
  readonly names: readonly KeyName[];
  /** Whether any of them was made for a demonstration; a standing server refuses to start with such a ring. */
  readonly demonstration: boolean;
  /** The 32 bytes of a secret key. Throws KeyError KEY_NOT_HELD for a name that was not loaded. */
  get(name: SecretKeyName): Buffer;
  /** One half of a pair. Throws KeyError KEY_NOT_HELD for a name that was not loaded. */
  get(name: PairKeyName): KeyObject;
}

const pairOf = (name: KeyName) => PAIRS.find((pair) => pair.private === name || pair.public === name);
const privatePem = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();
const publicPem = (key: KeyObject): string => key.export({ format: 'pem', type: 'spki' }).toString();

function parse(name: KeyName, file: KeyFile): Buffer | KeyObject {
  const malformed = new KeyError('KEY_MALFORMED', `the file of key ${name} holds no such key`);
  const pair = pairOf(name);
  if (pair === undefined) {
    const secret = Buffer.from(file.body, 'base64url');
    if (secret.length !== SECRET_BYTES || secret.toString('base64url') !== file.body) throw malformed;
    return secret;
  }
  let key: KeyObject;
  try {
    key = name === pair.private ? createPrivateKey(file.body) : createPublicKey(file.body);
  } catch {
    throw malformed;
  }
  // createPublicKey derives from a private key too; a file of the public half must not hold the private one.
  if (
    key.asymmetricKeyType !== pair.type ||
    (name === pair.public && !file.body.includes('BEGIN PUBLIC KEY'))
  )
    throw malformed;
  return key;
}

function createPair(folder: string, pair: (typeof PAIRS)[number], demonstration: boolean): KeyName[] {
  const ownFile = readKeyFile(folder, pair.private);
  const otherFile = readKeyFile(folder, pair.public);
  if (ownFile !== undefined && otherFile !== undefined) return [];
  if (ownFile === undefined && otherFile !== undefined) {
    throw new KeyError('KEY_PAIR_INCOMPLETE', `key ${pair.public} is there without ${pair.private}`);
  }
  if (ownFile !== undefined) {
    const body = publicPem(createPublicKey(parse(pair.private, ownFile) as KeyObject));
    writeKeyFile(folder, pair.public, { demonstration: ownFile.demonstration, body });
    return [pair.public];
  }
  const made = pair.type === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed25519');
  writeKeyFile(folder, pair.private, { demonstration, body: privatePem(made.privateKey) });
  writeKeyFile(folder, pair.public, { demonstration, body: publicPem(made.publicKey) });
  return [pair.private, pair.public];
}

/**
 * Makes the keys that are missing, one file each (0600) in a folder of mode 0700, and returns their names.
 * It never replaces a key. Whether keys may be made at all is the caller's check: beside existing data they must not be.
 * Throws KeyError KEY_MODE_TOO_OPEN, KEY_PAIR_INCOMPLETE or KEY_MALFORMED.
 */
export function createKeys(folder: string, o: { readonly demonstration?: boolean } = {}): KeyName[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkFolderMode(folder);
  const demonstration = o.demonstration ?? false;
  const made = PAIRS.flatMap((pair) => createPair(folder, pair, demonstration));
  for (const { name } of KEY_TABLE) {
    if (pairOf(name) !== undefined || readKeyFile(folder, name) !== undefined) continue;
    writeKeyFile(folder, name, { demonstration, body: randomBytes(SECRET_BYTES).toString('base64url') });
    made.push(name);
  }
  return made;
}

/** The keys of the table that have no file in the folder. Throws KeyError KEY_MALFORMED or KEY_MODE_TOO_OPEN. */
export function missingKeys(folder: string): KeyName[] {
  return KEY_TABLE.map(({ name }) => name).filter((name) => readKeyFile(folder, name) === undefined);
}

/**
 * Loads the named keys and no other. Throws KeyError: KEY_MISSING (naming the first key without a file),
 * KEY_MALFORMED, KEY_MODE_TOO_OPEN (folder looser than 0700, file looser than 0600).
 */
export function loadKeys(folder: string, names: readonly KeyName[]): KeyRing {
  if (names.length > 0 && statSync(folder, { throwIfNoEntry: false }) !== undefined) checkFolderMode(folder);
  const held = new Map<KeyName, Buffer | KeyObject>();
  let demonstration = false;
  for (const name of names) {
    const file = readKeyFile(folder, name);
    if (file === undefined) throw new KeyError('KEY_MISSING', `key ${name} has no file in the key folder`);
    demonstration ||= file.demonstration;
    held.set(name, parse(name, file));
  }
  function get(name: SecretKeyName): Buffer;
  function get(name: PairKeyName): KeyObject;
  function get(name: KeyName): Buffer | KeyObject {
    const key = held.get(name);
    if (key === undefined) throw new KeyError('KEY_NOT_HELD', `key ${name} was not given to this process`);
    return key;
  }
  return { names: [...held.keys()], demonstration, get };
}
