import { createHash, createPublicKey, verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { parseReport, RECEIPT_CODES } from '@hearth/report';
import { protocolVectors } from './testing/protocol-vectors';
import { isRightlySigned, readSignature } from './testing/signed-request';

const vectors = protocolVectors();
const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
const NOW = Date.UTC(2026, 10, 25);

type Wire = Readonly<Record<string, unknown>> & { readonly publicKey: string; readonly previous: string };
const reportOf = (text: string): Wire => JSON.parse(text) as Wire;
/** The texts of the sample reports, as the batch carries them. */
const samples = (() => {
  const batch = vectors.signed.find(({ name }) => name === 'three reports, a line each');
  return bytes(batch?.body ?? '')
    .toString()
    .split('\n')
    .slice(0, -1);
})();

describe('The published vectors', () => {
  it.each(vectors.published.digests)('$name is what the runtime makes too', ({ text, sha256 }) => {
    expect(createHash('sha256').update(text).digest('base64')).toBe(sha256);
  });

  it.each(vectors.published.signatures)('$name verifies', ({ publicKey, message, signature }) => {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    expect(verify(null, bytes(message), key, bytes(signature))).toBe(true);
  });
});

describe('The vectors of signatures', () => {
  it('are of the key of RFC 8032’s first test, which is nobody’s', () => {
    const keys = new Set(vectors.signed.map(({ publicKey }) => publicKey));
    expect([...keys]).toEqual(['11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo']);
  });

  it.each(vectors.signed)('$name: read by the grammar of RFC 9421, it verifies', (vector) => {
    const read = readSignature(vector.headers);
    expect(read?.base).toBe(vector.signatureBase);
    expect(read?.parameters).toMatchObject({ created: String(vector.created), keyid: vector.publicKey });
    expect(isRightlySigned(vector.headers, bytes(vector.body))).toBe(true);
  });

  it.each(vectors.badSignatures)('$name: it does not verify', ({ headers, body }) => {
    expect(isRightlySigned(headers, bytes(body))).toBe(false);
  });

  it('go wrong in one thing each, so that none hides behind another', () => {
    const whole = vectors.badSignatures.map(({ headers, body }) => JSON.stringify([headers, body]));
    expect(new Set(whole).size).toBe(whole.length);
    expect(whole.length).toBeGreaterThanOrEqual(15);
  });

  it('pack the same lines that they send plain', () => {
    const packed = vectors.signed.find(({ contentEncoding }) => contentEncoding === 'gzip');
    expect(packed?.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(bytes(packed?.body ?? '')).toString()).toBe(
      samples.map((text) => `${text}\n`).join(''),
    );
  });

  it.each(vectors.exports)('lie in export files as they stand: $signed', ({ signed, file }) => {
    const request = vectors.signed.find(({ name }) => name === signed);
    expect(file).toMatchObject({
      format: 'hearth-export/1',
      headers: request?.headers,
      body: request?.body,
    });
    expect(isRightlySigned(file.headers, bytes(file.body))).toBe(true);
  });
});

describe('The vectors of chains', () => {
  it('begin with the digest of the raw key', () => {
    // By hand: base64 -d of the key, sha256sum of that.
    expect(vectors.chain[0]?.previous).toBe('If4x36FUomFia_hUBG_SJxt77UtqvkWqWId-9H-XIbk');
  });

  it.each(vectors.chain)('$name', ({ publicKey, text, previous }) => {
    const said = text ?? Buffer.from(publicKey ?? '', 'base64url');
    expect(createHash('sha256').update(said).digest('base64url')).toBe(previous);
  });

  it('are those of the sample reports, each of which continues the one before it', () => {
    const named = samples.map((text) => reportOf(text).previous);
    const [first, ...rest] = named;
    expect(first).toBe(vectors.chain.find(({ publicKey }) => publicKey !== undefined)?.previous);
    expect(rest).toEqual(
      samples.slice(0, -1).map((text) => createHash('sha256').update(text).digest('base64url')),
    );
  });
});

describe('The reports of the vectors', () => {
  it.each(samples.map((text, at) => [at, text] as const))('are read by the intake: sample %s', (_, text) => {
    // Schema 1, which is read for ever, knows all of them but the last four fields.
    expect(parseReport({ ...reportOf(text), schema: 1 }, NOW)).toMatchObject({ ok: true });
  });

  it.each(vectors.numbers)(
    'write $value so that the intake reads the same, or not at all',
    ({ value, json }) => {
      const read = (number: unknown) =>
        parseReport(
          { ...reportOf(samples[0] ?? ''), schema: 1, counters: { 'steps-executed': number } },
          NOW,
        );
      if (json === undefined) {
        expect(read(value)).toMatchObject({ ok: false, code: 'OUT_OF_BOUNDS' });
        expect(read(Number(value))).toMatchObject({ ok: false, code: 'OUT_OF_BOUNDS' });
      } else {
        expect(read(JSON.parse(json))).toMatchObject({
          ok: true,
          report: { counters: { 'steps-executed': value } },
        });
      }
    },
  );

  const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  it.each(vectors.ids.made)('have ids that tell when: $id', ({ milliseconds, id }) => {
    expect(id).toMatch(UUID_7);
    expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(milliseconds);
  });

  it.each(vectors.ids.refused.map((id) => [id]))('have no such id: %j', (id) => {
    expect(UUID_7.test(id)).toBe(false);
  });
});

describe('The vectors of the daily second', () => {
  it.each(vectors.daily)('$installationId has its own', ({ installationId, secondOfDay }) => {
    const [a = 0, b = 0, c = 0, d = 0] = createHash('sha256').update(installationId).digest();
    expect((((a * 256 + b) * 256 + c) * 256 + d) % 86_400).toBe(secondOfDay);
  });

  it('hold one whose digest begins with a high bit, which a signed reading would spoil', () => {
    const firsts = vectors.daily.map(
      ({ installationId }) => createHash('sha256').update(installationId).digest()[0] ?? 0,
    );
    expect(Math.max(...firsts)).toBeGreaterThan(127);
  });
});

describe('The vectors of answers', () => {
  it('say of each report what follows, and refuse with codes that there are', () => {
    const codes = new Set<string>(RECEIPT_CODES.map(({ code }) => code));
    for (const { sent, outcomes, body } of vectors.answers) {
      expect(outcomes).toHaveLength(sent.length);
      for (const [, code = ''] of body.matchAll(/"status":"refused","code":"([A-Z_]+)"/g))
        expect(codes).toContain(code);
    }
  });

  it('take for done what carries a receipt of the very id, and nothing else', () => {
    for (const { sent, status, body, outcomes } of vectors.answers) {
      for (const [at, id] of sent.entries()) {
        const receipt = new RegExp(`"id":"${id}","status":"(accepted|duplicate)"`).test(body);
        if (outcomes[at] === 'done') expect([status, receipt]).toEqual([200, true]);
        if (!receipt) expect(outcomes[at]).not.toBe('done');
      }
    }
  });

  it('give up what will not get better, and only that', () => {
    const hopeless = new Set([400, 401, 405, 413, 415]);
    for (const { name, status, outcomes } of vectors.answers) {
      if (hopeless.has(status)) expect([name, ...outcomes]).toEqual([name, 'give-up']);
      else if (status !== 200) expect([name, ...outcomes]).toEqual([name, 'retry']);
    }
    expect(new Set(vectors.answers.map(({ status }) => status))).toEqual(
      new Set([...hopeless, 200, 204, 301, 302, 307, 403, 404, 407, 408, 429, 500, 502, 503, 504]),
    );
  });
});
