import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import { AuthenticationError } from '@hearth/tokens';
import type { AuthenticationErrorCode } from '@hearth/tokens';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler } from 'express';
import { guardDocument } from '../domain/guard-document';
import type { GatewayLimits } from '../domain/limits';
import type { DoorContext } from '../graphql/door';
import type { ErrorLog } from '../graphql/mask-errors';
import { NO_REFUSAL_MODE, readRefusalMode } from '../domain/refusal-mode';
import type { RefusalMode } from '../domain/refusal-mode';
import { sendError } from './answers';
import { explorerPage } from './explorer';

const STATUS_OF: Record<AuthenticationErrorCode, number> = {
  UNAUTHENTICATED: 401,
  PURPOSE_REQUIRED: 400,
  PURPOSE_NOT_IN_TOKEN: 403,
  REVOCATION_UNKNOWN: 503,
};

/** Verifies who asks, and makes what the door behind is told of a request. */
export type Admit = (
  authorization: string | undefined,
  purpose: string | undefined,
  refusals: RefusalMode,
) => Promise<DoorContext>;

/** The graph over HTTP: who asks, then what, then Apollo Server. Mounted at whatever path the process gives it. */
export function createExpressDoor(options: {
  readonly apollo: ApolloServer<DoorContext>;
  readonly admit: Admit;
  readonly limits: GatewayLimits;
  readonly log: ErrorLog;
}): Express {
  const { apollo, admit, limits, log } = options;
  const contexts = new WeakMap<Request, DoorContext>();

  const authenticate: RequestHandler = async (request, response, next) => {
    const refusals = readRefusalMode(request.get('hearth-refusals'));
    if (refusals === undefined) {
      sendError(response, 400, 'BAD_INPUT', NO_REFUSAL_MODE);
      return;
    }
    try {
      contexts.set(
        request,
        await admit(request.get('authorization'), request.get('hearth-purpose'), refusals),
      );
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
      const challenge =
        error.code === 'UNAUTHENTICATED' ? { 'www-authenticate': 'Bearer error="invalid_token"' } : {};
      sendError(response, STATUS_OF[error.code], error.code, error.message, challenge);
      return;
    }
    next();
  };

  const guard: RequestHandler = (request, response, next) => {
    if (asksByHash(request)) {
      sendError(response, 400, 'PERSISTED_QUERIES_NOT_SERVED', 'Send the query itself; none is kept here.');
      return;
    }
    const query = queryOf(request);
    const refusal = query === undefined ? undefined : guardDocument(query, limits);
    if (refusal) sendError(response, 400, refusal.code, refusal.message);
    else next();
  };

  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const status = (error as { status?: unknown } | null)?.status;
    if (status === 413) {
      const message = `The body is larger than ${String(limits.bodyBytes)} bytes.`;
      sendError(response, 413, 'BODY_TOO_LARGE', message);
    } else if (typeof status === 'number' && status >= 400 && status < 500) {
      sendError(response, status, 'BAD_BODY', 'The body is not JSON that can be read.');
    } else {
      log(error, 'taking a request');
      sendError(response, 500, 'INTERNAL_ERROR', 'Something failed here.');
    }
  };

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(showExplorer);
  app.use((_request, response, next) => {
    // Every answer depends on who asks and why, so no cache on the way may keep one.
    response.set({
      'cache-control': 'no-store',
      vary: 'authorization, hearth-purpose, hearth-refusals',
      'x-content-type-options': 'nosniff',
    });
    next();
  });
  app.use(authenticate);
  app.use(express.json({ limit: limits.bodyBytes, type: ['application/json', 'application/*+json'] }));
  app.use(guard);
  app.use(
    expressMiddleware(apollo, {
      context: ({ req }) => {
        const context = contexts.get(req);
        // Nothing reaches Apollo Server that was not admitted; were it to, it would be a fault of this file.
        return context ? Promise.resolve(context) : Promise.reject(new TypeError('request: not admitted'));
      },
    }),
  );
  app.use(failed);
  return app;
}

// Only a browser asks for HTML by name; a program that takes anything gets JSON.
const showExplorer: RequestHandler = async (request, response, next) => {
  if (request.method !== 'GET' || !(request.get('accept') ?? '').includes('text/html')) {
    next();
    return;
  }
  const page = await explorerPage();
  response.set(page.headers);
  if (request.acceptsEncodings('gzip') === 'gzip') {
    response.set('content-encoding', 'gzip').end(page.gzipped);
  } else {
    response.end(page.html);
  }
};

// Apollo Server would refuse it as well, but with headers of its own for caches.
function asksByHash(request: Request): boolean {
  const body: unknown = request.body;
  const extensions =
    typeof body === 'object' && body !== null && 'extensions' in body ? body.extensions : undefined;
  return typeof extensions === 'object' && extensions !== null && 'persistedQuery' in extensions;
}

// What has another form than a document in a string is for Apollo Server to refuse. An address is read as Apollo Server
// reads it: Express gives up behind a thousand parameters, and what it does not see would go by unmeasured.
function queryOf(request: Request): string | undefined {
  if (request.method === 'GET') {
    const at = request.originalUrl.indexOf('?');
    return new URLSearchParams(at < 0 ? '' : request.originalUrl.slice(at)).get('query') ?? undefined;
  }
  const holder: unknown = request.body;
  if (typeof holder !== 'object' || holder === null || !('query' in holder)) return undefined;
  return typeof holder.query === 'string' ? holder.query : undefined;
}
