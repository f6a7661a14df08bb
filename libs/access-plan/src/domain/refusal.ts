import { GraphQLError } from 'graphql';
import type { GraphQLErrorOptions } from 'graphql';
import type { Action, Category, ClauseId, RefusalCode } from '@hearth/policy';

/** Why a field was refused, and what would allow it. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly category?: Category;
  readonly action?: Action;
  readonly clause: ClauseId;
  /** What would allow it, in words. */
  readonly needed: string;
  readonly policyVersion: string;
  /** The schema coordinate that the refusal rests on: a field, an argument, an input field or an enum value. */
  readonly coordinate: string;
}

/**
 * The error that a reader gets at the place of a refused field: `extensions.code` is `FORBIDDEN`, and
 * `extensions.access` holds code, category or action, clause, policy version and what would be needed. It names the
 * field and no value.
 */
export function accessError(
  refusal: Omit<Refusal, 'coordinate'>,
  field: string,
  options: Pick<GraphQLErrorOptions, 'nodes' | 'path'> = {},
): GraphQLError {
  const { code, category, action, clause, policyVersion, needed } = refusal;
  const what = {
    ...(category === undefined ? {} : { category }),
    ...(action === undefined ? {} : { action }),
  };
  return new GraphQLError(`This reader may not have the field ${field}.`, {
    ...options,
    extensions: { code: 'FORBIDDEN', access: { code, ...what, clause, policyVersion, needed } },
  });
}
