// Rows of every class of the schedule: what the whole system writes by itself where it does, the rest by the accounts that
// write it.
import { insertRows } from '@hearth/storage';
import { recordCustomers } from '../record-customers';
import { idOf, reportOf } from '../intake/case';
import type { WholeHearth } from '../whole-hearth';

const DAY_MS = 86_400_000;
const LICENCES = ['RETENTION-KEY-0', 'RETENTION-KEY-1'];
const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** A report of an installation, so many days ago. */
export function reportAgo(
  name: string,
  licence: number,
  daysAgo: number,
  steps: number,
): Record<string, unknown> {
  const observed = Date.now() - daysAgo * DAY_MS - 60_000;
  return reportOf(name, {
    installationId: idOf(`installation ${licence}`),
    observedAt: new Date(observed).toISOString(),
    countersSince: new Date(Date.now() - 50 * DAY_MS).toISOString().replace(/T.*/, 'T00:00:00Z'),
    counters: { 'steps-executed': steps },
    licenceKey: LICENCES[licence] ?? `RETENTION-UNKNOWN-${licence}`,
    policyVersion: '2026.2',
  });
}

/** Sends reports, and returns the outcome of each. */
export async function send(whole: WholeHearth, reports: readonly object[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const report of reports) {
    const response = await fetch(`${whole.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    });
    outcomes.push(((await response.json()) as { status?: string }).status ?? String(response.status));
  }
  return outcomes;
}

async function releases(whole: WholeHearth, customer: string): Promise<void> {
  const token = await whole.token({ audience: 'communication', purposes: ['communication'] });
  for (let turn = 0; turn < 3; turn += 1) {
    await whole.ask('query ($id: ID!) { customer(id: $id) { companyName } }', { id: customer }, token);
    // A head is signed once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  }
}

/** Seeds all rooms, and gives the ids of the two customers. */
export async function seed(whole: WholeHearth): Promise<readonly string[]> {
  const ids = await recordCustomers(
    whole,
    LICENCES.map((licenceKey, n) => ({
      symbol: `R${n}`,
      name: `Retained ${n}`,
      industry: '511',
      country: 'DK',
      sizeBand: 'FROM_10_TO_49',
      licenceKey,
    })),
  );
  const [customer = '', other = ''] = ids.values();
  await send(whole, [
    reportAgo('one', 0, 40, 100),
    reportAgo('two', 0, 20, 150),
    reportAgo('three', 0, 1, 170),
    reportAgo('four', 1, 1, 9),
    reportAgo('unknown', 7, 1, 9),
    { ...reportAgo('refused', 0, 1, 9), edition: '' },
  ]);
  await whole.hearth.settle();
  await seedPersonal(whole, customer);
  await seedUsage(whole);
  await seedAccess(whole, customer, other);
  await releases(whole, customer);
  return [customer, other];
}

async function seedPersonal(whole: WholeHearth, customer: string): Promise<void> {
  const personal = await whole.hearth.kit.room('personal', 'customer-records');
  const now = Date.now();
  const blob = Buffer.from('sealed');
  const consent = (id: string, until: number | null, withdrawn: number | null) => [
    ...[id, customer, 'analyst', 'statistics', 'company.name', blob, 0, until, 0, withdrawn],
  ];
  await personal.write(async (m) => {
    const consents = [
      consent('cnt_1', null, now - 3 * DAY_MS),
      consent('cnt_2', now - 2 * DAY_MS, null),
      consent('cnt_3', now + 9 * DAY_MS, now - DAY_MS),
      consent('cnt_4', null, null),
    ];
    const columns = [
      'id',
      'customer',
      'party',
      'purpose',
      'categories',
      'text',
      'from_at',
      'until_at',
      'granted_at',
      'withdrawn_at',
    ];
    await insertRows(m, 'consents', columns, consents);
    await insertRows(
      m,
      'requests',
      ['id', 'customer', 'kind', 'text', 'answer', 'received_at', 'due_at', 'answered_at'],
      [
        ['req_1', customer, 'ACCESS', blob, blob, now, now, now - DAY_MS],
        ['req_2', customer, 'ACCESS', blob, null, 0, 0, null],
      ],
    );
    const reference = (id: string, withdrawn: number | null) => [
      ...[id, customer, 1, null, 'PUBLIC', blob, blob, null, 'proof', 0, 0, withdrawn],
    ];
    await insertRows(
      m,
      'customer_references',
      [
        'id',
        'customer',
        'version',
        'replaces',
        'channels',
        'company_name',
        'quote',
        'attribution',
        'proposed_by',
        'proposed_at',
        'approved_at',
        'withdrawn_at',
      ],
      [reference('ref_1', now - 2 * DAY_MS), reference('ref_2', null)],
    );
    await insertRows(
      m,
      'scope',
      ['party', 'customer', 'category', 'until_at', 'version'],
      scopes(customer, now),
    );
  });
}

function scopes(customer: string, now: number): unknown[][] {
  return ['analyst/statistics', 'req_1', 'ord_1', 'par_1'].flatMap((party, n) => [
    [party, customer, 'company.name', now - n * DAY_MS, 1],
    [party, customer, 'company.industry', null, 1],
  ]);
}

async function seedUsage(whole: WholeHearth): Promise<void> {
  const intake = await whole.hearth.kit.room('usage', 'intake');
  const reader = await whole.hearth.kit.room('usage', 'usage-reader');
  const now = Date.now();
  const [first] = await whole.rows('usage', 'SELECT id, subject FROM installations ORDER BY id');
  const installation = Buffer.from(first?.['id'] as Uint8Array);
  const columns = [
    'installation',
    'sequence',
    'report',
    'previous',
    'digest',
    'version',
    'observed_at',
    'counters_since',
    'uptime_seconds',
    'received_at',
  ];
  const link = (n: number) => [
    installation,
    n,
    Buffer.alloc(16, n),
    null,
    Buffer.alloc(16, n),
    '1',
    now,
    0,
    null,
    now - n,
  ];
  await intake.write((m) => insertRows(m, 'links', columns, [link(5), link(9)]));
  await reader.write((m) =>
    insertRows(
      m,
      'installation_claims',
      ['installation', 'subject', 'verdict', 'audience', 'claimed_at'],
      [[installation, Buffer.from(first?.['subject'] as Uint8Array), 'confirmed', 'customer', now]],
    ),
  );
}

async function seedAccess(whole: WholeHearth, customer: string, other: string): Promise<void> {
  const access = await whole.hearth.kit.room('access', 'partner-access');
  const now = Date.now();
  await access.write(async (m) => {
    await insertRows(
      m,
      'partners',
      ['id', 'external_key', 'recorded_by', 'name', 'contract_ends_on'],
      [
        ['par_1', 'p1', 'proof', 'Sells', null],
        ['par_2', 'p2', 'proof', 'Sold', day(now - 5 * DAY_MS)],
      ],
    );
    await insertRows(
      m,
      'assignments',
      ['partner', 'customer', 'role', 'recorded_by', 'starts_on', 'ends_on', 'revision'],
      [
        ['par_1', customer, 'SELLS', 'proof', '2020-01-01', day(now - 3 * DAY_MS), 1],
        ['par_1', other, 'SELLS', 'proof', '2020-01-01', null, 1],
        ['par_2', other, 'SELLS', 'proof', '2020-01-01', null, 1],
      ],
    );
    const client = (id: string, party: string | null, revoked: number | null) => [
      ...[id, 'A program', 'partner', '[]', party, null, 'proof', 0, revoked],
    ];
    await insertRows(
      m,
      'clients',
      [
        'id',
        'name',
        'audience',
        'purposes',
        'party',
        'customer',
        'registered_by',
        'registered_at',
        'revoked_at',
      ],
      [
        client('cli_1', 'par_1', now - DAY_MS),
        client('cli_2', 'par_2', now - 2 * DAY_MS),
        client('cli_3', null, null),
      ],
    );
    const token = (id: string, expires: number) => [
      ...[id, 'cli_1', 'partner', '[]', null, null, 'proof', 0, expires, 'abcd'],
    ];
    await insertRows(
      m,
      'issued_tokens',
      [
        'id',
        'client',
        'audience',
        'purposes',
        'party',
        'parent',
        'issued_by',
        'issued_at',
        'expires_at',
        'hint',
      ],
      [token('tok_1', now - DAY_MS), token('tok_2', now + DAY_MS)],
    );
    await insertRows(
      m,
      'revoked_tokens',
      ['id', 'until_at'],
      [
        ['tok_1', now],
        ['tok_2', now + DAY_MS],
      ],
    );
    const order = (id: string, until: number, closed: number | null, sealed: number | null) => [
      ...[id, '1-A', '[]', '[]', '[]', 0, until, sealed, 'proof', 0, null, null, null, closed, 2, 2],
    ];
    await insertRows(
      m,
      'court_orders',
      [
        'id',
        'case_reference',
        'persons',
        'customers',
        'categories',
        'from_at',
        'until_at',
        'sealed_until',
        'opened_by',
        'opened_at',
        'approved_by',
        'approved_at',
        'closed_by',
        'closed_at',
        'revision',
        'published',
      ],
      [
        order('ord_1', now + DAY_MS, now - DAY_MS, null),
        order('ord_2', now + 2 * DAY_MS, null, null),
        order('ord_3', now, now, now + 1_000 * DAY_MS),
      ],
    );
    await insertRows(
      m,
      'scope',
      ['party', 'customer', 'category', 'until_at', 'version'],
      scopes(customer, now).slice(0, 6),
    );
  });
}
