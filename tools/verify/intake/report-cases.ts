import { gzipSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '@hearth/ingestion';
import type { Case, Sender } from './case';
import { GZIP, idOf, lines, NDJSON, OTHER_KEY, textOf } from './case';

/** Refusals that a later try may mend: what is declared of such a report is kept, sealed. */
const KEPT = new Set(['OUT_OF_BOUNDS', 'OBSERVED_IN_FUTURE', 'REFUSED_BY_PRODUCT']);

/** Deep nesting, cheap to send and dear to a reader that recurses. */
function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

/** An object with so many names. */
function manyNames(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [`n${number}`, 0]));
}

const accepted = (name: string) => ({ id: idOf(name), status: 'accepted' });
const refused = (name: string, code: string, path: string) => ({
  id: idOf(name),
  status: 'refused',
  code,
  path,
});

/** Reports that get a receipt each, in the order in which they are sent: some build on those before. */
export function reportCases({ post, one }: Sender): Case[] {
  const first = { reports: 1, installations: 1, facts: 1, month_states: 1, dirty_months: 1, halves: 1 };
  const refusedOne = (title: string, changes: Record<string, unknown>, code: string, path: string): Case => ({
    title,
    send: one(title, changes),
    status: 400,
    body: refused(title, code, path),
    grows: { failures: 1, ...(KEPT.has(code) ? { halves: 1 } : {}) },
  });
  const unparsed = (title: string, text: () => string, code: string): Case => ({
    title,
    send: () => post(text()),
    status: 400,
    body: { status: 'refused', code, path: '' },
    grows: { failures: 1 },
  });
  return [
    { title: 'a sound report', send: one('sound'), status: 200, body: accepted('sound'), grows: first },
    {
      title: 'the same again',
      send: one('sound'),
      status: 200,
      body: { id: idOf('sound'), status: 'duplicate' },
    },
    {
      title: 'another content under its id',
      send: one('sound', { counters: { 'steps-executed': 101 } }),
      status: 400,
      body: refused('sound', 'ID_CONFLICT', '/id'),
      grows: { failures: 1, halves: 1 },
    },
    {
      title: 'malformed JSON',
      send: () => post('{"schema": 1, '),
      status: 400,
      body: { status: 'refused', code: 'MALFORMED_JSON', path: '' },
      grows: { failures: 1 },
    },
    {
      title: 'no body at all',
      send: () => post(''),
      status: 400,
      body: { status: 'refused', code: 'MALFORMED_JSON', path: '' },
      grows: { failures: 1 },
    },
    {
      title: 'bytes that are no UTF-8',
      send: () =>
        post(Buffer.concat([Buffer.from('{"edition":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])),
      status: 400,
      body: { status: 'refused', code: 'MALFORMED_JSON', path: '' },
      grows: { failures: 1 },
    },
    {
      title: 'JSON that is no object',
      send: () => post('[1, 2]'),
      status: 400,
      body: { status: 'refused', code: 'NOT_AN_OBJECT', path: '' },
      grows: { failures: 1 },
    },
    refusedOne('a missing field', { version: undefined }, 'MISSING_FIELD', '/version'),
    refusedOne('a list where an object belongs', { counters: [] }, 'WRONG_TYPE', '/counters'),
    refusedOne(
      'a name where a count belongs',
      { counters: { 'steps-executed': 'Ashgrove' } },
      'WRONG_TYPE',
      '/counters/steps-executed',
    ),
    refusedOne(
      'null where a count belongs',
      { counters: { 'steps-executed': null } },
      'WRONG_TYPE',
      '/counters/steps-executed',
    ),
    refusedOne(
      'a negative count',
      { counters: { 'steps-executed': -1 } },
      'OUT_OF_BOUNDS',
      '/counters/steps-executed',
    ),
    refusedOne(
      'a negative count as text',
      { counters: { 'steps-executed': '-1' } },
      'OUT_OF_BOUNDS',
      '/counters/steps-executed',
    ),
    refusedOne(
      'a fraction',
      { counters: { 'steps-executed': 1.5 } },
      'WRONG_TYPE',
      '/counters/steps-executed',
    ),
    refusedOne(
      'a number beyond 64 bits',
      { counters: { 'steps-executed': '9223372036854775808' } },
      'OUT_OF_BOUNDS',
      '/counters/steps-executed',
    ),
    refusedOne(
      'a number beyond exactness',
      { counters: { 'steps-executed': 9007199254740992 } },
      'OUT_OF_BOUNDS',
      '/counters/steps-executed',
    ),
    refusedOne(
      'a gauge beyond its bound',
      { gauges: { 'domains-accessed': 1_000_000_001 } },
      'OUT_OF_BOUNDS',
      '/gauges/domains-accessed',
    ),
    refusedOne('a product of nobody', { product: 'other' }, 'UNKNOWN_PRODUCT', '/product'),
    refusedOne('a schema of nobody', { schema: 0 }, 'UNSUPPORTED_SCHEMA', '/schema'),
    refusedOne(
      'a day that is not come',
      { observedAt: '2026-01-17T00:00:00Z' },
      'OBSERVED_IN_FUTURE',
      '/observedAt',
    ),
    {
      title: 'the greatest number there is',
      send: one('greatest', { counters: { 'steps-executed': '9223372036854775807' } }),
      status: 200,
      body: accepted('greatest'),
      grows: { reports: 1 },
    },
    {
      title: 'unknown metrics, fields and labels',
      send: one('unknown', {
        counters: { 'steps-executed': 1, 'www.ashgrove.example': 7 },
        hostname: 'srv01.ashgrove.example',
        breakdowns: { 'robots-by-trigger': { schedule: 1, 'our own': 2 } },
      }),
      status: 200,
      body: { ...accepted('unknown'), dropped: ['/*', '/breakdowns/robots-by-trigger/*', '/counters/*'] },
      grows: { reports: 1, failures: 3 },
    },
    {
      title: 'names that objects inherit',
      send: () =>
        post(
          textOf('inherited').replace(
            '"counters":{',
            '"__proto__":{"x":1},"constructor":1,"counters":{"__proto__":1,',
          ),
        ),
      status: 200,
      body: { ...accepted('inherited'), dropped: ['/*', '/counters/*'] },
      grows: { reports: 1, failures: 2 },
    },
    {
      title: 'an unknown licence key: the receipt of any other',
      send: one('stranger', { licenceKey: OTHER_KEY }),
      status: 200,
      body: accepted('stranger'),
      grows: { reports: 1, halves: 1, failures: 1 },
    },
    {
      title: 'the same again: the receipt of any other repeat',
      send: one('stranger', { licenceKey: OTHER_KEY }),
      status: 200,
      body: { id: idOf('stranger'), status: 'duplicate' },
    },
    {
      title: 'a batch with bad lines: the rest is kept',
      send: () =>
        post(
          lines(
            textOf('b1'),
            '{"schema":',
            textOf('b3', { counters: { 'steps-executed': -5 } }),
            '',
            textOf('b5', { licenceKey: OTHER_KEY }),
            textOf('b1'),
            textOf('b1', { sequence: 2 }),
            textOf('b8'),
          ),
          NDJSON,
        ),
      status: 200,
      body: {
        receipts: [
          { line: 1, ...accepted('b1') },
          { line: 2, status: 'refused', code: 'MALFORMED_JSON', path: '' },
          { line: 3, ...refused('b3', 'OUT_OF_BOUNDS', '/counters/steps-executed') },
          { line: 5, ...accepted('b5') },
          { line: 6, id: idOf('b1'), status: 'duplicate' },
          { line: 7, ...refused('b1', 'ID_CONFLICT', '/id') },
          { line: 8, ...accepted('b8') },
        ],
      },
      // Two refused lines, a conflict and a held report; of one of the two, the conflict and the held one a half is kept.
      grows: { reports: 3, halves: 3, failures: 4 },
    },
    {
      title: 'a gzip batch',
      send: () => post(gzipSync(lines(textOf('g1'), textOf('g2'))), { ...NDJSON, ...GZIP }),
      status: 200,
      body: {
        receipts: [
          { line: 1, ...accepted('g1') },
          { line: 2, ...accepted('g2') },
        ],
      },
      grows: { reports: 2 },
    },
    {
      title: 'a schema that is still to come: what is known of it is read',
      send: one('to come', { schema: 3, somethingNew: { of: 'it' } }),
      status: 200,
      body: { ...accepted('to come'), dropped: ['/*'] },
      grows: { reports: 1, failures: 1 },
    },
    unparsed('deep nesting in place of a report', () => nested(100_000), 'TOO_DEEP'),
    unparsed('nesting that never ends', () => '{"a":'.repeat(50_000), 'TOO_DEEP'),
    unparsed(
      'deep nesting in an unknown field',
      () => textOf('deep').replace('{', `{"x":${nested(DEFAULT_LIMITS.jsonDepth)},`),
      'TOO_DEEP',
    ),
    unparsed(
      'deep nesting where a count belongs',
      () => textOf('deep count').replace('"steps-executed":100', `"steps-executed":${nested(50_000)}`),
      'TOO_DEEP',
    ),
    {
      title: 'nesting that is just not too deep, in an unknown field',
      send: () => post(textOf('less deep').replace('{', `{"x":${nested(DEFAULT_LIMITS.jsonDepth - 1)},`)),
      status: 200,
      body: { ...accepted('less deep'), dropped: ['/*'] },
      grows: { reports: 1, failures: 1 },
    },
    unparsed('fifty thousand names', () => `{${'"":0,'.repeat(50_000)}"":0}`, 'TOO_MANY_NAMES'),
    unparsed(
      'more names than any report has, in an unknown field',
      () => textOf('wide', { x: manyNames(DEFAULT_LIMITS.jsonNames) }),
      'TOO_MANY_NAMES',
    ),
    {
      title: 'a report from before the agreement: the receipt of any other as old',
      send: one('early', { observedAt: '2024-12-31T23:59:59Z', countersSince: '2024-12-31T00:00:00Z' }),
      status: 200,
      body: { ...accepted('early'), late: true },
      grows: { reports: 1, failures: 1 },
    },
  ];
}
