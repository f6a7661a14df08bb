import { randomUUID } from 'node:crypto';
import { recordCustomers } from '../record-customers';
import type { WholeHearth } from '../whole-hearth';
import { seedCases, type SeededCases } from './seed-cases';
import { governanceOf } from './governance';

/** What the proof's readers are, and what belongs to them. */
export interface Seeded {
  readonly mine: string;
  readonly other: string;
  readonly partner: string;
  readonly otherPartner: string;
  readonly installation: string;
  /** A second one of the same customer, for being disowned. */
  readonly disowned: string;
  /** One of the other customer. */
  readonly otherInstallation: string;
  readonly contact: string;
  readonly agreement: string;
  readonly cases: SeededCases;
  readonly month: string;
  readonly day: string;
}

export const COMPANIES = [
  {
    symbol: 'MINE',
    name: 'Amberline Foundry',
    industry: '333',
    country: 'DK',
    sizeBand: 'FROM_50_TO_249',
    licenceKey: 'PROOF-0001-AMBER',
  },
  {
    symbol: 'OTHER',
    name: 'Basaltworks Mill',
    industry: '333',
    country: 'SE',
    sizeBand: 'FROM_50_TO_249',
    licenceKey: 'PROOF-0002-BASALT',
  },
  ...['Cinder', 'Dolomite', 'Elmwood', 'Flintlock', 'Garnet'].map((name, index) => ({
    symbol: `MORE-${index}`,
    name: `${name} Works`,
    industry: '333',
    country: 'DK',
    sizeBand: 'FROM_50_TO_249',
    licenceKey: `PROOF-01${index}0-MORE`,
  })),
];
/** Parties whose rows are scoped by the rooms' scope tables; partners get theirs through assignments. */
export const SCOPED_PARTIES = {
  'court-order': 'order-1',
  'consented-party': 'consent-1',
  'privacy-office': 'case-1',
} as const;

