import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Receipt } from '@hearth/report';
import { parseReportText } from '@hearth/report';
import type { SendOptions, SendTally } from '../index';
import { SendError, sendReports } from '../index';
import { namedId } from './derived-id';
import { mapJenkinsLine } from './jenkins-line';

type Answer = (lines: string[], response: ServerResponse) => Receipt[] | undefined;

/** An intake of a few lines: it reads what it gets with the real parser, and may be told to misbehave first. */
class Intake {
  readonly requests: string[][] = [];
  readonly seen = new Set<string>();
  misbehave: Answer[] = [];
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const text =
      request.headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString();
    const lines = text.split('\n').filter((line) => line !== '');
    this.requests.push(lines);
    const receipts = (this.misbehave.shift() ?? ((given) => this.receipts(given)))(lines, response);
    if (receipts) response.end(JSON.stringify({ receipts }));
    else response.end();
  }

  receipts(lines: string[]): Receipt[] {
    return lines.map((text, index): Receipt => {
      const outcome = parseReportText(text, Date.parse('2026-11-20T00:00:00Z'));
      const line = index + 1;
      if (!outcome.ok) return { line, status: 'refused', code: outcome.code, path: outcome.path };
      const { id } = outcome.report;
      const status = this.seen.has(id) ? 'duplicate' : 'accepted';
      this.seen.add(id);
      return { line, id, status, dropped: outcome.dropped };
    });
  }
}

const report = (name: string, given: object = {}) => ({
  ...mapJenkinsLine(
    {
      install: name,
      version: '1.337',
      timestamp: '19/Dec/2009:00:00:23 -0800',
      jobs: { a: 1 },
      nodes: [],
      plugins: [],
    },
    {
      id: namedId('test', name),
      sequence: 1,
      licenceKey: 'DEMO-0000-0001',
      policyVersion: '2026.1',
    },
  ),
  ...given,
});
const reports = (count: number) => Array.from({ length: count }, (_, index) => report(`r${index}`));
const status =
  (code: number): Answer =>
  (_, response) => {
    response.statusCode = code;
    return undefined;
  };

let intake: Intake;
let url: string;
beforeEach(async () => {
  intake = new Intake();
  url = await intake.listen();
});
afterEach(() => intake.close());

const send = (given: Partial<SendOptions>): Promise<SendTally> =>
  sendReports({ url, reports: [], backOffMs: 2, ...given });
