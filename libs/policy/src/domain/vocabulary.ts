// The closed words of the policy: who asks, for what, and on which rows. The arrays are the source, the types follow.

/** Everyone who can ask. A reader is exactly one of these. */
export const AUDIENCES = [
  'communication',
  'compliance',
  'product-management',
  'privacy-office',
  'operations',
  'vendor-systems',
  'approvers',
  'installation',
  'partner',
  'court-order',
  'consented-party',
  'customer',
  'public',
] as const;

/** One of the thirteen audiences. */
export type Audience = (typeof AUDIENCES)[number];

/** Who stands outside the company, whether affiliated, named, permitted or neither. */
export const OUTSIDERS: readonly Audience[] = [
  'partner',
  'court-order',
  'consented-party',
  'customer',
  'public',
];

/** Every purpose that can be stated. `solicitation` is a word only so that it can be refused by name. */
export const PURPOSES = [
  'communication',
  'compliance',
  'statistics',
  'privacy-administration',
  'operation',
  'record-keeping',
  'administration',
  'reporting',
  'legal-order',
  'publication',
  'analysis',
  'self-access',
  'solicitation',
] as const;

/** One of the thirteen purposes. */
export type Purpose = (typeof PURPOSES)[number];

/** Everything that a mutation can be declared to do. */
export const ACTIONS = [
  'customer.record',
  'contact.record',
  'agreement.record',
  'partner.record',
  'assignment.record',
  'report.submit',
  'report.replay',
  'policy.propose',
  'policy.approve',
  'order.open',
  'order.approve',
  'order.close',
  'token.issue',
  'token.revoke',
  'request.open',
  'request.answer',
  'consent.grant',
  'consent.withdraw',
  'reference.propose',
  'reference.approve',
  'reference.withdraw',
  'customer.erase',
  'client.register',
  'client.revoke',
  'installation.confirm',
  'installation.disown',
] as const;

/** One of the closed list of actions. */
export type Action = (typeof ACTIONS)[number];

/** Where data rests: each room is a database of its own. */
export const ROOMS = ['inbox', 'personal', 'usage', 'statistics', 'access'] as const;

/** One of the five rooms. */
export type Room = (typeof ROOMS)[number];

/** Every row scope that a rule can open. */
export const ROW_SCOPES = ['all', 'scoped', 'self', 'own-records', 'none'] as const;

/**
 * The rows that a rule opens. `all`: every customer; `scoped`: those that a grant names (assignment, case, order or
 * consent); `self`: the reader's own; `own-records`: what the reader itself wrote; `none`: not per customer at all.
 */
export type RowScope = (typeof ROW_SCOPES)[number];
