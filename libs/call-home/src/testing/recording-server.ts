import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in. */
export interface RecordedRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Answers one request; the number counts from 0. */
export type Answering = (response: ServerResponse, request: RecordedRequest, number: number) => void;

/** The receipt that an intake gives for the report in the body. */
export const accepting: Answering = (response, { body }) => {
  const { id } = JSON.parse(body.toString()) as { id: string };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id, status: 'accepted' }));
};

/** A server that keeps every request, and answers as it is told. */
export class RecordingServer {
  readonly requests: RecordedRequest[] = [];
  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(answering: Answering = accepting): Promise<RecordingServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const started = new RecordingServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { method, url: path, headers } = request;
        const recorded = { method, path, headers, body: Buffer.concat(pieces) };
        started.requests.push(recorded);
        for (const { count, resolve } of started.waiting) if (started.requests.length >= count) resolve();
        answering(response, recorded, started.requests.length - 1);
      });
    });
    return started;
  }

  /** Waits until so many requests came in. */
  async came(count: number): Promise<void> {
    if (this.requests.length >= count) return;
    await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
