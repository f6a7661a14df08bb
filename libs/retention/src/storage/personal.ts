import type { Removal } from '../domain/removal';
import { expiringRows, since } from './expiring-rows';
import { scopesOf } from './scopes';

/** What goes from the personal room, by the account retention-personal: it sees times, and nobody's name or words. */
export const PERSONAL_REMOVALS: readonly Removal[] = [
  expiringRows({ class: 'sightings', room: 'personal', table: 'sightings' }, since('received_at')),
  // Whichever was first ended it; where both have passed, it has.
  expiringRows({ class: 'consents', room: 'personal', table: 'consents' }, ({ cutOff }) => ({
    sql: '(withdrawn_at <= ? OR until_at <= ?)',
    values: [cutOff, cutOff],
  })),
  expiringRows({ class: 'requests', room: 'personal', table: 'requests' }, since('answered_at')),
  expiringRows(
    { class: 'references', room: 'personal', table: 'customer_references' },
    since('withdrawn_at'),
  ),
  ...scopesOf(['consents', 'requests', 'court-orders', 'assignments'], 'personal'),
];
