import type { Removal } from '../domain/removal';
import { expiringRows } from './expiring-rows';

// Who a scope is for tells what made it: a consent's party has its purpose behind a slash, the others are ids of their own.
const MADE_BY: Readonly<Record<string, string>> = {
  consents: "INSTR(party, '/') > 0",
  requests: "INSTR(party, '/') = 0 AND SUBSTR(party, 1, 4) = 'req_'",
  'court-orders': "INSTR(party, '/') = 0 AND SUBSTR(party, 1, 4) = 'ord_'",
  assignments: "INSTR(party, '/') = 0 AND SUBSTR(party, 1, 4) = 'par_'",
};

/**
 * The scopes that a consent, a request, an order or an assignment has made in a room, as long after they ended as their cause
 * stays. They say who could see whom, so they are of its class. The usage room's are a copy of the personal room's and follow it.
 */
export function scopesOf(made: readonly string[], room: 'personal' | 'access'): Removal[] {
  return made.map((key) =>
    expiringRows({ class: key, room, table: 'scope' }, ({ cutOff }) => ({
      sql: `until_at <= ? AND ${MADE_BY[key] as string}`,
      values: [cutOff],
    })),
  );
}
