import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '@hearth/ingestion';
import type { Case, Sender } from './case';
import { GZIP, lines, NDJSON, textOf } from './case';

/** Text that compresses some ten times, as reports do, and so stays under the limit of the ratio. */
function wordy(bytes: number): Buffer {
  const words: string[] = [];
  for (let at = 0, size = 0; size < bytes; at += 1) {
    const word = `${createHash('sha256').update(String(at)).digest('hex').slice(0, 8)}${' '.repeat(200)}\n`;
    words.push(word);
    size += word.length;
  }
  return Buffer.from(words.join(''));
}

/** Requests that are turned away whole: nothing of them is stored, however much of it is sound. */
export function requestCases({ url, post, one }: Sender): Case[] {
  return [
    {
      title: 'a body over the limit',
      send: () => post(Buffer.alloc(DEFAULT_LIMITS.bodyBytes + 1, 32)),
      status: 413,
      code: 'BODY_TOO_LARGE',
    },
    {
      title: 'a batch whose last line is over the limit',
      send: () =>
        post(lines(textOf('l1'), textOf('l2', { x: 'x'.repeat(DEFAULT_LIMITS.lineBytes) })), NDJSON),
      status: 413,
      code: 'LINE_TOO_LONG',
    },
    {
      title: 'a report over the limit',
      send: one('long', { x: 'x'.repeat(DEFAULT_LIMITS.lineBytes) }),
      status: 413,
      code: 'LINE_TOO_LONG',
    },
    {
      title: 'a batch of too many lines',
      send: () => post(lines(textOf('m1'), ...Array<string>(DEFAULT_LIMITS.lines).fill('{}')), NDJSON),
      status: 413,
      code: 'TOO_MANY_LINES',
    },
    {
      title: 'a gzip bomb',
      send: () =>
        post(gzipSync(Buffer.concat([Buffer.from(`${textOf('z1')}\n`), Buffer.alloc(200_000_000, 32)])), {
          ...NDJSON,
          ...GZIP,
        }),
      status: 413,
      code: 'INFLATION_RATIO',
    },
    {
      title: 'a body that inflates beyond the limit, slowly',
      send: () => post(gzipSync(wordy(DEFAULT_LIMITS.inflatedBytes + 1_000_000)), { ...NDJSON, ...GZIP }),
      status: 413,
      code: 'BODY_TOO_LARGE',
    },
    {
      title: 'gzip cut short',
      send: () => post(gzipSync(lines(textOf('t1'), textOf('t2'))).subarray(0, -12), { ...NDJSON, ...GZIP }),
      status: 400,
      code: 'MALFORMED_ENCODING',
    },
    {
      title: 'gzip that is none',
      send: () => post(textOf('n1'), GZIP),
      status: 400,
      code: 'MALFORMED_ENCODING',
    },
    {
      title: 'another encoding',
      send: () => post(textOf('e1'), { 'content-encoding': 'br' }),
      status: 415,
      code: 'UNSUPPORTED_ENCODING',
    },
    {
      title: 'another content type',
      send: () => post(textOf('c1'), { 'content-type': 'text/plain' }),
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    },
    {
      title: 'a form',
      send: () => post('id=1', { 'content-type': 'application/x-www-form-urlencoded' }),
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    },
    {
      title: 'cookies from a page elsewhere',
      send: () => post(textOf('o1'), { cookie: 'a=1', origin: 'https://evil.example' }),
      status: 403,
      code: 'CROSS_SITE_REFUSED',
    },
    {
      title: 'cookies from nobody who says',
      send: () => post(textOf('o2'), { cookie: 'a=1' }),
      status: 403,
      code: 'CROSS_SITE_REFUSED',
    },
    {
      title: 'another method',
      send: async () => {
        const response = await fetch(url, {
          method: 'PUT',
          body: textOf('p1'),
          headers: { 'content-type': 'application/json' },
        });
        return { status: response.status, text: await response.text() };
      },
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
    },
  ];
}
