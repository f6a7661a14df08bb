import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { freshSigner, signedHeaders } from '../testing/sign-request';
import { readSignature, verifySignature } from './request-signature';
import type { SignedHeaders } from './request-signature';

const signer = freshSigner();
const BODY = '{"schema":2}';
type Sent = Record<string, string>;

/** Each header once, as Node hands them over. */
const distinct = (headers: Sent): SignedHeaders =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

async function outcomeOf(headers: SignedHeaders, body: string | Uint8Array): Promise<unknown> {
  try {
    const claim = readSignature(headers);
    return claim && (await verifySignature(claim, createHash('sha256').update(body).digest()));
  } catch (error) {
    return error;
  }
}

const REFUSED = expect.objectContaining({ code: 'BAD_SIGNATURE', status: 401 }) as unknown;

describe('the signature of a request', () => {
  it('verifies, and gives the key and the time that were signed §security', async () => {
    const bodies = fc.uint8Array({ maxLength: 300 });
    const types = fc.constantFrom(
      'application/json',
      'application/x-ndjson',
      'application/json; charset=utf-8',
    );
    await fc.assert(
      fc.asyncProperty(bodies, types, fc.nat(), async (body, type, created) => {
        const headers = distinct(signedHeaders(signer, Buffer.from(body), type, created));
        expect(await outcomeOf(headers, body)).toEqual({
          publicKey: Buffer.from(signer.publicKey, 'base64url').toString('hex'),
          createdAt: created * 1_000,
        });
      }),
    );
  });

  it('is none where a request has neither of its two headers, whatever else it has', () => {
    expect(readSignature(distinct({ 'content-type': 'application/json' }))).toBeUndefined();
    expect(readSignature(distinct({ 'content-digest': 'md5=:nonsense:' }))).toBeUndefined();
  });

  it('is refused with any byte of the body changed §security', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (body, at, by) => {
          const headers = distinct(signedHeaders(signer, Buffer.from(body)));
          const changed = Uint8Array.from(body, (byte, index) =>
            index === at % body.length ? byte ^ by : byte,
          );
          expect(await outcomeOf(headers, changed)).toEqual(REFUSED);
          expect(await outcomeOf(headers, body.subarray(1))).toEqual(REFUSED);
        },
      ),
    );
  });

  it('is refused with any character of any of its headers changed, dropped or added §security', async () => {
    const names = ['content-type', 'content-digest', 'signature-input', 'signature'] as const;
    const character = fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code));
    const change = fc.constantFrom('replace', 'drop', 'add');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), character, change, async (name, at, by, how) => {
        const headers = signedHeaders(signer, BODY);
        const value = headers[name];
        const place = at % value.length;
        const rest = value.slice(how === 'add' ? place : place + 1);
        const changed = `${value.slice(0, place)}${how === 'drop' ? '' : by}${rest}`;
        fc.pre(changed !== value);
        expect(await outcomeOf(distinct({ ...headers, [name]: changed }), BODY)).toEqual(REFUSED);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused where another created, key, body or type was put under it, each well formed §security', async () => {
    const headers = signedHeaders(signer, BODY);
    const another = freshSigner();
    const later = signedHeaders(signer, BODY, 'application/json', 1_764_043_201);
    const swapped: Sent[] = [
      { ...headers, 'signature-input': later['signature-input'] },
      { ...headers, signature: later.signature },
      { ...headers, 'signature-input': signedHeaders(another, BODY)['signature-input'] },
      { ...headers, signature: signedHeaders(another, BODY).signature },
      { ...headers, 'content-digest': signedHeaders(signer, '{}')['content-digest'] },
      { ...headers, 'content-type': 'application/x-ndjson' },
      { ...headers, 'content-type': 'Application/json' },
    ];
    for (const one of swapped) expect(await outcomeOf(distinct(one), BODY)).toEqual(REFUSED);
  });

  it('is refused where one of its headers is missing or comes twice §security', async () => {
    const headers = distinct(signedHeaders(signer, BODY));
    for (const name of ['content-type', 'content-digest', 'signature-input', 'signature'] as const) {
      const values = headers[name] ?? [];
      expect(await outcomeOf({ ...headers, [name]: [...values, ...values] }, BODY)).toEqual(REFUSED);
      expect(await outcomeOf({ ...headers, [name]: [] }, BODY)).toEqual(REFUSED);
      const { [name]: _, ...rest } = headers;
      expect(await outcomeOf(rest, BODY)).toEqual(REFUSED);
    }
  });

  it.each([
    ['another label', 'signature-input', 'hearth=', 'sig1='],
    [
      'another order',
      'signature-input',
      '("content-type" "content-digest")',
      '("content-digest" "content-type")',
    ],
    ['fewer parts', 'signature-input', '("content-type" "content-digest")', '("content-type")'],
    ['another algorithm', 'signature-input', 'alg="ed25519"', 'alg="hmac-sha256"'],
    ['another tag', 'signature-input', 'tag="hearth-report"', 'tag="another"'],
    ['a leading zero', 'signature-input', 'created=', 'created=0'],
    ['a time before time', 'signature-input', 'created=', 'created=-'],
    ['another digest', 'content-digest', 'sha-256=', 'sha-512='],
  ] as const)('is read in one form alone: not with %s', async (_what, name, from, to) => {
    const headers = signedHeaders(signer, BODY);
    expect(headers[name]).toContain(from);
    expect(await outcomeOf(distinct({ ...headers, [name]: headers[name].replace(from, to) }), BODY)).toEqual(
      REFUSED,
    );
  });

  it('is refused where its second half is not the least of the numbers that would do (RFC 8032, 5.1.7)', async () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const headers = signedHeaders(signer, BODY);
    const bytes = Buffer.from(headers.signature.slice('hearth=:'.length, -1), 'base64');
    const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order;
    Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse().copy(bytes, 32);
    const signature = `hearth=:${bytes.toString('base64')}:`;
    expect(await outcomeOf(distinct({ ...headers, signature }), BODY)).toEqual(REFUSED);
  });

  it('says nothing of what came when it is refused §security', async () => {
    const headers = signedHeaders(signer, BODY);
    const error = (await outcomeOf(distinct(headers), 'another')) as Error;
    expect(error.message).toBe(
      'The signature does not verify, is not in the one form, or lacks one of its headers; or the body is not the one of its digest.',
    );
    expect(Object.keys(error).sort()).toEqual(['code', 'limited', 'name', 'status']);
  });
});
