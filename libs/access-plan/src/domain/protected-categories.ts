import type { Category, Policy } from '@hearth/policy';

const known = new WeakMap<Policy, ReadonlySet<Category>>();

/**
 * The categories that are protected: personal and company-specific ones. They are row-scoped, and their release goes on the
 * record. Looked up once for each policy.
 */
export function protectedCategories(policy: Policy): ReadonlySet<Category> {
  const before = known.get(policy);
  if (before) return before;
  const found = new Set(
    policy.categories
      .filter(({ sensitivity }) => sensitivity === 'personal' || sensitivity === 'company-specific')
      .map(({ key }) => key),
  );
  known.set(policy, found);
  return found;
}
