import type { Action, Category, Policy, Reader, RowScope } from '@hearth/policy';
import { decide, decideAction } from '@hearth/policy';
import { AccessRefused } from '../domain/faults';

/** Throws AccessRefused unless the policy lets the reader do it. */
export function demandAction(policy: Policy, reader: Reader, action: Action): void {
  const decision = decideAction(policy, reader, action);
  if (!decision.allowed) throw new AccessRefused(decision, { action });
}

/** The rows on which the policy lets the reader have the category. Throws AccessRefused where it does not. */
export function demandCategory(policy: Policy, reader: Reader, category: Category): RowScope {
  const decision = decide(policy, reader, category);
  if (!decision.allowed) throw new AccessRefused(decision, { category });
  return decision.rows;
}
