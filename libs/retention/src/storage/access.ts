import { LIFETIME_MAX_SECONDS } from '@hearth/tokens';
import type { Removal } from '../domain/removal';
import { RECORD_REMOVAL } from './access-record';
import { expiringRows, since } from './expiring-rows';
import { scopesOf } from './scopes';

// A withdrawal is remembered a little longer than its token lives: the clock of some door may be behind ours.
const CLOCKS_APART_MS = 60 * 60 * 1_000;
const LONGEST_TOKEN_MS = LIFETIME_MAX_SECONDS * 1_000 + CLOCKS_APART_MS;

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** What goes from the access room, by the account retention-access. Nothing that still decides anything is among it. */
export const ACCESS_REMOVALS: readonly Removal[] = [
  // An assignment holds to the end of its last day, or of its partner's contract, whichever is first.
  expiringRows({ class: 'assignments', room: 'access', table: 'assignments' }, ({ cutOff }) => ({
    sql: '(ends_on < ? OR partner IN (SELECT id FROM partners WHERE contract_ends_on < ?))',
    values: [dayOf(cutOff), dayOf(cutOff)],
  })),
  // While a token of it could still live, a client stays known as revoked, whatever the period.
  expiringRows({ class: 'clients', room: 'access', table: 'clients' }, ({ cutOff, now }) => ({
    sql: 'revoked_at <= ?',
    values: [Math.min(cutOff, now - LONGEST_TOKEN_MS)],
  })),
  // A partner goes when nothing refers to it any more, so behind its assignments and its clients.
  expiringRows({ class: 'assignments', room: 'access', table: 'partners' }, ({ cutOff }) => ({
    sql: `contract_ends_on < ?
      AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.partner = partners.id)
      AND NOT EXISTS (SELECT 1 FROM clients c WHERE c.party = partners.id)`,
    values: [dayOf(cutOff)],
  })),
  expiringRows({ class: 'clients', room: 'access', table: 'issued_tokens' }, since('expires_at')),
  expiringRows({ class: 'clients', room: 'access', table: 'revoked_tokens' }, ({ now }) => ({
    sql: 'until_at <= ?',
    values: [now - CLOCKS_APART_MS],
  })),
  // An order that nobody closed was closed by its own end. What it seals stays sealed, so it stays as long.
  expiringRows({ class: 'court-orders', room: 'access', table: 'court_orders' }, ({ cutOff, now }) => ({
    sql: 'COALESCE(closed_at, until_at) <= ? AND (sealed_until IS NULL OR sealed_until <= ?)',
    values: [cutOff, now],
  })),
  ...scopesOf(['consents', 'requests', 'court-orders'], 'access'),
  RECORD_REMOVAL,
];
