import type { Removal } from './domain/removal';
import { ACCESS_REMOVALS } from './storage/access';
import { INBOX_REMOVALS } from './storage/inbox';
import { PERSONAL_REMOVALS } from './storage/personal';
import { USAGE_REMOVALS } from './storage/usage';

/** How each class goes from each table, in the order in which it is done. */
export const REMOVALS: readonly Removal[] = [
  ...INBOX_REMOVALS,
  ...PERSONAL_REMOVALS,
  ...USAGE_REMOVALS,
  ...ACCESS_REMOVALS,
];
