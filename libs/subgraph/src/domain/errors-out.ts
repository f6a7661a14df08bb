import type { GraphQLErrorExtensions } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import { accessError, refusalOf } from '@hearth/access-plan';
import type { AccessPlan } from '@hearth/access-plan';
import type { Claim, Policy } from '@hearth/policy';
import { PublicError, RefusalError } from './public-error';

// graphql-js prints the value in the middle of these messages: only the names around it are taken.
const VARIABLE = /^Variable "\$([_0-9A-Za-z]+)/;
const PLACE = / at "([_0-9A-Za-z.[\]]+)"; /;
const MISSING = /; Field "([_0-9A-Za-z]+)" of required type "[^"]*" was not provided\.$/;

/** Which variable, or which field inside it, does not fit: `$input.startsOn: not a value of its type`. */
function misfit(message: string): string {
  const variable = VARIABLE.exec(message)?.[1];
  if (variable === undefined) return 'The request does not fit its operation.';
  const place = PLACE.exec(message)?.[1] ?? variable;
  const missing = MISSING.exec(message)?.[1];
  return missing === undefined ? `$${place}: not a value of its type` : `$${place}.${missing}: is required`;
}

/** Told of every error that readers do not see, with the response path and the operation. */
export type ErrorLog = (
  error: unknown,
  at: { readonly path: string; readonly operationName: string | undefined },
) => void;

const cause = (error: GraphQLError): unknown => error.originalError ?? error;

const located = (at: GraphQLError, message: string, extensions: GraphQLErrorExtensions): GraphQLError =>
  new GraphQLError(message, { path: at.path ?? null, nodes: at.nodes ?? null, extensions });

function fieldOf(error: GraphQLError): string {
  const node = error.nodes?.[0];
  return node?.kind === Kind.FIELD ? node.name.value : '';
}

/** The request whose errors go out. */
export interface Answered {
  readonly plan: AccessPlan;
  readonly policy: Policy;
  readonly reader: Claim;
  readonly operationName: string | undefined;
}

/** One error as a reader may see it: ours as they are, those of variables without the value, the rest without a word. */
export function errorOut(error: GraphQLError, answered: Answered, log: ErrorLog | undefined): GraphQLError {
  const { plan, policy, reader, operationName } = answered;
  const made = cause(error);
  if (made instanceof RefusalError) {
    const [node] = error.nodes ?? [];
    const coordinate = (node?.kind === Kind.FIELD && plan.coordinateOf(node)) || fieldOf(error);
    const refusal = refusalOf(policy, reader, made.decision, made.thing, coordinate);
    return accessError(refusal, fieldOf(error), { path: error.path ?? null, nodes: error.nodes ?? null });
  }
  if (made instanceof PublicError) {
    return located(error, made.message, made.extensions);
  }
  // Only what is wrong with the request as a whole has no path: the values of its variables, that is.
  if (error.path === undefined) {
    return new GraphQLError(misfit(error.message), { extensions: { code: 'BAD_INPUT' } });
  }
  log?.(made, { path: error.path?.join('.') ?? '', operationName });
  return located(error, 'Something went wrong here.', { code: 'INTERNAL_ERROR' });
}
