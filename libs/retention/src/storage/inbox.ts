import type { Removal } from '../domain/removal';
import { expiringRows, since } from './expiring-rows';

/**
 * What could not be filed, by the account retention-inbox, which cannot see what is in it. The report's id stays in the usage room
 * under the outcome that it had there: a copy that comes later is known and is not counted, whatever was agreed by then.
 */
export const INBOX_REMOVALS: readonly Removal[] = [
  expiringRows({ class: 'held-reports', room: 'inbox', table: 'halves' }, since('received_at')),
];
