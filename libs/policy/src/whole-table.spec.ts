import {
  ACTIONS,
  AUDIENCES,
  CATEGORIES,
  CURRENT_POLICY,
  PURPOSES,
  actionsFor,
  audiencePurposes,
  decide,
  decideAction,
} from './index';
import type { Action, Audience, Claim, Decision, Purpose } from './index';

// Read off the policy's own words, not off the rules: one column for each purpose open to an audience, one row for each
// category. A all customers, S those in scope, M only itself, O only what it wrote, N no customer in particular, · refused.
// Every pair of audience and purpose that has no column is refused whole.
const COLUMNS: readonly (readonly [Audience, Purpose])[] = [
  ['communication', 'communication'],
  ['compliance', 'compliance'],
  ['product-management', 'statistics'],
  ['privacy-office', 'privacy-administration'],
  ['operations', 'operation'],
  ['vendor-systems', 'record-keeping'],
  ['approvers', 'administration'],
  ['installation', 'reporting'],
  ['partner', 'communication'],
  ['partner', 'compliance'],
  ['partner', 'statistics'],
  ['court-order', 'legal-order'],
  ['consented-party', 'publication'],
  ['consented-party', 'analysis'],
  ['customer', 'self-access'],
  ['public', 'statistics'],
];
const GRID = `
                           staff ......  sys .....  partner  outside ..
                           co cm pm po op vs ap in  co cm st cr pb an cu pu
company                    A  A  ·  S  ·  O  ·  ·   S  S  ·  S  S  S  M  ·
company.record             A  A  ·  S  ·  O  ·  ·   S  S  ·  S  S  S  M  ·
company.name               A  A  ·  S  ·  O  ·  ·   S  S  ·  S  S  S  M  ·
company.demographic        A  A  ·  S  ·  O  ·  ·   S  S  ·  S  S  S  M  ·
user                       ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
user.name                  A  A  ·  S  ·  O  ·  ·   S  S  ·  S  S  S  M  ·
user.contact               A  A  ·  S  ·  O  ·  ·   S  S  ·  S  S  S  M  ·
user.contact.email         A  A  ·  S  ·  O  ·  ·   S  S  ·  S  S  S  M  ·
user.job_title             A  A  ·  S  ·  O  ·  ·   S  S  ·  S  S  S  M  ·
user.device                ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
user.device.ip_address     ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
agreement                  ·  A  ·  S  ·  O  ·  ·   ·  S  ·  S  ·  ·  M  ·
agreement.record           A  A  ·  S  ·  O  ·  ·   S  S  ·  S  ·  ·  M  ·
agreement.dates            A  A  ·  S  ·  O  ·  ·   S  S  ·  S  ·  ·  M  ·
agreement.order            ·  A  ·  S  ·  O  ·  ·   ·  S  ·  S  ·  ·  M  ·
agreement.edition          A  A  ·  S  ·  O  ·  ·   S  S  ·  S  ·  ·  M  ·
agreement.entitlement      ·  A  ·  S  ·  O  ·  ·   ·  S  ·  S  ·  ·  M  ·
agreement.standing         A  A  ·  S  ·  O  ·  ·   S  S  ·  S  ·  ·  M  ·
licence                    ·  ·  ·  S  ·  O  ·  ·   ·  ·  ·  S  ·  ·  M  ·
licence.key                ·  A  ·  S  ·  O  ·  ·   ·  ·  ·  S  ·  ·  M  ·
licence.hint               ·  A  ·  S  ·  O  ·  ·   ·  S  ·  S  ·  ·  M  ·
usage                      ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
usage.customer             ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
usage.customer.entitled    ·  A  ·  S  ·  ·  ·  ·   ·  S  ·  S  ·  ·  M  ·
usage.customer.other       ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
usage.installation         ·  A  ·  S  ·  ·  ·  ·   ·  S  ·  S  ·  ·  M  ·
usage.feature              ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
usage.open                 ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
usage.legacy               A  ·  ·  S  ·  ·  ·  ·   S  ·  ·  S  ·  ·  M  ·
usage.coverage             ·  A  ·  S  ·  ·  ·  ·   ·  S  ·  S  ·  ·  M  ·
statistics                 ·  ·  ·  ·  ·  ·  ·  ·   ·  ·  ·  ·  ·  ·  ·  ·
statistics.internal        ·  ·  N  ·  ·  ·  ·  ·   ·  ·  ·  ·  ·  ·  ·  ·
statistics.partner         ·  ·  N  ·  ·  ·  ·  ·   ·  ·  N  ·  ·  ·  ·  ·
statistics.public          N  N  N  N  N  N  N  ·   N  N  N  N  N  N  N  N
operation                  ·  ·  ·  ·  N  ·  ·  ·   ·  ·  ·  ·  ·  ·  ·  ·
operation.intake           ·  ·  ·  ·  N  ·  ·  ·   ·  ·  ·  ·  ·  ·  ·  ·
operation.failures         ·  ·  ·  ·  N  ·  ·  ·   ·  ·  ·  ·  ·  ·  ·  ·
access                     ·  ·  ·  ·  ·  ·  ·  ·   ·  ·  ·  ·  ·  ·  ·  ·
access.partner             A  A  ·  S  ·  O  ·  ·   S  S  ·  S  ·  ·  M  ·
access.assignment          A  A  ·  S  ·  O  ·  ·   S  S  ·  S  ·  ·  M  ·
access.client              A  A  ·  ·  ·  ·  N  ·   S  S  ·  ·  ·  ·  ·  ·
access.record              ·  ·  ·  A  ·  ·  ·  ·   ·  ·  ·  ·  ·  ·  M  ·
access.policy              ·  ·  ·  ·  ·  ·  N  ·   ·  ·  ·  ·  ·  ·  ·  ·
access.order               ·  ·  ·  ·  ·  ·  N  ·   ·  ·  ·  ·  ·  ·  ·  ·
access.preview             ·  ·  ·  N  ·  ·  N  ·   ·  ·  ·  ·  ·  ·  ·  ·
consent.record             ·  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
reference.record           A  ·  ·  S  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
reference.approved         N  N  N  N  N  N  N  ·   N  N  N  N  N  N  N  N
request.record             ·  ·  ·  A  ·  ·  ·  ·   ·  ·  ·  S  ·  ·  M  ·
`;
const LETTERS = { all: 'A', scoped: 'S', self: 'M', 'own-records': 'O', none: 'N' } as const;

