import type { Action, Category, Refused } from '@hearth/policy';

/** The stable codes of what a caller can do wrong. */
export type PartnerFaultCode = 'BAD_INPUT' | 'NOT_FOUND';

/** Something the caller can put right. The message names the field and what is expected, never the value that came. */
export class PartnerFault extends Error {
  override readonly name = 'PartnerFault';

  constructor(
    readonly code: PartnerFaultCode,
    field: string,
    expectation: string,
  ) {
    super(`${field}: ${expectation}`);
  }
}

/** The policy's refusal, met at the store. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';

  constructor(
    readonly decision: Refused,
    readonly of: { readonly category: Category } | { readonly action: Action },
  ) {
    super(decision.code);
  }
}
