import { BoundedMap } from '@hearth/access-plan';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { secretsEqual } from '@hearth/keys';
import type { DocumentNode } from 'graphql';
import { parse } from 'graphql';
import type { Subgraph } from '../domain/door';

/** One mebibyte: documents and representations of the largest page fit many times over. */
const BODY_BYTES_MAX = 1_048_576;
/** Far more than any page of the graph needs; the parser stops there. */
const TOKENS_MAX = 20_000;
const PARSED_MAX = 1_000;
const KEPT_CHARACTERS_MAX = 32_768;

class HttpFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Body {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

async function readBody(req: IncomingMessage): Promise<string> {
  const tooLarge = new HttpFault(413, 'BODY_TOO_LARGE', `body: at most ${BODY_BYTES_MAX} bytes`);
  if (Number(header(req, 'content-length') ?? 0) > BODY_BYTES_MAX) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    const piece = chunk as Buffer;
    bytes += piece.length;
    if (bytes > BODY_BYTES_MAX) throw tooLarge;
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readRequest(text: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpFault(400, 'BAD_INPUT', 'body: not JSON');
  }
  if (typeof value !== 'object' || value === null)
    throw new HttpFault(400, 'BAD_INPUT', 'body: not an object');
  const { query, variables, operationName } = value as Record<string, unknown>;
  if (typeof query !== 'string') throw new HttpFault(400, 'BAD_INPUT', 'query: not text');
  if (
    variables !== undefined &&
    variables !== null &&
    (typeof variables !== 'object' || Array.isArray(variables))
  ) {
    throw new HttpFault(400, 'BAD_INPUT', 'variables: not an object');
  }
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw new HttpFault(400, 'BAD_INPUT', 'operationName: not text');
  }
  return {
    query,
    ...(variables ? { variables: variables as Record<string, unknown> } : {}),
    ...(operationName ? { operationName } : {}),
  };
}

function send(res: ServerResponse, status: number, value: unknown): void {
  if (res.headersSent || res.destroyed) return;
  const body = Buffer.from(JSON.stringify(value), 'utf8');
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
  };
  // What was refused before it was read whole cannot share its connection with a next request.
  res.writeHead(status, status >= 400 ? { ...headers, connection: 'close' } : headers).end(body);
}

function checkRequest(req: IncomingMessage, credential: Buffer): void {
  if (req.url?.split('?')[0] !== '/graphql') throw new HttpFault(404, 'NOT_FOUND', 'only /graphql is here');
  if (req.method !== 'POST') throw new HttpFault(405, 'METHOD_NOT_ALLOWED', 'only POST is taken here');
  if (!secretsEqual(Buffer.from(header(req, 'hearth-gateway-credential') ?? '', 'base64url'), credential)) {
    throw new HttpFault(
      401,
      'GATEWAY_REQUIRED',
      'hearth-gateway-credential: readers come through the gateway',
    );
  }
  if (!/^application\/json\b/i.test(header(req, 'content-type') ?? '')) {
    throw new HttpFault(415, 'UNSUPPORTED_MEDIA_TYPE', 'content-type: application/json');
  }
}

/**
 * The handler of a subgraph in a process of its own: POST /graphql, JSON `{query, variables, operationName}`, 1 MiB at most,
 * with the headers `authorization` and `hearth-purpose` handed on as they came, and `hearth-gateway-credential`: the key of
 * that name in base64url. Without it the answer is 401 and the body is not read.
 */
export function subgraphHandler(
  subgraph: Subgraph,
  gatewayCredential: Buffer,
): (req: IncomingMessage, res: ServerResponse) => void {
  const parsed = new BoundedMap<string, DocumentNode>(PARSED_MAX);

  function documentOf(text: string): DocumentNode {
    const known = parsed.get(text);
    if (known !== undefined) return known;
    try {
      const document = parse(text, { maxTokens: TOKENS_MAX });
      if (text.length <= KEPT_CHARACTERS_MAX) parsed.set(text, document);
      return document;
    } catch {
      throw new HttpFault(400, 'GRAPHQL_PARSE_FAILED', 'query: not a GraphQL document');
    }
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    checkRequest(req, gatewayCredential);
    const body = readRequest(await readBody(req));
    const result = await subgraph.execute({
      document: documentOf(body.query),
      variables: body.variables,
      operationName: body.operationName,
      authorization: header(req, 'authorization'),
      purpose: header(req, 'hearth-purpose'),
    });
    send(res, 200, result);
  }

  return (req, res) => {
    answer(req, res).catch((error: unknown) => {
      const fault =
        error instanceof HttpFault
          ? error
          : new HttpFault(500, 'INTERNAL_ERROR', 'Something went wrong here.');
      send(res, fault.status, { errors: [{ message: fault.message, extensions: { code: fault.code } }] });
    });
  };
}
