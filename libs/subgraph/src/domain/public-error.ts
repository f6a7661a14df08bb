import type { RefusedThing } from '@hearth/access-plan';
import type { Category, Refused } from '@hearth/policy';
import { GraphQLError } from 'graphql';

const CODE = /^[A-Z][A-Z0-9_]{2,63}$/;

/** An expected outcome that readers may see: a stable code and a message that names fields and no value. */
export class PublicError extends GraphQLError {
  constructor(
    /** Upper case with underscores, such as BAD_INPUT. */
    readonly code: string,
    message: string,
  ) {
    super(message, { extensions: { code } });
    if (!CODE.test(code)) throw new TypeError('code: upper-case words joined by underscores');
    this.name = 'PublicError';
  }
}

/** A refusal made by a resolver; on its way out it becomes an error like those that the plan makes, at the path of its field. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  constructor(
    readonly decision: Refused,
    readonly thing: RefusedThing,
  ) {
    super('refused');
  }
}

/**
 * Refuses the field that is being resolved, for reasons that hang on its row, or because the store decided by itself: throws
 * what becomes null and an access error at its path.
 */
export function refuse(decision: Refused, thing: Category | RefusedThing): never {
  throw new RefusalError(decision, typeof thing === 'string' ? { category: thing } : thing);
}
