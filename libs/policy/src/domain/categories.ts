/** How carefully a category can be handled, strictest first. */
export const SENSITIVITIES = ['personal', 'company-specific', 'internal', 'public'] as const;

/** How carefully a category is handled. Personal and company-specific data is row-scoped and its release is recorded. */
export type Sensitivity = (typeof SENSITIVITIES)[number];

interface Declared {
  readonly key: string;
  readonly parent?: string;
  readonly sensitivity: Sensitivity;
  readonly description: string;
}

// A key is its parent's key, a dot and one more word, so that membership can be read off the key. A parent takes the
// strictest sensitivity among its children.
const declared = [
  { key: 'company', sensitivity: 'company-specific', description: 'What a customer is as a company.' },
  {
    key: 'company.record',
    parent: 'company',
    sensitivity: 'company-specific',
    description: 'That a company is a customer at all, and the opaque id it is known by.',
  },
  {
    key: 'company.name',
    parent: 'company',
    sensitivity: 'company-specific',
    description: 'The name of the company.',
  },
  {
    key: 'company.demographic',
    parent: 'company',
    sensitivity: 'company-specific',
    description: 'Industry, country and size band of the company.',
  },
  { key: 'user', sensitivity: 'personal', description: 'What identifies a person who acts for a customer.' },
  { key: 'user.name', parent: 'user', sensitivity: 'personal', description: 'The name of a contact.' },
  {
    key: 'user.contact',
    parent: 'user',
    sensitivity: 'personal',
    description: 'The ways of reaching a contact.',
  },
  {
    key: 'user.contact.email',
    parent: 'user.contact',
    sensitivity: 'personal',
    description: 'The email address of a contact.',
  },
  {
    key: 'user.job_title',
    parent: 'user',
    sensitivity: 'personal',
    description: 'The role of a contact in its company.',
  },
  { key: 'user.device', parent: 'user', sensitivity: 'personal', description: 'What identifies a machine.' },
  {
    key: 'user.device.ip_address',
    parent: 'user.device',
    sensitivity: 'personal',
    description: 'The network address that a report came from.',
  },
  { key: 'agreement', sensitivity: 'company-specific', description: 'A sales order or licence agreement.' },
  {
    key: 'agreement.record',
    parent: 'agreement',
    sensitivity: 'company-specific',
    description: 'That an agreement exists, and its opaque id.',
  },
  {
    key: 'agreement.dates',
    parent: 'agreement',
    sensitivity: 'company-specific',
    description: 'The days on which an agreement begins and ends.',
  },
  {
    key: 'agreement.order',
    parent: 'agreement',
    sensitivity: 'company-specific',
    description: 'The order number of an agreement.',
  },
  {
    key: 'agreement.edition',
    parent: 'agreement',
    sensitivity: 'company-specific',
    description: 'The edition that an agreement entitles to.',
  },
  {
    key: 'agreement.entitlement',
    parent: 'agreement',
    sensitivity: 'company-specific',
    description: 'The limits agreed upon, metric by metric.',
  },
  {
    key: 'agreement.standing',
    parent: 'agreement',
    sensitivity: 'company-specific',
    description: 'The verdict on measured use against what was agreed: within, near or over.',
  },
  {
    key: 'licence',
    sensitivity: 'company-specific',
    description: 'The key that ties reports to an agreement.',
  },
  {
    key: 'licence.key',
    parent: 'licence',
    sensitivity: 'company-specific',
    description: 'The whole licence key.',
  },
  {
    key: 'licence.hint',
    parent: 'licence',
    sensitivity: 'company-specific',
    description: 'The last four characters of a licence key.',
  },
  { key: 'usage', sensitivity: 'company-specific', description: 'What was counted at one customer.' },
  {
    key: 'usage.customer',
    parent: 'usage',
    sensitivity: 'company-specific',
    description: 'The usage series of one customer.',
  },
  {
    key: 'usage.customer.entitled',
    parent: 'usage.customer',
    sensitivity: 'company-specific',
    description: 'The usage series of those metrics that an agreement of the customer limits.',
  },
  {
    key: 'usage.customer.other',
    parent: 'usage.customer',
    sensitivity: 'company-specific',
    description: 'The usage series of every other metric.',
  },
  {
    key: 'usage.installation',
    parent: 'usage',
    sensitivity: 'company-specific',
    description: 'The installations of a customer: product, version, edition, operating system, when seen.',
  },
  {
    key: 'usage.feature',
    parent: 'usage',
    sensitivity: 'company-specific',
    description: 'The features that an installation of a customer uses.',
  },
  {
    key: 'usage.open',
    parent: 'usage',
    description: 'Counts by labels from no closed list, kept for the company’s own statistics alone.',
    sensitivity: 'company-specific',
  },
  {
    key: 'usage.legacy',
    parent: 'usage',
    sensitivity: 'company-specific',
    description: 'The legacy features that a customer still uses.',
  },
  {
    key: 'usage.coverage',
    parent: 'usage',
    sensitivity: 'company-specific',
    description: 'On how many of the days due an installation was heard from.',
  },
  { key: 'statistics', sensitivity: 'internal', description: 'Counts over many customers.' },
  {
    key: 'statistics.internal',
    parent: 'statistics',
    sensitivity: 'internal',
    description: 'Exact roll-ups over declared dimensions, with small demographic cells folded.',
  },
  {
    key: 'statistics.partner',
    parent: 'statistics',
    sensitivity: 'internal',
    description: 'Statistics released to affiliated partners.',
  },
  {
    key: 'statistics.public',
    parent: 'statistics',
    sensitivity: 'public',
    description: 'Demographic statistics released to anyone.',
  },
  { key: 'operation', sensitivity: 'internal', description: 'How the service itself fares.' },
  {
    key: 'operation.intake',
    parent: 'operation',
    sensitivity: 'internal',
    description: 'Counts and times of the intake, about no customer in particular.',
  },
  {
    key: 'operation.failures',
    parent: 'operation',
    sensitivity: 'internal',
    description: 'Refused and held reports by reason and path, without a body.',
  },
  { key: 'access', sensitivity: 'company-specific', description: 'Who may read, and who has read.' },
  {
    key: 'access.partner',
    parent: 'access',
    sensitivity: 'company-specific',
    description: 'A partner: its name and the term of its contract.',
  },
  {
    key: 'access.assignment',
    parent: 'access',
    sensitivity: 'company-specific',
    description: 'Which partner sells to or supports which customer, and how long.',
  },
  {
    key: 'access.client',
    parent: 'access',
    sensitivity: 'internal',
    description: 'A program that holds tokens: its purposes and a hint of its token.',
  },
  {
    key: 'access.record',
    parent: 'access',
    sensitivity: 'internal',
    description: 'The record of releases: who read what, when, for what purpose, under which clause.',
  },
  {
    key: 'access.policy',
    parent: 'access',
    sensitivity: 'internal',
    description:
      'A version of the policy that is proposed and not yet in force: by whom, and approved by whom.',
  },
  {
    key: 'access.order',
    parent: 'access',
    sensitivity: 'internal',
    description: 'A court order: its case, persons, customers, categories and time.',
  },
  {
    key: 'access.preview',
    parent: 'access',
    sensitivity: 'internal',
    description: 'What the policy would answer to a reader other than the one who asks.',
  },
  {
    key: 'consent.record',
    sensitivity: 'personal',
    description: 'A consent: party, purpose, fields and term.',
  },
  {
    key: 'reference.record',
    sensitivity: 'company-specific',
    description: 'A quote that is proposed, approved or withdrawn, with its history.',
  },
  {
    key: 'reference.approved',
    sensitivity: 'public',
    description: 'A quote exactly as the customer approved it for the public.',
  },
  {
    key: 'request.record',
    sensitivity: 'personal',
    description:
      'A request about data held: access, correction, erasure, objection or question, with its deadline.',
  },
] as const satisfies readonly Declared[];

/** What a field is, in the eyes of the policy: a key of the closed, hierarchical list. */
export type Category = (typeof declared)[number]['key'];

/** One entry of the list of categories. */
export interface CategoryDeclaration {
  readonly key: Category;
  readonly description: string;
  readonly parent?: Category;
  readonly sensitivity: Sensitivity;
}

/** The closed list of categories, parents before their children. */
export const CATEGORIES: readonly CategoryDeclaration[] = declared;

/** Whether `category` is `ancestor` or lies below it: `user.contact.email` is within `user.contact` and `user`. */
export function isWithin(category: Category, ancestor: Category): boolean {
  return category === ancestor || category.startsWith(`${ancestor}.`);
}

/** Whether a category concerns one customer, so that rows, and the record of releases, matter. */
export function isProtected({ sensitivity }: Pick<CategoryDeclaration, 'sensitivity'>): boolean {
  return sensitivity === 'personal' || sensitivity === 'company-specific';
}
