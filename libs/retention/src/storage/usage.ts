import type { Removal } from '../domain/removal';
import { expiringRows, since } from './expiring-rows';
import { FACT_REMOVAL } from './usage-facts';
import { STATE_REMOVAL } from './usage-states';

/**
 * What goes from the usage room, by the account retention-usage. Links go before the ids of their reports, so that a copy of a
 * report that has been forgotten does not meet its own link; installations go last, when nothing refers to them any more.
 */
export const USAGE_REMOVALS: readonly Removal[] = [
  expiringRows({ class: 'links', room: 'usage', table: 'links' }, since('received_at')),
  expiringRows({ class: 'report-ids', room: 'usage', table: 'reports' }, since('received_at')),
  FACT_REMOVAL,
  STATE_REMOVAL,
  expiringRows(
    { class: 'installation-claims', room: 'usage', table: 'installation_claims' },
    ({ cutOff }) => ({
      sql: `NOT EXISTS (SELECT 1 FROM installations i
        WHERE i.id = installation_claims.installation AND i.last_received > ?)`,
      values: [cutOff],
    }),
  ),
  expiringRows(
    {
      class: 'installations',
      room: 'usage',
      table: 'installations',
      afterClasses: ['report-ids', 'daily-facts', 'month-states', 'links', 'installation-claims'],
    },
    ({ cutOff }) => ({
      sql: `last_received <= ?
        AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.installation = installations.id)
        AND NOT EXISTS (SELECT 1 FROM installation_claims c WHERE c.installation = installations.id)`,
      values: [cutOff],
    }),
  ),
  expiringRows({ class: 'corrections', room: 'usage', table: 'corrections' }, since('last_at')),
  expiringRows({ class: 'failures', room: 'usage', table: 'failures' }, since('last_seen')),
];
