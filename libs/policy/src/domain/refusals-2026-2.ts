import type { Category } from './categories';
import type { Refusal } from './policy';
import { OUTSIDERS } from './vocabulary';
import type { Audience } from './vocabulary';

// What the first version held by leaving it out, said outright: a rule that forgets it is overruled.

const ofOneCustomer: readonly Category[] = [
  'company',
  'user',
  'agreement',
  'licence',
  'usage',
  'access.partner',
  'access.assignment',
  'consent.record',
  'reference.record',
  'request.record',
];

function neverReads(
  audiences: readonly Audience[],
  categories: readonly Category[],
  clause: Refusal['clause'],
  why: string,
): Refusal {
  return { audiences, purposes: 'all', categories, actions: [], clause, why };
}

/** What policy 2026.2 refuses whatever its rules say. */
export const REFUSALS_2026_2: readonly Refusal[] = [
  {
    audiences: 'all',
    purposes: ['solicitation'],
    categories: 'all',
    actions: 'all',
    clause: 'no-solicitation',
    why: 'Nothing is given for solicitation, to anyone.',
  },
  neverReads(
    ['partner'],
    ['licence.key'],
    'affiliates',
    'A partner reads the hint of a licence key and never the whole.',
  ),
  neverReads(
    ['partner'],
    ['user.device'],
    'affiliates',
    'A partner looks after customers, and needs the address of no machine.',
  ),
  neverReads(
    ['consented-party'],
    ['licence', 'user.device', 'usage'],
    'consent',
    'No consent releases a licence key, a network address or usage.',
  ),
  neverReads(
    OUTSIDERS,
    ['statistics.internal'],
    'aggregates-out',
    'Exact statistics stay inside; outsiders read what was released.',
  ),
  neverReads(
    OUTSIDERS.filter((audience) => audience !== 'partner'),
    ['statistics.partner'],
    'aggregates-out',
    'These statistics were released to affiliated partners alone.',
  ),
  neverReads(
    ['product-management'],
    ofOneCustomer,
    'statistics',
    'Products are improved by counts over many customers, without the series of any one.',
  ),
  neverReads(
    ['operations', 'approvers', 'installation'],
    ofOneCustomer,
    'minimise',
    'This work is done without sight of customers.',
  ),
  neverReads(
    ['public'],
    ofOneCustomer,
    'no-sharing',
    'What concerns one customer reaches outsiders by consent, court order or approved reference alone.',
  ),
  {
    audiences: [...OUTSIDERS, 'installation'],
    purposes: 'all',
    categories: [],
    actions: [
      'policy.propose',
      'policy.approve',
      'order.open',
      'order.approve',
      'order.close',
      'customer.erase',
    ],
    clause: 'security',
    why: 'The policy, its orders and erasure are governed from inside the company.',
  },
];
