import { CATEGORIES, SENSITIVITIES, isWithin } from '../categories';
import type { Category, CategoryDeclaration, Sensitivity } from '../categories';
import type { Policy } from '../policy';

/** Each category is named after its parent, and a parent is as strict as the strictest below it. */
export function categoriesFormTrees(policy: Policy): string[] {
  return policy.categories.flatMap(({ key, parent, sensitivity }) => {
    const above = policy.categories.find((other) => other.key === parent);
    const faults: string[] = [];
    if (parent === undefined) return faults;
    if (!above) faults.push(`The category ${key} has the parent ${parent}, which is not declared.`);
    if (parent !== key.slice(0, key.lastIndexOf('.'))) {
      faults.push(`The category ${key} is not named after its parent ${parent}.`);
    }
    if (above && isLaxer(above.sensitivity, sensitivity)) {
      faults.push(`The category ${parent} is handled less carefully than ${key} below it.`);
    }
    return faults;
  });
}

/** No version handles a category less carefully than this software does: protection hangs on it. */
export function noCategoryIsRelaxed(policy: Policy): string[] {
  return policy.categories.flatMap(({ key, sensitivity }) => {
    const known = CATEGORIES.find((category) => category.key === key);
    if (!known) return [`The category ${key} is not known to this software.`];
    return isLaxer(sensitivity, known.sensitivity)
      ? [`The category ${key} is ${known.sensitivity} and declared ${sensitivity}.`]
      : [];
  });
}

/** Every category serves a purpose: what nobody may ever read is not collected. */
export function everyCategoryServesAPurpose(policy: Policy): string[] {
  const named = new Set(policy.rules.flatMap(({ categories }) => categories));
  return uncovered(policy.categories, named).map((key) => `The category ${key} serves no purpose.`);
}

/** Every category is kept for a time that the policy declares, and no retention names what it does not declare. */
export function everyCategoryHasARetention(policy: Policy): string[] {
  const named = new Set(policy.retention.flatMap(({ categories }) => categories));
  const declared = new Set(policy.categories.map(({ key }) => key));
  return [
    ...uncovered(policy.categories, named).map((key) => `The category ${key} has no retention.`),
    ...policy.retention.flatMap(({ key, categories }) =>
      categories
        .filter((category) => !declared.has(category))
        .map((category) => `The retention ${key} names ${category}, which is no category.`),
    ),
  ];
}

// A category is covered by itself, by a parent, or, being only the sum of its children, by any of them; those that are
// not are told one by one.
function uncovered(categories: readonly CategoryDeclaration[], named: ReadonlySet<Category>): Category[] {
  return categories
    .map(({ key }) => key)
    .filter((key) => ![...named].some((other) => isWithin(key, other) || isWithin(other, key)));
}

function isLaxer(one: Sensitivity, other: Sensitivity): boolean {
  return SENSITIVITIES.indexOf(one) > SENSITIVITIES.indexOf(other);
}
