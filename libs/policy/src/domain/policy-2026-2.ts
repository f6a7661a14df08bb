import { CATEGORIES } from './categories';
import { frozen } from './frozen';
import type { ActionRule, Policy, Rule } from './policy';
import { POLICY_2026_1 } from './policy-2026-1';
import { REFUSALS_2026_2 } from './refusals-2026-2';
import { RETENTION_2026_2 } from './retention-2026-2';
import { ACTIONS } from './vocabulary';

// What this version changes: departments may read of a partner's clients what the partner itself may, and product management
// the partners' statistics, so that no partner exceeds the departments; quotes are proposed by the department that speaks
// with customers; approvers read what they approve; it may be looked up what another reader would be answered; what was held
// by absence alone is refused outright; and every class of data has its time.
const addedRules: readonly Rule[] = [
  {
    audience: 'communication',
    purpose: 'communication',
    rows: 'all',
    clause: 'departments',
    categories: ['access.client'],
  },
  {
    audience: 'communication',
    purpose: 'communication',
    rows: 'all',
    clause: 'attribution',
    categories: ['reference.record'],
  },
  {
    audience: 'compliance',
    purpose: 'compliance',
    rows: 'all',
    clause: 'departments',
    categories: ['access.client'],
  },
  {
    audience: 'product-management',
    purpose: 'statistics',
    rows: 'none',
    clause: 'statistics',
    categories: ['statistics.partner'],
  },
  {
    audience: 'approvers',
    purpose: 'administration',
    rows: 'none',
    clause: 'amendments',
    categories: ['access.policy', 'access.preview'],
  },
  {
    audience: 'approvers',
    purpose: 'administration',
    rows: 'none',
    clause: 'legal-order',
    categories: ['access.order'],
  },
  {
    audience: 'privacy-office',
    purpose: 'privacy-administration',
    rows: 'none',
    clause: 'knowledge',
    categories: ['access.preview'],
  },
];

const addedActionRules: readonly ActionRule[] = [
  {
    audience: 'communication',
    purpose: 'communication',
    actions: ['reference.propose'],
    clause: 'attribution',
  },
  {
    audience: 'customer',
    purpose: 'self-access',
    actions: ['reference.approve', 'reference.withdraw'],
    clause: 'attribution',
  },
  {
    audience: 'privacy-office',
    purpose: 'privacy-administration',
    actions: ['customer.erase'],
    clause: 'contact',
  },
  {
    audience: 'approvers',
    purpose: 'administration',
    actions: ['client.register', 'client.revoke'],
    clause: 'security',
  },
  // An installation that nobody has vouched for may be a copy, or a stranger with somebody's key.
  {
    audience: 'customer',
    purpose: 'self-access',
    actions: ['installation.confirm', 'installation.disown'],
    clause: 'knowledge',
  },
  {
    audience: 'communication',
    purpose: 'communication',
    actions: ['installation.confirm', 'installation.disown'],
    clause: 'departments',
  },
  {
    audience: 'compliance',
    purpose: 'compliance',
    actions: ['installation.confirm', 'installation.disown'],
    clause: 'departments',
  },
  {
    audience: 'partner',
    purpose: 'compliance',
    actions: ['installation.confirm', 'installation.disown'],
    clause: 'affiliates',
  },
];

/** The second version of the policy. */
export const POLICY_2026_2: Policy = frozen({
  ...POLICY_2026_1,
  version: '2026.2',
  effectiveFrom: '2026-11-25',
  categories: CATEGORIES,
  actions: ACTIONS,
  rules: [...POLICY_2026_1.rules, ...addedRules],
  actionRules: [...POLICY_2026_1.actionRules, ...addedActionRules],
  refusals: REFUSALS_2026_2,
  retention: RETENTION_2026_2,
});
