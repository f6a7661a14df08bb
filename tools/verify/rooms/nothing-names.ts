import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TABLES } from '@hearth/rooms';
import { startWholeHearth, type Dialect, type WholeHearth } from '../whole-hearth';
import type { Proof } from './proof';

/** A seeded customer: each text of it is looked for in the rooms that count. */
interface Named {
  readonly company: string;
  readonly person: string;
  readonly email: string;
  readonly licenceKey: string;
  readonly order: string;
  readonly address: string;
  readonly reportedName: string;
  readonly reportedEmail: string;
}

const FLEET: readonly Named[] = Array.from({ length: 8 }, (_, index) => ({
  company: `Verdigris Needleworks ${index}`,
  person: `Persephone Quillon ${index}`,
  email: `persephone.${index}@verdigris.example`,
  licenceKey: `VERDI-${index}${index}${index}${index}-NEEDLE`,
  order: `ORDER-VERDIGRIS-${index}`,
  address: index % 2 === 0 ? `203.0.113.${70 + index}` : `2001:db8:77:${index}::4f2a`,
  reportedName: `Verdigris Needleworks Site ${index}`,
  reportedEmail: `site.${index}@needleworks.example`,
}));

const COUNTING_ROOMS = ['usage', 'statistics'] as const;
const HASHES = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** The 16 bytes of an IPv6 address as its zeros stand when `::` is written out. */
function packed(address: string): Buffer[] {
  if (!address.includes(':')) return [];
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return [Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex')];
}

/** A value as it might stand in a file: as it is, in other cases, encoded, or under a plain hash, whole or cut to 16 bytes. */
function formsOf(value: string): Buffer[] {
  const texts = [
    ...new Set([value, value.toLowerCase(), value.toUpperCase(), value.replaceAll(/[\s-]/g, '')]),
  ];
  const plain = texts.flatMap((text) => {
    const bytes = Buffer.from(text, 'utf8');
    return [
      bytes,
      Buffer.from(text, 'utf16le'),
      Buffer.from(bytes.toString('base64').replaceAll('=', '')),
      Buffer.from(bytes.toString('hex')),
    ];
  });
  const hashed = texts.flatMap((text) =>
    HASHES.flatMap((name) => {
      const digest = createHash(name).update(text).digest();
      const cut = digest.subarray(0, 16);
      return [
        cut,
        Buffer.from(cut.toString('hex')),
        Buffer.from(cut.toString('hex').toUpperCase()),
        Buffer.from(digest.toString('base64').slice(0, 20)),
      ];
    }),
  );
  return [...plain, ...hashed, ...packed(value)];
}

async function seedFleet(hearth: WholeHearth): Promise<void> {
  const token = await hearth.token({ audience: 'vendor-systems', purposes: ['record-keeping'] });
  const must = async (query: string, input: object): Promise<string> => {
    const answer = (await hearth.ask(query, { i: input }, token)) as {
      data?: Record<string, { id: string }>;
      errors?: unknown;
    };
    const id = Object.values(answer.data ?? {})[0]?.id;
    if (id === undefined) throw new Error(`Seeding failed: ${JSON.stringify(answer.errors)}`);
    return id;
  };
  for (const [index, named] of FLEET.entries()) {
    const customer = await must('mutation M($i: RecordCustomerInput!) { recordCustomer(input: $i) { id } }', {
      externalKey: `V${index}`,
      companyName: named.company,
      industry: '313',
      country: 'DK',
    });
    await must('mutation M($i: RecordContactInput!) { recordContact(input: $i) { id } }', {
      customer,
      externalKey: `V${index}-C`,
      name: named.person,
      email: named.email,
      role: 'Lead',
    });
    await must('mutation M($i: RecordAgreementInput!) { recordAgreement(input: $i) { id } }', {
      customer,
      externalKey: `V${index}-A`,
      orderNumber: named.order,
      edition: 'ENTERPRISE',
      startsOn: '2020-01-01',
      licenceKey: named.licenceKey,
      installationConfirmation: 'NOT_REQUIRED',
      entitlements: [],
    });
    await seedCases(hearth, named, customer);
  }
}

/** The customer names itself in all that it writes: a permission, a request, and a quote that is published. */
async function seedCases(hearth: WholeHearth, named: Named, customer: string): Promise<void> {
  const own = await hearth.token({ audience: 'customer', purposes: ['self-access'], customer });
  const staff = await hearth.token({ audience: 'communication', purposes: ['communication'] });
  const words = `${named.person} of ${named.company}, ${named.email}`;
  const must = async (token: string, query: string, variables: Record<string, unknown>): Promise<string> => {
    const answer = await hearth.ask(query, variables, token);
    const id = Object.values((answer.data ?? {}) as Record<string, { id: string } | null>)[0]?.id;
    if (id === undefined) throw new Error(`Seeding failed: ${JSON.stringify(answer.errors)}`);
    return id;
  };
  await must(own, 'mutation M($i: GrantConsentInput!) { grantConsent(input: $i) { id } }', {
    i: { party: 'gazette', purpose: 'ANALYSIS', categories: ['company'], text: words },
  });
  await must(own, 'mutation M($i: OpenRequestInput!) { openRequest(input: $i) { id } }', {
    i: { kind: 'QUESTION', text: words },
  });
  const id = await must(
    staff,
    'mutation M($i: ProposeReferenceInput!) { proposeReference(input: $i) { id } }',
    {
      i: { customer, quote: words, attribution: named.person, channels: ['PUBLIC'] },
    },
  );
  await must(own, 'mutation M($id: ID!) { approveReference(id: $id) { id } }', { id });
}

/** One good report, one that drops what it must not hold, one with a name where a count belongs, one held. */
async function sendReports(hearth: WholeHearth): Promise<void> {
  for (const named of FLEET) {
    const observedAt = new Date(Date.now() - 60_000).toISOString();
    const report = {
      schema: 1,
      installationId: randomUUID(),
      sequence: 1,
      product: 'roboserver',
      version: '11.5.0.3',
      edition: 'ENTERPRISE',
      reason: 'daily',
      observedAt,
      countersSince: observedAt,
      counters: { 'steps-executed': 12 },
      gauges: {},
      breakdowns: {},
      server: { cpus: 4, operatingSystem: 'Linux' },
      contact: { companyName: named.reportedName, email: named.reportedEmail },
      licenceKey: named.licenceKey,
      policyVersion: '2026.1',
    };
    const lines = [
      report,
      {
        ...report,
        counters: { [named.company]: 1 },
        gauges: { [named.email]: 2 },
        breakdowns: { 'robots-by-trigger': { [named.person]: 3 } },
        note: named.address,
      },
      { ...report, counters: { 'steps-executed': named.person } },
      { ...report, version: named.reportedName },
      { ...report, edition: named.company, server: { cpus: 4, operatingSystem: named.person } },
      { ...report, licenceKey: `${named.licenceKey}-UNKNOWN` },
    ].map((line) => JSON.stringify({ ...line, id: randomUUID() }));
    const sent = await fetch(`${hearth.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'x-forwarded-for': named.address },
      body: lines.join('\n'),
    });
    if (!sent.ok) throw new Error(`The fleet's reports were turned away with ${sent.status}`);
  }
}

/** Everything a room holds: its files on SQLite, every column of every row on a server. */
async function bytesOf(
  hearth: WholeHearth,
  dialect: Dialect,
  home: string,
  room: keyof typeof TABLES,
): Promise<Buffer> {
  if (dialect === 'sqlite') {
    const files = ['', '-wal', '-journal'].map((end) => join(home, 'data', `${room}.sqlite${end}`));
    return Buffer.concat(files.filter((file) => existsSync(file)).map((file) => readFileSync(file)));
  }
  const parts: Buffer[] = [];
  for (const table of TABLES[room]) {
    for (const row of await hearth.rows(room, `SELECT * FROM ${table}`))
      for (const value of Object.values(row))
        parts.push(value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(`${String(value)}\n`));
  }
  return Buffer.concat(parts);
}

/**
 * Sends a fleet through every door that takes names, then looks for each name, contact, address, order and licence key,
 * and for every plain hash of one, in the bytes of the rooms that count. The search must find them where they are put.
 */
export async function proveNothingNames(): Promise<Proof> {
  const values = FLEET.flatMap((named) => Object.entries(named).map(([what, value]) => ({ what, value })));
  const needles = values.flatMap(({ what, value }) => formsOf(value).map((bytes) => ({ what, bytes })));
  const wrong: string[] = [];
  // The search itself must be able to fail: everything is found in a buffer that holds it.
  const planted = Buffer.concat(needles.map(({ bytes }) => bytes));
  for (const { what, bytes } of needles)
    if (!planted.includes(bytes)) wrong.push(`the search does not find a planted ${what}`);
  let attempts = needles.length;
  let searched = 0;
  for (const dialect of ['sqlite', 'mysql'] as const) {
    const home = mkdtempSync(join(tmpdir(), 'hearth-names-'));
    const hearth = await startWholeHearth(dialect, home, { trustedProxies: ['127.0.0.1'] });
    try {
      await seedFleet(hearth);
      await sendReports(hearth);
      await hearth.rollUp();
      const outcomes = await hearth.rows(
        'usage',
        'SELECT outcome, COUNT(*) AS n FROM reports GROUP BY outcome',
      );
      const counted = Number(outcomes.find((row) => row['outcome'] === 'counted')?.['n'] ?? 0);
      const held = Number(outcomes.find((row) => row['outcome'] === 'held')?.['n'] ?? 0);
      if (counted < FLEET.length * 2 || held !== FLEET.length)
        wrong.push(`${dialect}: the fleet did not come in as meant`);
      const sightings = await hearth.rows('personal', 'SELECT COUNT(*) AS n FROM sightings');
      if (Number(sightings[0]?.['n']) < FLEET.length)
        wrong.push(`${dialect}: nothing identifying reached the personal room`);
      for (const room of COUNTING_ROOMS) {
        const bytes = await bytesOf(hearth, dialect, home, room);
        if (bytes.length < 100) wrong.push(`${dialect}: ${room} was not read`);
        searched += bytes.length;
        for (const needle of needles) {
          attempts += 1;
          if (bytes.includes(needle.bytes))
            wrong.push(`${dialect}: ${room} holds a ${needle.what} or a plain hash of one`);
        }
      }
    } finally {
      await hearth.close();
      rmSync(home, { recursive: true, force: true });
    }
  }
  return {
    name: 'nothing names anybody',
    summary: `${values.length} values in ${needles.length} forms, looked for in ${searched.toLocaleString('en')} bytes of usage and statistics on SQLite and MariaDB`,
    attempts,
    wrong: [...new Set(wrong)],
  };
}
