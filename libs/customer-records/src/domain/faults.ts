import type { Action, Category, Decision } from '@hearth/policy';

/** The stable codes of what a caller can do wrong. */
export type RecordsFaultCode = 'BAD_INPUT' | 'CONFLICT' | 'NOT_FOUND' | 'TOO_MANY_TO_SORT';

/** Something the caller can put right. The message names the field and what is expected, never the value that came. */
export class RecordsFault extends Error {
  override readonly name = 'RecordsFault';

  constructor(
    readonly code: RecordsFaultCode,
    readonly field: string,
    expectation: string,
  ) {
    super(`${field}: ${expectation}`);
  }
}

/** The policy's refusal, met at the store. `category` is absent where an action was refused. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';

  constructor(
    readonly decision: Decision & { allowed: false },
    readonly category?: Category,
    readonly action?: Action,
  ) {
    super(decision.code);
  }
}
