import { CATEGORIES } from './categories';
import type { Category } from './categories';
import { CLAUSES } from './clauses';
import { ACTIONS } from './vocabulary';
import { frozen } from './frozen';
import type { ActionRule, AudienceDeclaration, Policy, PurposeDeclaration, Rule } from './policy';
import type { Audience, Purpose } from './vocabulary';

const audiences: readonly AudienceDeclaration[] = [
  {
    key: 'communication',
    title: 'the communication department',
    description: 'Staff who keep in touch with customers.',
    boundBy: 'departments',
  },
  {
    key: 'compliance',
    title: 'the compliance department',
    description: 'Staff who compare measured use with what was agreed.',
    boundBy: 'departments',
  },
  {
    key: 'product-management',
    title: 'product management',
    description: 'Staff who improve the products; they see counts over many customers.',
    boundBy: 'statistics',
  },
  {
    key: 'privacy-office',
    title: 'the privacy office',
    description: 'Staff who settle requests of customers about their data.',
    boundBy: 'departments',
  },
  {
    key: 'operations',
    title: 'operations',
    description: 'Staff who keep the service healthy, without sight of customers.',
    boundBy: 'minimise',
  },
  {
    key: 'vendor-systems',
    title: 'the vendor’s systems',
    description: 'Programs that record customers, agreements and partners under keys of their own.',
    boundBy: 'minimise',
  },
  {
    key: 'approvers',
    title: 'approvers',
    description: 'Named people who propose and approve policies, court orders and tokens.',
    boundBy: 'amendments',
  },
  {
    key: 'installation',
    title: 'an installation',
    description: 'An installed copy of a product, which reports and reads nothing.',
    boundBy: 'call-home',
  },
  {
    key: 'partner',
    title: 'an affiliated partner',
    description: 'A company authorised to sell or support the software to customers assigned to it.',
    boundBy: 'affiliates',
  },
  {
    key: 'court-order',
    title: 'a person named in a court order',
    description: 'Somebody who receives what an order demands, while it lasts.',
    boundBy: 'legal-order',
  },
  {
    key: 'consented-party',
    title: 'an outside party with consent',
    description: 'A publication or analyst that a customer has permitted something to.',
    boundBy: 'consent',
  },
  {
    key: 'customer',
    title: 'the customer',
    description: 'A customer that asks about itself.',
    boundBy: 'knowledge',
  },
  { key: 'public', title: 'anyone', description: 'Whoever comes without a token.', boundBy: 'no-sharing' },
];

const purposes: readonly PurposeDeclaration[] = [
  {
    key: 'communication',
    title: 'communication',
    description: 'To speak with a customer about its software.',
  },
  { key: 'compliance', title: 'compliance', description: 'To weigh measured use against an agreement.' },
  { key: 'statistics', title: 'statistics', description: 'To learn about the customers as a whole.' },
  {
    key: 'privacy-administration',
    title: 'privacy administration',
    description: 'To settle a request about data.',
  },
  { key: 'operation', title: 'operation', description: 'To keep the service running.' },
  {
    key: 'record-keeping',
    title: 'record keeping',
    description: 'To keep the records of sales and support current.',
  },
  { key: 'administration', title: 'administration', description: 'To govern policies, orders and tokens.' },
  { key: 'reporting', title: 'reporting', description: 'To hand in the reports of an installation.' },
  { key: 'legal-order', title: 'legal order', description: 'To obey the order of a court.' },
  { key: 'publication', title: 'publication', description: 'To publish, as the customer has permitted.' },
  { key: 'analysis', title: 'analysis', description: 'To analyse, as the customer has permitted.' },
  { key: 'self-access', title: 'self-access', description: 'To see what is held about oneself.' },
  { key: 'solicitation', title: 'solicitation', description: 'To solicit. Always refused.' },
];

const contactFields: readonly Category[] = ['user.name', 'user.contact', 'user.job_title'];

// What serves communication with a customer, and what serves compliance. A partner gets the same lists for its own
// rows; compliance alone adds the whole licence key. Network addresses are in neither, since no findings are open yet.
const forCommunication: readonly Category[] = [
  'company',
  ...contactFields,
  'agreement.record',
  'agreement.dates',
  'agreement.edition',
  'agreement.standing',
  'usage.legacy',
  'access.assignment',
  'access.partner',
];
const forCompliance: readonly Category[] = [
  'company',
  ...contactFields,
  'agreement',
  'licence.hint',
  'usage.customer.entitled',
  'usage.installation',
  'usage.coverage',
  'access.assignment',
  'access.partner',
];
const aboutACustomer: readonly Category[] = [
  'company',
  'user',
  'agreement',
  'licence',
  'usage',
  'access.assignment',
  'access.partner',
  'consent.record',
  'reference.record',
];
const withConsent: readonly Category[] = ['company', ...contactFields];

