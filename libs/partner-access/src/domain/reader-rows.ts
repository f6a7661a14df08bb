import type { Claim, Policy, RowScope } from '@hearth/policy';

/**
 * On which customers' rows a claim may read, in one word: that of the first rule for it which is about customers at all.
 * `none` where no rule is: such a reader has aggregates, or nothing.
 */
export function readerRows(policy: Policy, claim: Claim): RowScope {
  const rule = policy.rules.find(
    (candidate) =>
      candidate.audience === claim.audience &&
      candidate.purpose === claim.purpose &&
      candidate.rows !== 'none',
  );
  return rule?.rows ?? 'none';
}
