import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  createDataKey,
  decryptField,
  encryptField,
  unwrapCommitmentKey,
  unwrapDataKey,
  wrapCommitmentKey,
  wrapDataKey,
} from './data-keys';
import { createSealer, openSealed } from './inbox-seal';

const unreadable = expect.objectContaining({ name: 'KeyError', code: 'SEAL_UNREADABLE' });

describe('what is sealed for the inbox', () => {
  const pair = generateKeyPairSync('x25519');

  it('opens with the private half and the same words, whatever was sealed', () => {
    const sealer = createSealer(pair.publicKey);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, aad) => {
        expect([...openSealed(pair.privateKey, sealer.seal(plain, aad), aad)]).toEqual([...plain]);
      }),
    );
  });

  it('begins with the format version and the key id, and differs each time', () => {
    const sealer = createSealer(pair.publicKey);
    const [a, b] = [sealer.seal(Buffer.from('same'), ''), sealer.seal(Buffer.from('same'), '')];
    expect(a[0]).toBe(1);
    expect(a.length).toBe(4 + 65);
    expect(a.subarray(0, 37)).toEqual(b.subarray(0, 37));
    expect(a.equals(b)).toBe(false);
  });

  it('takes a new ephemeral key after a thousand seals', () => {
    const sealer = createSealer(pair.publicKey);
    const ephemeral = () => sealer.seal(Buffer.alloc(0), '').subarray(5, 37).toString('hex');
    const first = ephemeral();
    for (let i = 1; i < 1000; i++) expect(ephemeral()).toBe(first);
    expect(ephemeral()).not.toBe(first);
  });

  it('does not open under other words, another key, or with any one bit changed §security', () => {
    const sealed = createSealer(pair.publicKey).seal(Buffer.from('half'), 'report-1');
    expect(() => openSealed(pair.privateKey, sealed, 'report-2')).toThrow(unreadable);
    expect(() => openSealed(generateKeyPairSync('x25519').privateKey, sealed, 'report-1')).toThrow(
      unreadable,
    );
    expect(() => openSealed(pair.privateKey, Buffer.alloc(0), 'report-1')).toThrow(unreadable);
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        // X25519 ignores the top bit of a public key; the header's authentication does not.
        expect(() => openSealed(pair.privateKey, changed, 'report-1')).toThrow(unreadable);
      }),
    );
  });

  it('refuses a point of low order in place of the ephemeral key', () => {
    const sealed = createSealer(pair.publicKey).seal(Buffer.from('half'), '');
    sealed.fill(0, 5, 37);
    expect(() => openSealed(pair.privateKey, sealed, '')).toThrow(unreadable);
  });
});

describe('a column under the data key of its customer', () => {
  const dataKey = createDataKey();

  it('comes back as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, aad) => {
        expect(decryptField(dataKey, encryptField(dataKey, plain, aad), aad)).toBe(plain);
      }),
    );
  });

  it('does not open as another row or column, nor under another data key', () => {
    const sealed = encryptField(dataKey, 'Ada', 'contacts.name:con_1');
    expect(() => decryptField(dataKey, sealed, 'contacts.name:con_2')).toThrow(unreadable);
    expect(() => decryptField(createDataKey(), sealed, 'contacts.name:con_1')).toThrow(unreadable);
    expect(() => decryptField(dataKey, sealed.subarray(0, 20), 'contacts.name:con_1')).toThrow(unreadable);
  });

  it('has its key wrapped for one customer under one master key', () => {
    const master = randomBytes(32);
    const wrapped = wrapDataKey(master, dataKey, 'cus_a');
    expect(wrapped.length).toBe(65);
    expect(unwrapDataKey(master, wrapped, 'cus_a')).toEqual(dataKey);
    expect(() => unwrapDataKey(master, wrapped, 'cus_b')).toThrow(unreadable);
    expect(() => unwrapDataKey(randomBytes(32), wrapped, 'cus_a')).toThrow(unreadable);
    expect(() => wrapDataKey(master, Buffer.alloc(16), 'cus_a')).toThrow(TypeError);
  });

  it('has a commitment key that is wrapped for one customer too, and opens as no data key', () => {
    const master = randomBytes(32);
    const wrapped = wrapCommitmentKey(master, dataKey, 'cus_a');
    expect(unwrapCommitmentKey(master, wrapped, 'cus_a')).toEqual(dataKey);
    expect(() => unwrapCommitmentKey(master, wrapped, 'cus_b')).toThrow(unreadable);
    expect(() => unwrapDataKey(master, wrapped, 'cus_a')).toThrow(unreadable);
    expect(() => wrapCommitmentKey(master, Buffer.alloc(16), 'cus_a')).toThrow(TypeError);
  });

  it('names in its error what did not open and nothing of what is inside', () => {
    const sealed = encryptField(dataKey, 'Ada Lovelace', 'a');
    expect(() => decryptField(dataKey, sealed, 'b')).toThrow(/^field: does not open$/);
  });
});
