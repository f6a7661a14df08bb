import { HeaderMap } from '@apollo/server';
import type { TurnedAway } from '@hearth/intrusion-detection';
import type { ExecutionResult } from 'graphql';
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
  return { data: null, errors: [new GraphQLError(message, { extensions: { code, http } })] };
}

/** The answer to a reader that has read its rows for today. */
export function overQuota({ code, retryAfterSeconds }: TurnedAway): ExecutionResult {
  const message =
    'The rows with personal or company-specific data that this reader may have in a day are used up, so nothing is released. A mutation may have taken effect.';
  return withhold(code, 429, message, retryAfterSeconds);
}