const failure = (given: Partial<SendOptions>) =>
  send(given).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('Sending reports', () => {
  it('posts batches and adds up the receipts', async () => {
    const odd = [report('odd', { extra: 1 }), report('bad', { reason: 'weekly' }), '{broken', report('r0')];
    const progress: number[] = [];
    const tally = await send({
      reports: [...reports(10), ...odd],
      batchSize: 4,
      concurrency: 1,
      onProgress: ({ sent }) => progress.push(sent),
    });
    expect(tally).toMatchObject({
      sent: 14,
      accepted: 11,
      duplicate: 1,
      refused: 2,
      retries: 0,
      dropped: { '/*': 1 },
    });
    expect(tally.byCode).toEqual({ BAD_FORMAT: 1, MALFORMED_JSON: 1 });
    expect(tally.examples).toEqual([
      { code: 'BAD_FORMAT', path: '/reason' },
      { code: 'MALFORMED_JSON', path: '' },
    ]);
    expect(progress).toEqual([4, 8, 12, 14]);
    expect(intake.requests.map(({ length }) => length)).toEqual([4, 4, 4, 2]);
  });

  it('sends each report once over several connections, packed or not', async () => {
    for (const gzip of [true, false]) {
      intake.seen.clear();
      expect(await send({ reports: reports(50), batchSize: 3, concurrency: 4, gzip })).toMatchObject({
        accepted: 50,
      });
    }
  });

  it.each([429, 502, 503, 504])('makes a request again that was answered with %i', async (code) => {
    intake.misbehave = [status(code), status(code)];
    expect(await send({ reports: reports(3) })).toMatchObject({ sent: 3, accepted: 3, retries: 2 });
  });

  it('makes a request again whose answer was lost, and then counts what was stored as duplicate', async () => {
    intake.misbehave = [
      (lines, response) => {
        intake.receipts(lines);
        response.destroy();
        return undefined;
      },
    ];
    expect(await send({ reports: reports(3) })).toMatchObject({ sent: 3, duplicate: 3, retries: 1 });
  });

  it('sends only those lines again that the server could not store', async () => {
    intake.misbehave = [
      (lines) => {
        const [first, ...others] = intake.receipts(lines);
        if (first?.id) intake.seen.delete(first.id);
        return [{ line: 1, status: 'refused', code: 'INTERNAL_ERROR', path: '' }, ...others];
      },
    ];
    expect(await send({ reports: reports(3) })).toMatchObject({
      sent: 3,
      accepted: 3,
      refused: 0,
      retries: 1,
    });
    expect(intake.requests.map(({ length }) => length)).toEqual([3, 1]);
  });

  it('halves a batch that is too large, and counts a line that is too large by itself as refused', async () => {
    const large: Answer = (lines, response) =>
      lines.length > 1 || lines[0]?.includes('"r2"') ? status(413)(lines, response) : intake.receipts(lines);
    intake.misbehave = Array.from({ length: 20 }, () => large);
    const marked = reports(4).map((one, index) => ({ ...one, extra: `r${index}` }));
    const tally = await send({ reports: marked });
    expect(tally).toMatchObject({ sent: 4, accepted: 3, refused: 1, byCode: { LINE_TOO_LONG: 1 } });
  });

  it('ends with what was answered so far when the server stays away', async () => {
    intake.misbehave = [(lines) => intake.receipts(lines), ...Array.from({ length: 9 }, () => status(503))];
    const error = await failure({ reports: reports(4), batchSize: 2, concurrency: 1, retries: 3 });
    expect(error).toBeInstanceOf(SendError);
    expect(error).toMatchObject({ code: 'SERVER_UNREACHABLE', tally: { sent: 2, retries: 3 } });
    expect(await failure({ url: 'http://127.0.0.1:9', reports: reports(1), retries: 1 })).toMatchObject({
      code: 'SERVER_UNREACHABLE',
    });
  });

  it('says that it is too much, and not that nobody is there, when the server goes on answering so', async () => {
    intake.misbehave = Array.from({ length: 9 }, () => status(429));
    const error = await failure({ reports: reports(2), concurrency: 1, retries: 2 });
    expect((error as Error).message).toBe(
      'The server takes no more from here for now (429): send the rest again later.',
    );
  });

  it.each([
    [400, 'a refusal of the request'],
    [404, 'an address where nobody takes reports'],
    [200, 'an answer that is none'],
  ])('ends at once on status %i: %s', async (code) => {
    intake.misbehave = [status(code)];
    expect(await failure({ reports: reports(2), batchSize: 1, concurrency: 1 })).toMatchObject({
      code: 'REQUEST_REFUSED',
    });
    expect(intake.requests).toHaveLength(1);
  });

  it('ends when it is told to, and closes what it reads from', async () => {
    const abort = new AbortController();
    let closed = false;
    async function* endless() {
      try {
        for (let index = 0; ; index += 1) yield report(`r${index}`);
      } finally {
        closed = true;
      }
    }
    const error = await failure({
      reports: endless(),
      batchSize: 2,
      signal: abort.signal,
      onProgress: ({ sent }) => sent >= 6 && abort.abort(),
    });
    expect(error).toMatchObject({ code: 'ABORTED' });
    expect(closed).toBe(true);
  });

  it('ends with the error of what it reads from', async () => {
    async function* failing() {
      yield report('r0');
      throw new Error('The disk is gone.');
    }
    expect(await failure({ reports: failing() })).toMatchObject({ message: 'The disk is gone.' });
  });
});
