import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { KeyRing } from '@hearth/keys';
import { freshKeys } from '@hearth/keys';
import type { TestRooms } from '@hearth/test-databases';
import { openTestRooms } from '@hearth/test-databases';
import type { TestSigner } from '../testing/sign-request';
import { freshSigner, signedHeaders } from '../testing/sign-request';
import { TestDoor } from '../testing/test-door';
import { licenceOf, uuid, wireReport } from '../testing/test-intake';

const NDJSON = 'application/x-ndjson';

describe('who may pass the door', () => {
  let rooms: TestRooms;
  let keys: KeyRing;
  let door: TestDoor;
  let signer: TestSigner;
  const turnedAway: (string | undefined)[][] = [];

  async function open(change: Parameters<typeof TestDoor.open>[2] = {}): Promise<void> {
    rooms = await openTestRooms('sqlite');
    keys = freshKeys();
    door = await TestDoor.open((room, account) => rooms.open(room, account), keys, change);
  }
  async function close(): Promise<void> {
    await door.close();
    await rooms.close();
  }
  async function reopen(change: Parameters<typeof TestDoor.open>[2]): Promise<void> {
    await close();
    await open(change);
  }

  beforeEach(async () => {
    signer = freshSigner();
    turnedAway.length = 0;
    await open();
  });
  afterEach(close);

  const own = (number: number, by = signer) =>
    JSON.stringify({ ...wireReport(number), schema: 2, publicKey: by.publicKey });
  const signed = (body: string | Buffer, type?: string, by = signer) =>
    door.post(body, signedHeaders(by, body, type));
  const nothingStored = async () => {
    for (const table of ['reports', 'failures', 'installations'])
      expect(await door.usageRows(table)).toEqual([]);
    expect(await door.inboxRows()).toEqual([]);
  };

  it('has an installation register its key with its first signed report, and none but its own afterwards §security', async () => {
    expect((await signed(own(1))).status).toBe(200);
    const batch = Buffer.from(`${own(2)}\n${own(3)}\n`);
    expect((await signed(batch, NDJSON)).body).toMatchObject({
      receipts: [{ status: 'accepted' }, { status: 'accepted' }],
    });
    expect((await door.one(wireReport(4))).body).toMatchObject({ code: 'SIGNATURE_REQUIRED' });
    const other = freshSigner();
    expect((await signed(own(5, other), undefined, other)).body).toMatchObject({ code: 'KEY_CONFLICT' });
    expect((await signed(own(6, other))).body).toMatchObject({ code: 'KEY_CONFLICT' });
    expect(await door.usageRows('reports')).toHaveLength(3);
  });

  it('has the digest of a packed body be of the packed bytes', async () => {
    const packed = gzipSync(own(1));
    const headers = { ...signedHeaders(signer, packed), 'content-encoding': 'gzip' };
    expect((await door.post(packed, headers)).body).toEqual({ id: uuid(1), status: 'accepted' });
    const plain = { ...signedHeaders(signer, own(2)), 'content-encoding': 'gzip' };
    expect(await door.post(gzipSync(own(2)), plain)).toMatchObject({
      status: 401,
      body: { code: 'BAD_SIGNATURE' },
    });
  });

  it('turns a signed request away whose body, headers or key are others, and stores nothing of it §security', async () => {
    const headers = signedHeaders(signer, own(1));
    const { signature, 'signature-input': input, 'content-digest': digest } = headers;
    const type = { 'content-type': headers['content-type'] };
    const tries: [string, Record<string, string>, string?][] = [
      ['another body', headers, own(2)],
      [
        'another body with its digest',
        { ...headers, 'content-digest': signedHeaders(signer, own(2))['content-digest'] },
        own(2),
      ],
      ['another type', { ...headers, 'content-type': NDJSON }],
      [
        'another key',
        { ...headers, 'signature-input': signedHeaders(freshSigner(), own(1))['signature-input'] },
      ],
      ['no signature', { ...type, 'content-digest': digest, 'signature-input': input }],
      ['no input', { ...type, 'content-digest': digest, signature }],
      ['no digest', { ...type, 'signature-input': input, signature }],
      ['an empty signature', { ...headers, signature: '' }],
    ];
    for (const [what, sent, body] of tries) {
      const answer = await door.post(body ?? own(1), sent);
      expect([what, answer]).toMatchObject([what, { status: 401, body: { code: 'BAD_SIGNATURE' } }]);
      for (const secret of [signer.publicKey, digest.slice(9, 40), licenceOf(1)])
        expect(answer.text).not.toContain(secret);
    }
    await nothingStored();
  });

  it('takes a digest without a signature for no signature', async () => {
    const digest = `sha-256=:${createHash('sha256').update('another').digest('base64')}:`;
    expect((await door.post(JSON.stringify(wireReport(1)), { 'content-digest': digest })).status).toBe(200);
  });

  it('refuses a report that nests too deeply or has too many names by itself, before it is parsed', async () => {
    await reopen({ limits: { jsonDepth: 8, jsonNames: 60 } });
    const deep = JSON.stringify(wireReport(1)).replace('{', `{"x":${'['.repeat(9)}${']'.repeat(9)},`);
    const wide = JSON.stringify({
      ...wireReport(2),
      x: Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`n${n}`, 0])),
    });
    const answer = await door.post([deep, wide, JSON.stringify(wireReport(3))].join('\n'), {
      'content-type': NDJSON,
    });
    expect(answer.body).toEqual({
      receipts: [
        { line: 1, status: 'refused', code: 'TOO_DEEP', path: '' },
        { line: 2, status: 'refused', code: 'TOO_MANY_NAMES', path: '' },
        { line: 3, id: uuid(3), status: 'accepted' },
      ],
    });
  });

  it('counts the last of a name that stands twice, and nothing of the first is kept', async () => {
    const text = JSON.stringify(wireReport(1)).replace(
      '"licenceKey"',
      '"licenceKey":"FIRST-KEY-0000","licenceKey"',
    );
    expect((await door.post(text)).body).toEqual({ id: uuid(1), status: 'accepted' });
    expect((await door.inboxRows()).map(({ kind }) => kind)).toEqual(['sighting']);
    expect(door.opened((await door.inboxRows())[0])).toMatchObject({ licenceKey: licenceOf(1) });
    expect((await door.one(wireReport(1))).body).toEqual({ id: uuid(1), status: 'duplicate' });
  });

  it('turns a request away whole with 429 when too much came from its sender, and tells when to come back', async () => {
    const observer = {
      report: () => undefined,
      committed: () => undefined,
      turnedAway: (code: string, by?: string) => turnedAway.push([code, by]),
    };
    const limits = { licenceReportsPerMinute: 3, burstMinutes: 1 };
    await reopen({ limits, observer });
    expect((await door.many(wireReport(1), wireReport(2))).status).toBe(200);
    expect((await door.many(wireReport(3), wireReport(4))).status).toBe(200);
    const before = await door.usageRows('reports');
    const other = wireReport(9, { licenceKey: licenceOf(2), observedAt: '2026-01-11T08:00:00Z' });
    const response = await fetch(door.url, {
      method: 'POST',
      headers: { 'content-type': NDJSON },
      body: [other, wireReport(5)].map((report) => JSON.stringify(report)).join('\n'),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '40']);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'RATE_LIMITED' });
    expect(text).not.toContain(licenceOf(1));
    expect(await door.usageRows('reports')).toEqual(before);
    expect(turnedAway).toEqual([['RATE_LIMITED', 'licence']]);
    // Another customer behind the same address goes on.
    expect((await door.one(other)).status).toBe(200);
  });

  it('gives who sends under keys of nobody a small part of what others have, and says so to nobody', async () => {
    await reopen({ limits: { unknownKeyReportsPerMinute: 1, burstMinutes: 2 } });
    const unknown = (number: number) => wireReport(number, { licenceKey: licenceOf(90 + number) });
    expect((await door.one(unknown(1))).status).toBe(200);
    expect((await door.one(unknown(2))).status).toBe(200);
    expect((await door.one(unknown(3))).status).toBe(200);
    const known = await door.one(wireReport(4));
    expect(known.status).toBe(429);
    expect((await door.one(unknown(5))).text).toBe(known.text);
  });

  it('answers one report of a customer before another’s batch that was there first', async () => {
    await reopen({ limits: { lines: 2_000, groupRows: 50, turnBytes: 8_000 } });
    const order: string[] = [];
    const batch = Array.from({ length: 1_500 }, (_, index) => wireReport(index + 1));
    const noisy = door.many(...batch).then(({ status }) => order.push(`batch ${status}`));
    // The first of its thirty groups is durable: the batch is being written.
    while ((await door.usageRows('reports')).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const other = wireReport(9_000, { licenceKey: licenceOf(2), observedAt: '2026-01-11T08:00:00Z' });
    order.push(`one ${(await door.one(other)).status}`);
    await noisy;
    expect(order).toEqual(['one 200', 'batch 200']);
    expect(await door.usageRows('reports')).toHaveLength(1_501);
  });
});