const MAY_DO: readonly (readonly [Audience, Purpose, readonly Action[]])[] = [
  [
    'vendor-systems',
    'record-keeping',
    ['customer.record', 'contact.record', 'agreement.record', 'partner.record', 'assignment.record'],
  ],
  ['installation', 'reporting', ['report.submit']],
  ['operations', 'operation', ['report.replay']],
  [
    'approvers',
    'administration',
    [
      'policy.propose',
      'policy.approve',
      'order.open',
      'order.approve',
      'order.close',
      'token.issue',
      'token.revoke',
      'client.register',
      'client.revoke',
    ],
  ],
  ['communication', 'communication', ['reference.propose', 'installation.confirm', 'installation.disown']],
  ['compliance', 'compliance', ['installation.confirm', 'installation.disown']],
  ['partner', 'compliance', ['installation.confirm', 'installation.disown']],
  ['privacy-office', 'privacy-administration', ['request.answer', 'customer.erase']],
  [
    'customer',
    'self-access',
    [
      'request.open',
      'consent.grant',
      'consent.withdraw',
      'reference.approve',
      'reference.withdraw',
      'installation.confirm',
      'installation.disown',
    ],
  ],
];

const everyClaim: readonly Claim[] = AUDIENCES.flatMap((audience) =>
  PURPOSES.map((purpose) => ({ audience, purpose })),
);
const letter = (decision: Decision): string => (decision.allowed ? LETTERS[decision.rows] : '·');

describe('the current policy, whole', () => {
  it('answers every audience, purpose and category as the policy says §no-solicitation §departments §no-sharing', () => {
    const expected = new Map<string, string>();
    for (const line of GRID.split('\n').slice(3).filter(Boolean)) {
      const [category = '', ...cells] = line.split(/\s+/);
      expect(cells).toHaveLength(COLUMNS.length);
      COLUMNS.forEach(([audience, purpose], at) =>
        expected.set(`${audience} ${purpose} ${category}`, cells[at] ?? ''),
      );
    }
    expect(expected.size).toBe(COLUMNS.length * CATEGORIES.length);
    const differing: string[] = [];
    let cells = 0;
    for (const claim of everyClaim) {
      for (const { key } of CATEGORIES) {
        const cell = `${claim.audience} ${claim.purpose} ${key}`;
        const said = letter(decide(CURRENT_POLICY, claim, key));
        if (said !== (expected.get(cell) ?? '·')) differing.push(`${cell}: ${said}`);
        cells += 1;
      }
    }
    expect(differing).toEqual([]);
    expect(cells).toBe(13 * 13 * CATEGORIES.length);
  });

  it('answers every audience, purpose and action as the policy says', () => {
    for (const claim of everyClaim) {
      const expected =
        MAY_DO.find(([audience, purpose]) => audience === claim.audience && purpose === claim.purpose)?.[2] ??
        [];
      expect(ACTIONS.filter((action) => decideAction(CURRENT_POLICY, claim, action).allowed).sort()).toEqual(
        [...expected].sort(),
      );
      expect([...actionsFor(CURRENT_POLICY, claim)].sort()).toEqual([...expected].sort());
    }
  });
});

describe('audiencePurposes', () => {
  it('lists the purposes of the table and no other', () => {
    for (const audience of AUDIENCES) {
      const expected = COLUMNS.filter(([key]) => key === audience).map(([, purpose]) => purpose);
      expect([...audiencePurposes(CURRENT_POLICY, audience)].sort()).toEqual([...expected].sort());
    }
    expect(audiencePurposes(CURRENT_POLICY, 'constructor' as Audience)).toEqual([]);
  });
});