// Whoever may read anything may read what is public, for whatever purpose is open to it.
const readers: readonly (readonly [Audience, Purpose])[] = [
  ['communication', 'communication'],
  ['compliance', 'compliance'],
  ['product-management', 'statistics'],
  ['privacy-office', 'privacy-administration'],
  ['operations', 'operation'],
  ['vendor-systems', 'record-keeping'],
  ['approvers', 'administration'],
  ['partner', 'communication'],
  ['partner', 'compliance'],
  ['partner', 'statistics'],
  ['court-order', 'legal-order'],
  ['consented-party', 'publication'],
  ['consented-party', 'analysis'],
  ['customer', 'self-access'],
  ['public', 'statistics'],
];

function rule(
  audience: Audience,
  purpose: Purpose,
  rows: Rule['rows'],
  clause: Rule['clause'],
  categories: readonly Category[],
): Rule {
  return { audience, purpose, categories, rows, clause };
}

const rules: readonly Rule[] = [
  rule('communication', 'communication', 'all', 'departments', forCommunication),
  rule('compliance', 'compliance', 'all', 'compliance', [...forCompliance, 'licence.key']),
  rule('product-management', 'statistics', 'none', 'statistics', ['statistics.internal']),
  rule('privacy-office', 'privacy-administration', 'scoped', 'contact', aboutACustomer),
  // The queue of requests and the record of releases are the office's own work, beyond any single case.
  rule('privacy-office', 'privacy-administration', 'all', 'knowledge', ['request.record', 'access.record']),
  rule('operations', 'operation', 'none', 'call-home', ['operation']),
  rule('vendor-systems', 'record-keeping', 'own-records', 'voluntary', [
    'company',
    ...contactFields,
    'agreement',
    'licence',
    'access.assignment',
    'access.partner',
  ]),
  rule('approvers', 'administration', 'none', 'security', ['access.client']),
  rule('partner', 'communication', 'scoped', 'affiliates', [...forCommunication, 'access.client']),
  rule('partner', 'compliance', 'scoped', 'affiliates', [...forCompliance, 'access.client']),
  rule('partner', 'statistics', 'none', 'affiliates', ['statistics.partner']),
  rule('court-order', 'legal-order', 'scoped', 'legal-order', [...aboutACustomer, 'request.record']),
  rule('consented-party', 'publication', 'scoped', 'consent', withConsent),
  rule('consented-party', 'analysis', 'scoped', 'consent', withConsent),
  rule('customer', 'self-access', 'self', 'knowledge', [
    ...aboutACustomer,
    'request.record',
    'access.record',
  ]),
  ...readers.map(([audience, purpose]) =>
    rule(audience, purpose, 'none', 'aggregates-out', ['statistics.public']),
  ),
  ...readers.map(([audience, purpose]) =>
    rule(audience, purpose, 'none', 'attribution', ['reference.approved']),
  ),
];

const actionRules: readonly ActionRule[] = [
  {
    audience: 'vendor-systems',
    purpose: 'record-keeping',
    actions: ['customer.record', 'contact.record', 'agreement.record', 'partner.record', 'assignment.record'],
    clause: 'voluntary',
  },
  { audience: 'installation', purpose: 'reporting', actions: ['report.submit'], clause: 'call-home' },
  { audience: 'operations', purpose: 'operation', actions: ['report.replay'], clause: 'call-home' },
  {
    audience: 'approvers',
    purpose: 'administration',
    actions: ['policy.propose', 'policy.approve'],
    clause: 'amendments',
  },
  {
    audience: 'approvers',
    purpose: 'administration',
    actions: ['order.open', 'order.approve', 'order.close'],
    clause: 'legal-order',
  },
  {
    audience: 'approvers',
    purpose: 'administration',
    actions: ['token.issue', 'token.revoke'],
    clause: 'security',
  },
  {
    audience: 'privacy-office',
    purpose: 'privacy-administration',
    actions: ['request.answer'],
    clause: 'contact',
  },
  { audience: 'customer', purpose: 'self-access', actions: ['request.open'], clause: 'contact' },
  {
    audience: 'customer',
    purpose: 'self-access',
    actions: ['consent.grant', 'consent.withdraw'],
    clause: 'consent',
  },
];

// The closed lists grow with later versions; this one keeps the words that it was published with.
const LATER_CATEGORIES: readonly string[] = ['access.policy', 'access.order', 'access.preview'];
const LATER_ACTIONS: readonly string[] = [
  'reference.propose',
  'reference.approve',
  'reference.withdraw',
  'customer.erase',
  'client.register',
  'client.revoke',
  'installation.confirm',
  'installation.disown',
];

/** The first version of the policy. */
export const POLICY_2026_1: Policy = frozen({
  version: '2026.1',
  effectiveFrom: '2026-01-01',
  clauses: CLAUSES,
  categories: CATEGORIES.filter(({ key }) => !LATER_CATEGORIES.includes(key)),
  actions: ACTIONS.filter((action) => !LATER_ACTIONS.includes(action)),
  audiences,
  purposes,
  rules,
  actionRules,
  refusals: [],
  retention: [],
});
