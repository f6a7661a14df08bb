import { GraphQLError } from 'graphql';
import { isPublicErrorCode } from '../domain/error-codes';

/** Receives what is kept from readers: the error as it was, and in words what was being done. */
export type ErrorLog = (error: unknown, doing: string) => void;

/**
 * What readers are told of the errors that came out of the engine. One of ours passes with its message, its path and what the
 * policy said; of any other, which may hold a value, a statement or a host, only the path is left.
 */
export function maskErrors(errors: readonly GraphQLError[], log: ErrorLog): readonly GraphQLError[] {
  return errors.flatMap(flatten).map((error) => {
    const code = error.extensions['code'];
    const path = error.path ?? null;
    if (isPublicErrorCode(code)) {
      const access = error.extensions['access'];
      return new GraphQLError(error.message, {
        path,
        extensions: access === undefined ? { code } : { code, access },
      });
    }
    log(error.originalError ?? error, 'answering from a subgraph');
    return internalError(path);
  });
}

/** What a reader is told of a failure inside: where it was, and no more. */
export function internalError(path: GraphQLError['path'] | null): GraphQLError {
  return new GraphQLError('Something failed here; nothing is known to be wrong with the request.', {
    path: path ?? null,
    extensions: { code: 'INTERNAL_ERROR' },
  });
}

// The engine gathers several errors of one place into one; each has a code of its own.
function flatten(error: GraphQLError): GraphQLError[] {
  const gathered: unknown = (error.originalError as { errors?: unknown } | undefined)?.errors;
  if (!Array.isArray(gathered)) return [error];
  return gathered.map((one: unknown) =>
    one instanceof GraphQLError
      ? new GraphQLError(one.message, { path: error.path ?? one.path ?? null, extensions: one.extensions })
      : new GraphQLError('', { path: error.path ?? null, originalError: one instanceof Error ? one : null }),
  );
}
