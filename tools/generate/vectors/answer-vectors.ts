import { IDS } from './samples';

/** What a client does with a report, once it has an answer. */
export type Outcome = 'done' | 'give-up' | 'retry';

/** An answer, and what follows from it. */
export interface AnswerVector {
  readonly name: string;
  /** Ids of the reports that were sent, in order. */
  readonly sent: readonly string[];
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For each report sent, in order. */
  readonly outcomes: readonly Outcome[];
  /** How long to wait at least before anything is sent again, where the answer says so. */
  readonly retryAfterSeconds?: number;
}

const [ONE, TWO, THREE] = IDS;
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };
const HTML_HEADERS = { 'content-type': 'text/html' };
const PAGE = '<!doctype html><title>Sign in to the network</title>';
const accepted = { id: ONE, status: 'accepted' };
const turnedAway = JSON.stringify({ code: 'UNAVAILABLE', message: 'Send it again.' });

const one = (name: string, status: number, body: unknown, outcome: Outcome): AnswerVector => ({
  name,
  sent: [ONE],
  status,
  headers: JSON_HEADERS,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  outcomes: [outcome],
});

const three = (name: string, receipts: readonly unknown[], outcomes: readonly Outcome[]): AnswerVector => ({
  name,
  sent: IDS,
  status: 200,
  headers: JSON_HEADERS,
  body: JSON.stringify({ receipts }),
  outcomes,
});

const page = (status: number, outcome: Outcome): AnswerVector => ({
  ...one(`a page under ${status}`, status, PAGE, outcome),
  headers: HTML_HEADERS,
});

const later = (status: number, retryAfter: string, retryAfterSeconds?: number): AnswerVector => ({
  ...one(`${status} with Retry-After: ${retryAfter}`, status, turnedAway, 'retry'),
  headers: { ...JSON_HEADERS, 'retry-after': retryAfter },
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

/** Answers to one report and to several, from Hearth and from whoever stands in between. */
export const ANSWERS: readonly AnswerVector[] = [
  one('accepted', 200, accepted, 'done'),
  one('accepted, with something dropped', 200, { ...accepted, dropped: ['/counters/*'] }, 'done'),
  one('accepted, as a correction', 200, { ...accepted, late: true }, 'done'),
  one('accepted, with a field of a later time', 200, { ...accepted, unheardOf: { a: [1] } }, 'done'),
  one('duplicate', 200, { id: ONE, status: 'duplicate' }, 'done'),
  one('refused', 400, { id: ONE, status: 'refused', code: 'BAD_FORMAT', path: '/version' }, 'give-up'),
  one('refused, its id unread', 400, { status: 'refused', code: 'MALFORMED_JSON', path: '' }, 'give-up'),
  one(
    'refused for a reason of the server’s',
    500,
    { id: ONE, status: 'refused', code: 'INTERNAL_ERROR', path: '' },
    'retry',
  ),
  three(
    'three receipts, each of its own kind',
    [
      { line: 1, id: ONE, status: 'duplicate' },
      { line: 2, id: TWO, status: 'refused', code: 'OUT_OF_BOUNDS', path: '/sequence' },
      { line: 3, id: THREE, status: 'refused', code: 'INTERNAL_ERROR', path: '' },
    ],
    ['done', 'give-up', 'retry'],
  ),
  three(
    'receipts in another order: the id counts',
    [
      { line: 3, id: THREE, status: 'accepted' },
      { line: 1, id: ONE, status: 'refused', code: 'BAD_FORMAT', path: '/version' },
      { line: 2, id: TWO, status: 'accepted' },
    ],
    ['give-up', 'done', 'done'],
  ),
  three(
    'a receipt too few',
    [
      { line: 1, id: ONE, status: 'accepted' },
      { line: 3, id: THREE, status: 'accepted' },
    ],
    ['done', 'retry', 'done'],
  ),
  three(
    'receipts without an id, which are of no report',
    [
      { line: 1, id: ONE, status: 'accepted' },
      { line: 2, status: 'refused', code: 'LINE_TOO_LONG', path: '' },
      { line: 3, status: 'accepted' },
    ],
    ['done', 'retry', 'retry'],
  ),
  three('no receipts', [], ['retry', 'retry', 'retry']),
  page(200, 'retry'),
  one('a receipt of another report', 200, { id: TWO, status: 'accepted' }, 'retry'),
  one('a receipt without an id', 200, { status: 'accepted' }, 'retry'),
  one('a receipt with an unknown status', 200, { id: ONE, status: 'perhaps' }, 'retry'),
  one('JSON of another', 200, { ok: true }, 'retry'),
  one('null', 200, 'null', 'retry'),
  one('a list', 200, [accepted], 'retry'),
  one('half a receipt', 200, JSON.stringify(accepted).slice(0, -1), 'retry'),
  one('two receipts on end', 200, `${JSON.stringify(accepted)} ${JSON.stringify(accepted)}`, 'retry'),
  one('nothing', 200, '', 'retry'),
  one('nothing, under 204', 204, '', 'retry'),
  one('a receipt under a redirect', 302, accepted, 'retry'),
  one('a receipt under 503', 503, accepted, 'retry'),
  ...[400, 401, 405, 413, 415].map((status) => page(status, 'give-up')),
  one(
    'a signature that does not verify',
    401,
    { code: 'BAD_SIGNATURE', message: 'It does not verify.' },
    'give-up',
  ),
  ...[301, 307, 403, 404, 407, 408, 429, 500, 502, 503, 504].map((status) => page(status, 'retry')),
  later(429, '30', 30),
  later(503, '5', 5),
  later(503, '0', 0),
  // Six hours, whatever is asked: the server must not be able to silence an installation for good.
  later(429, '21600', 21_600),
  later(429, '21601', 21_600),
  later(429, '9999999999', 21_600),
  later(429, 'soon'),
];
