import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { freshSigner } from '../signer';
import { mutatedBy, mutations } from './mutate';
import type { Sent } from './reports';
import { corpusReport, oddReport, ownReport } from './reports';

/** One request: its headers as they are sent, and its body. */
export interface FuzzCase {
  /** How it was made, for what is printed of it. */
  readonly kind: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Where the request is written by hand: how its body is framed. */
  readonly raw?: Framing;
}

/** Ways to frame a body, most of them wrong. */
export const FRAMINGS = [
  'chunked',
  'chunked in bytes',
  'chunk too long',
  'chunk too short',
  'chunk without size',
  'no last chunk',
  'length too long',
  'length and chunks',
  'two lengths',
  'length of letters',
  'second request behind',
  'no host',
  'header without end',
] as const;
export type Framing = (typeof FRAMINGS)[number];

const JSON_TYPE = ['content-type', 'application/json'] as const;
const NDJSON_TYPE = ['content-type', 'application/x-ndjson'] as const;
const GZIP = ['content-encoding', 'gzip'] as const;

const bytesOf = (report: unknown): Buffer => Buffer.from(JSON.stringify(report) ?? 'null', 'utf8');
const linesOf = (reports: readonly Sent[]): Buffer =>
  Buffer.from(reports.map((report) => JSON.stringify(report)).join('\n'), 'utf8');

const SIGNERS = [1, 2, 3].map(freshSigner);

// What a header may hold on the wire: no line ends, which the framings bring.
const headerText = fc
  .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff })), {
    maxLength: 40,
  })
  .map((codes) => String.fromCharCode(...codes));
const oddHeader = fc.oneof(
  fc.constantFrom<readonly [string, string]>(
    ['content-type', 'application/json; charset=utf-16'],
    ['content-type', 'application/json;charset="utf-8"'],
    ['content-type', 'text/plain'],
    ['content-type', ''],
    ['content-encoding', 'br'],
    ['content-encoding', 'gzip, gzip'],
    ['content-encoding', 'GZIP'],
    ['content-encoding', 'identity'],
    ['cookie', 'a=1'],
    ['origin', 'https://elsewhere.example'],
    ['x-forwarded-for', '203.0.113.9, ::1, nonsense'],
    ['expect', '200-ok'],
  ),
  fc.tuple(
    fc.constantFrom('content-type', 'content-encoding', 'content-digest', 'signature', 'signature-input'),
    headerText,
  ),
);

/** Every kind of request, each as often as its weight says. */
export function fuzzCases(corpus: readonly Sent[]): fc.Arbitrary<FuzzCase> {
  const sound = corpus.length === 0 ? ownReport : fc.oneof(ownReport, corpusReport(corpus));
  const batch = fc.array(fc.oneof(sound, oddReport(sound)), { minLength: 1, maxLength: 6 }).map(linesOf);
  const one = fc.oneof(sound, oddReport(sound)).map(bytesOf);
  const single = one.map((body) => ({ headers: [JSON_TYPE], body }));
  const many = batch.map((body) => ({ headers: [NDJSON_TYPE], body }));
  const either = fc.oneof(single, many);

  const kinds: [number, fc.Arbitrary<FuzzCase>][] = [
    [8, sound.map((report) => ({ kind: 'sound', headers: [JSON_TYPE], body: bytesOf(report) }))],
    [
      14,
      oddReport(sound).map((report) => ({ kind: 'odd values', headers: [JSON_TYPE], body: bytesOf(report) })),
    ],
    [8, many.map((sent) => ({ kind: 'batch', ...sent }))],
    [
      36,
      fc.tuple(either, mutations).map(([{ headers, body }, changes]) => ({
        kind: 'changed bytes',
        headers,
        body: mutatedBy(body, changes),
      })),
    ],
    [
      6,
      fc
        .json({ maxDepth: 6 })
        .map((text) => ({ kind: 'any JSON', headers: [JSON_TYPE], body: Buffer.from(text) })),
    ],
    [
      6,
      fc
        .tuple(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(JSON_TYPE, NDJSON_TYPE))
        .map(([bytes, type]) => ({
          kind: 'any bytes',
          headers: [type],
          body: Buffer.from(bytes),
        })),
    ],
    [
      2,
      fc
        .tuple(fc.integer({ min: 1, max: 60_000 }), fc.constantFrom('[', '{"a":', '"\\', '{"a":0,"a":'))
        .map(([times, piece]) => ({
          kind: 'deep or wide',
          headers: [JSON_TYPE],
          body: Buffer.from(piece.repeat(times)),
        })),
    ],
    [
      4,
      either.map(({ headers, body }) => ({
        kind: 'packed',
        headers: [...headers, GZIP],
        body: gzipSync(body, { level: 1 }),
      })),
    ],
    [
      5,
      fc.tuple(either, mutations).map(([{ headers, body }, changes]) => ({
        kind: 'packed, with changed bytes',
        headers: [...headers, GZIP],
        body: mutatedBy(gzipSync(body, { level: 1 }), changes),
      })),
    ],
    [
      2,
      fc.uint8Array({ maxLength: 200 }).map((bytes) => ({
        kind: 'garbage said to be packed',
        headers: [JSON_TYPE, GZIP],
        body: Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), bytes]),
      })),
    ],
    [
      4,
      fc
        .tuple(either, fc.array(oddHeader, { minLength: 1, maxLength: 3 }), fc.boolean())
        .map(([{ headers, body }, odds, keep]) => ({
          kind: 'odd headers',
          headers: keep ? [...headers, ...odds] : odds,
          body,
        })),
    ],
    [
      2,
      fc.tuple(either, fc.constantFrom(...SIGNERS)).map(([{ headers, body }, signer]) => ({
        kind: 'signed',
        headers: signer.headers(body, headers[0]?.[1]),
        body,
      })),
    ],
    [
      3,
      fc
        .tuple(either, fc.constantFrom(...SIGNERS), fc.nat({ max: 4 }), mutations, fc.boolean())
        .map(([{ headers, body }, signer, which, changes, drops]) => {
          const whole = signer.headers(body, headers[0]?.[1]);
          if (which === whole.length)
            return { kind: 'signed, with changed bytes', headers: whole, body: mutatedBy(body, changes) };
          const changed = whole.flatMap(([name, value], at): [string, string][] => {
            if (at !== which) return [[name, value]];
            if (drops) return [];
            const text = mutatedBy(Buffer.from(value, 'latin1'), changes).toString('latin1');
            // eslint-disable-next-line no-control-regex -- what no client can send in a header is left out
            return [[name, text.replace(/[\u0000-\u001f\u007f]/g, '')]];
          });
          return { kind: 'signed, with a changed header', headers: changed, body };
        }),
    ],
    [
      1,
      fc.tuple(either, fc.constantFrom(...FRAMINGS)).map(([{ headers, body }, raw]) => ({
        kind: `framed: ${raw}`,
        headers,
        body,
        raw,
      })),
    ],
  ];
  return fc.oneof(...kinds.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}