async function must(
  hearth: WholeHearth,
  token: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<Record<string, { id: string }>> {
  const answer = await hearth.ask(query, variables, token);
  if (answer.errors) throw new Error(`Seeding failed: ${JSON.stringify(answer.errors)}`);
  return answer.data as Record<string, { id: string }>;
}

function report(company: (typeof COMPANIES)[number], now: number, over: object = {}): object {
  return {
    schema: 1,
    id: randomUUID(),
    installationId: randomUUID(),
    sequence: 1,
    product: 'roboserver',
    version: '11.5.0.3',
    edition: 'ENTERPRISE',
    reason: 'daily',
    observedAt: new Date(now - 3_600_000).toISOString(),
    countersSince: new Date(now - 7_200_000).toISOString(),
    counters: { 'steps-executed': 1200, 'legacy-classic-browser-steps': 10 },
    gauges: { 'domains-accessed': 3, 'legacy-classic-browser': 1, 'feature-rest-service': 1 },
    breakdowns: {},
    server: { cpus: 8, operatingSystem: 'Linux' },
    contact: { companyName: company.name, email: `it@${company.symbol.toLowerCase()}.example` },
    licenceKey: company.licenceKey,
    policyVersion: '2026.1',
    ...over,
  };
}

/** How long ago the day was of a report that comes late. */
const LATE_MS = 12 * 86_400_000;

/** Whoever signs its reports has a chain, and a clock that is known: the seed writes both as the intake would. */
async function chainInstallations(hearth: WholeHearth, now: number): Promise<void> {
  const usage = await hearth.hearth.kit.room('usage', 'intake');
  await usage.write(async (m) => {
    await m.query('UPDATE installations SET clock_ahead = 3');
    await m.query(
      `INSERT INTO links (installation, sequence, report, previous, digest, version, observed_at, counters_since, uptime_seconds, received_at)
        SELECT id, 1, last_report, NULL, identity_digest, version, last_seen, last_seen, NULL, ? FROM installations`,
      [now],
    );
  });
}

async function firstInstallation(hearth: WholeHearth, customer: string): Promise<string> {
  const token = await hearth.token({ audience: 'customer', purposes: ['self-access'], customer });
  const answer = await hearth.ask('{ me { installations(first: 1) { edges { node { id } } } } }', {}, token);
  type Found = { me?: { installations: { edges: readonly { node: { id: string } }[] } } };
  const id = (answer.data as Found | undefined)?.me?.installations.edges[0]?.node.id;
  if (id === undefined) throw new Error('The seed has no installation of the other customer.');
  return id;
}

/** Seven customers, two partners with one customer each, scopes, reports (one refused), roll-ups. */
export async function seed(hearth: WholeHearth): Promise<Seeded> {
  const now = Date.now();
  const from = new Date(now - 40 * 86_400_000).toISOString().slice(0, 10);
  const until = new Date(now + 400 * 86_400_000).toISOString().slice(0, 10);
  const ids = await recordCustomers(hearth, COMPANIES, from);
  const token = await hearth.token({ audience: 'vendor-systems', purposes: ['record-keeping'] });
  const mine = ids.get('MINE') as string;
  const other = ids.get('OTHER') as string;
  for (const [symbol, customer] of ids) {
    await must(hearth, token, 'mutation M($i: RecordContactInput!) { recordContact(input: $i) { id } }', {
      i: {
        customer,
        externalKey: `${symbol}-C`,
        name: `Ada ${symbol}`,
        email: `ada@${symbol.toLowerCase()}.example`,
        role: 'Lead',
      },
    });
    await must(hearth, token, 'mutation M($i: RecordAgreementInput!) { recordAgreement(input: $i) { id } }', {
      i: {
        customer,
        externalKey: `${symbol}-1`,
        orderNumber: `ORDER-${symbol}`,
        edition: 'ENTERPRISE',
        startsOn: from,
        endsOn: until,
        licenceKey: COMPANIES.find((company) => company.symbol === symbol)?.licenceKey,
        installationConfirmation: 'NOT_REQUIRED',
        entitlements: [
          {
            metric: 'steps-executed',
            limit: '100000',
            measure: 'SUM',
            period: 'MONTH',
            tolerancePercent: 10,
          },
          { metric: 'cpus', limit: '16', measure: 'PEAK', period: 'MONTH', tolerancePercent: 0 },
        ],
      },
    });
  }
  const partners: string[] = [];
  for (const [key, customer] of [
    ['P1', mine],
    ['P2', other],
  ] as const) {
    const made = await must(
      hearth,
      token,
      'mutation M($i: RegisterPartnerInput!) { registerPartner(input: $i) { id } }',
      {
        i: { externalKey: key, name: `Partner ${key}`, contractEndsOn: until },
      },
    );
    const partner = (made['registerPartner'] as { id: string }).id;
    partners.push(partner);
    await must(
      hearth,
      token,
      'mutation M($i: AssignCustomersInput!) { assignCustomers(input: $i) { __typename } }',
      {
        i: { partner, customers: [customer], role: 'SUPPORTS', from, until },
      },
    );
  }
  for (const room of ['personal', 'access'] as const) {
    const database = await hearth.hearth.kit.room(room, 'partner-access');
    await database.write(async (m) => {
      for (const party of Object.values(SCOPED_PARTIES))
        await m.query(
          'INSERT INTO scope (party, customer, category, until_at, version) VALUES (?, ?, ?, NULL, 1)',
          [party, mine, '*'],
        );
    });
  }
  const governance = await governanceOf(hearth);
  const named = { persons: ['proof'], customers: [mine], approved: true };
  await governance.order({ ...named, id: SCOPED_PARTIES['court-order'] });
  await governance.order({ ...named, closed: true });
  const program = { audience: 'partner', purposes: ['communication'], party: partners[0] as string };
  await governance.client(program);
  await governance.client({ ...program, revoked: true });
  await governance.proposal(true);
  // What came in after its day had closed is a correction.
  const late = {
    observedAt: new Date(now - LATE_MS).toISOString(),
    countersSince: new Date(now - LATE_MS).toISOString(),
  };
  const lines = [
    ...COMPANIES.map((company) => report(company, now)),
    report(COMPANIES[0] as (typeof COMPANIES)[number], now),
    report(COMPANIES[2] as (typeof COMPANIES)[number], now, late),
  ];
  const bad = report(COMPANIES[0] as (typeof COMPANIES)[number], now, { counters: { 'steps-executed': -1 } });
  const sent = await fetch(`${hearth.url}/v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: [...lines, bad].map((line) => JSON.stringify(line)).join('\n'),
  });
  if (!sent.ok) throw new Error(`The seed's reports were turned away with ${sent.status}`);
  await hearth.hearth.settle();
  await chainInstallations(hearth, now);
  const privileged = await hearth.token({ audience: 'customer', purposes: ['self-access'], customer: mine });
  interface Ids {
    readonly installations: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
    readonly contacts: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
    readonly agreements: readonly { readonly id: string }[];
  }
  const found = (await hearth.ask(
    '{ me { installations(first: 2) { edges { node { id } } } contacts(first: 1) { edges { node { id } } } agreements { id } } }',
    {},
    privileged,
  )) as { data?: { me?: Ids } };
  const me = found.data?.me;
  const installation = me?.installations.edges[0]?.node.id;
  const disowned = me?.installations.edges[1]?.node.id;
  const otherInstallation = await firstInstallation(hearth, other);
  const contact = me?.contacts.edges[0]?.node.id;
  const agreement = me?.agreements[0]?.id;
  if (
    installation === undefined ||
    disowned === undefined ||
    contact === undefined ||
    agreement === undefined
  )
    throw new Error(`The seed is not whole: ${JSON.stringify(found)}`);
  const cases = await seedCases(hearth, mine, ids.get('MORE-4') as string);
  return {
    cases,
    mine,
    other,
    partner: partners[0] as string,
    otherPartner: partners[1] as string,
    installation,
    disowned,
    otherInstallation,
    contact,
    agreement,
    month: new Date(now - 3_600_000).toISOString().slice(0, 7),
    day: new Date(now - 3_600_000).toISOString().slice(0, 10),
  };
}
