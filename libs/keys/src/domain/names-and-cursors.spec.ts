import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { secretsEqual } from './compare';
import { openCursor, sealCursor } from './cursors';
import { hmac, installationKey, licenceHash, pseudonymOf } from './hashing';
import { newId, uuidBytes, uuidText } from './ids';

const key = randomBytes(32);
const badCursor = expect.objectContaining({ name: 'CursorError', code: 'BAD_CURSOR' });

describe('keyed hashes', () => {
  it('have the widths of their columns', () => {
    expect(licenceHash(key, 'HRTH-1').length).toBe(32);
    expect(pseudonymOf(key, 'cus_1').length).toBe(16);
    expect(installationKey(Buffer.alloc(16), Buffer.alloc(16, 1), 'roboserver').length).toBe(16);
  });

  it('tell installations apart by customer, reported id and product', () => {
    const keys = [
      installationKey(Buffer.alloc(16), Buffer.alloc(16, 1), 'roboserver'),
      installationKey(Buffer.alloc(16, 2), Buffer.alloc(16, 1), 'roboserver'),
      installationKey(Buffer.alloc(16), Buffer.alloc(16, 3), 'roboserver'),
      installationKey(Buffer.alloc(16), Buffer.alloc(16, 1), 'management-console'),
    ];
    expect(new Set(keys.map((one) => one.toString('hex'))).size).toBe(4);
  });

  it('never meet across domains, even where domain and value join to the same text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, at) => {
        const cut = (at % text.length) + 1;
        expect(hmac(key, text.slice(0, cut), text.slice(cut))).not.toEqual(
          hmac(key, text.slice(0, cut - 1), text.slice(cut - 1)),
        );
      }),
    );
  });

  it('ignore white space around a licence key and nothing inside it', () => {
    expect(licenceHash(key, ' K-1\n')).toEqual(licenceHash(key, 'K-1'));
    expect(licenceHash(key, 'K -1')).not.toEqual(licenceHash(key, 'K-1'));
    expect(licenceHash(randomBytes(32), 'K-1')).not.toEqual(licenceHash(key, 'K-1'));
  });
});

describe('ids', () => {
  it('carry their prefix and 128 random bits', () => {
    const ids = Array.from({ length: 100 }, () => newId('cus'));
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^cus_[A-Za-z0-9_-]{22}$/);
  });

  it('turn a UUID into bytes and back', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => expect(uuidText(uuidBytes(uuid.toUpperCase()))).toBe(uuid)));
  });

  it.each([
    '',
    'abc',
    '{018f2c5e-0000-7000-8000-000000000000}',
    '018f2c5e00007000800000000000000000',
    'g18f2c5e-0000-7000-8000-000000000000',
  ])('refuse %p as a UUID without repeating it', (text) =>
    expect(() => uuidBytes(text)).toThrow(/^uuid: not a UUID in canonical form$/),
  );

  it('refuse bytes of another length', () => expect(() => uuidText(Buffer.alloc(15))).toThrow(TypeError));
});

describe('a cursor', () => {
  it('opens for the binding it was sealed with', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())),
        fc.string(),
        (value, binding) => {
          expect(JSON.stringify(openCursor(key, sealCursor(key, value, binding), binding))).toBe(
            JSON.stringify(value),
          );
        },
      ),
    );
  });

  it('opens under no other binding or key', () => {
    const cursor = sealCursor(key, { id: 'a' }, 'one');
    expect(() => openCursor(key, cursor, 'two')).toThrow(badCursor);
    expect(() => openCursor(randomBytes(32), cursor, 'one')).toThrow(badCursor);
  });

  it('is refused in one way, whatever is sent', () => {
    const cursor = sealCursor(key, { id: 'a' }, 'one');
    fc.assert(
      fc.property(fc.string(), (text) => expect(() => openCursor(key, text, 'one')).toThrow(badCursor)),
    );
    for (const text of [
      `${cursor}=`,
      ` ${cursor}`,
      cursor.slice(1),
      `${cursor}AAAA`,
      'A'.repeat(1_000_000),
    ]) {
      expect(() => openCursor(key, text, 'one')).toThrow(badCursor);
    }
  });

  it('tells nothing of the position inside', () => {
    const cursor = sealCursor(key, { name: 'Acme' }, 'one');
    expect(Buffer.from(cursor, 'base64url').includes('Acme')).toBe(false);
    expect(sealCursor(key, { name: 'Acme' }, 'one')).not.toBe(cursor);
  });
});

describe('secrets', () => {
  it('are equal only to themselves, whatever their lengths', () => {
    expect(secretsEqual('abc', Buffer.from('abc'))).toBe(true);
    expect(secretsEqual('abc', 'abcd')).toBe(false);
    expect(secretsEqual('', 'a')).toBe(false);
  });
});
