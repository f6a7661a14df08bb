import { HeaderMap } from '@apollo/server';
import type { TurnedAway } from '@hearth/intrusion-detection';
import type { ExecutionResult, GraphQLErrorExtensions } from 'graphql';
import { GraphQLError } from 'graphql';

/** An answer of which nothing leaves, with its HTTP status and, where waiting helps, for how long. */
export function withhold(
  code: string,
  status: number,
  message: string,
  retryAfterSeconds?: number,
): ExecutionResult {
  const http =
    retryAfterSeconds === undefined
      ? { status }
      : { status, headers: new HeaderMap([['retry-after', String(retryAfterSeconds)]]) };
  // Apollo Server wants its own map of headers; another library's declaration says that they are an object.
  const extensions = { code, http } as unknown as GraphQLErrorExtensions;
  return { data: null, errors: [new GraphQLError(message, { extensions })] };
}

/** The answer to a reader that has read its rows for today. */
export function overQuota({ code, retryAfterSeconds }: TurnedAway): ExecutionResult {
  const message =
    'The rows with personal or company-specific data that this reader may have in a day are used up, so nothing is released. A mutation may have taken effect.';
  return withhold(code, 429, message, retryAfterSeconds);
}
