import { parseReport } from '@hearth/report';
import fc from 'fast-check';
import { DECLARED } from '../generated/declared-table';
import { buildReport, reportText, withinLimit } from './build-report';
import type { Readings } from './options';
import { pickContact, pickReadings } from './pick-readings';

const NOW = Date.UTC(2026, 10, 25);

/** Values that a host might hand over by mistake, beside those that are right. */
const value = fc.oneof(
  fc.nat(),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.constantFrom<unknown>(
    null,
    undefined,
    '7',
    '',
    true,
    NaN,
    Infinity,
    -0,
    2 ** 60,
    1e300,
    [],
    {},
    Symbol('no'),
  ),
);
const names = (declared: readonly string[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...declared, 'none') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'hostname', 'toString', '') },
  );
const record = (declared: readonly string[], values: fc.Arbitrary<unknown> = value) =>
  fc.dictionary(names(declared), values, { maxKeys: 8 });
const labels = [
  'schedule',
  'hourly',
  'private-job',
  '4',
  '2147483647',
  'N/A',
  'git',
  'privateplugin-x',
  'a'.repeat(300),
];

const readingsOf = (product: string): fc.Arbitrary<Record<keyof Readings, unknown>> => {
  const { counters, gauges, server, breakdowns, dimensions } = declaredOf(product);
  const inner = fc.oneof(value, record(labels, fc.oneof(value, record(['1.0', '2.0 (private)']))));
  return fc.record({
    counters: fc.oneof(record(Object.keys(counters)), value),
    gauges: fc.oneof(record(Object.keys(gauges)), value),
    server: fc.oneof(
      record([...Object.keys(server), 'cpus', 'operatingSystem'], fc.oneof(value, fc.string())),
      value,
    ),
    breakdowns: fc.oneof(record(Object.keys(breakdowns), inner), value),
    dimensions: fc.oneof(record(Object.keys(dimensions), fc.oneof(value, fc.string())), value),
  });
};
const contactOf = fc.oneof(
  record(
    ['companyName', 'email', 'telephone'],
    fc.oneof(value, fc.string({ unit: 'binary' }), fc.emailAddress()),
  ),
  value,
);

function declaredOf(product: string) {
  const declared = DECLARED.products[product];
  if (!declared) throw new Error('The product is not declared.');
  return declared;
}

function textFor(
  product: string,
  given: Record<keyof Readings, unknown>,
  contact: unknown,
  drop: (path: string) => void,
): string {
  const callbacks = Object.fromEntries(
    Object.entries(given).map(([name, one]) => [name, () => one]),
  ) as Readings;
  const picked = pickReadings(declaredOf(product), callbacks, drop);
  const identity = {
    installationId: '0198c2f0-0000-7cc3-9d52-0b6a4c1e2f31',
    product,
    version: '2.300',
    edition: 'ENTERPRISE',
    licenceKey: 'ACME-0000-0001',
    policyVersion: '2026.2',
    catalogueVersion: '2026.1',
    contact: pickContact(contact, drop),
  };
  const moment = {
    id: '0198c2f0-0000-7cc3-9d52-0b6a4c1e2f32',
    reason: 'daily',
    now: NOW,
    countersSince: 0,
    uptimeSeconds: 9,
  } as const;
  return reportText(withinLimit(buildReport(identity, picked, moment), drop), {
    sequence: 0,
    previous: undefined,
  });
}

describe('Whatever a host hands over', () => {
  it.each(Object.keys(DECLARED.products))(
    'the report of %s is read by the real parser, which drops and refuses nothing §minimise §counts-not-names',
    (product) => {
      fc.assert(
        fc.property(readingsOf(product), contactOf, (given, contact) => {
          const outcome = parseReport(JSON.parse(textFor(product, given, contact, () => undefined)), NOW);
          expect(outcome).toMatchObject({ ok: true, dropped: [] });
        }),
        { numRuns: 400 },
      );
    },
  );

  it('what is left out is told by path, without a name that is not declared and without a value', () => {
    const told: string[] = [];
    textFor(
      'roboserver',
      {
        counters: { 'steps-executed': -1, 'secret-project': 5, 'robots-executed': 3 },
        gauges: { 'feature-rest-service': 2 },
        server: { cpus: 0.5, hostname: 'build-7' },
        breakdowns: { 'robots-by-trigger': { api: 1, 'my-robot': 2, manual: '3' }, customers: {} },
        dimensions: { jvm: '17' },
      },
      { companyName: ' ', email: 'nobody', telephone: '0-123' },
      (path) => told.push(path),
    );
    expect(told.sort()).toEqual([
      '/breakdowns/*',
      '/breakdowns/robots-by-trigger/*',
      '/breakdowns/robots-by-trigger/manual',
      '/contact/*',
      '/contact/companyName',
      '/contact/email',
      '/counters/*',
      '/counters/steps-executed',
      '/dimensions/*',
      '/gauges/feature-rest-service',
      '/server/*',
      '/server/cpus',
    ]);
  });

  it('customers’ own labels stay at home, and of too many labels the greatest counts go', () => {
    const jobs = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`type-${index}`, index + 1]));
    const told: string[] = [];
    const given = { breakdowns: { jobs: { ...jobs, 'private-tool': 9, '': 3 } } } as unknown as Record<
      keyof Readings,
      unknown
    >;
    const text = textFor('jenkins', given, undefined, (path) => told.push(path));
    const { breakdowns } = JSON.parse(text) as { breakdowns: { jobs: Record<string, number> } };
    expect(Object.keys(breakdowns.jobs)).toHaveLength(500);
    expect(breakdowns.jobs).toHaveProperty('type-599', 600);
    expect(text).not.toMatch(/private|"type-50"/);
    expect(new Set(told)).toEqual(new Set(['/breakdowns/jobs/*']));
  });

  it('a report beyond the limit of one goes without its longest breakdowns', () => {
    const versions = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`${'9'.repeat(90)}.${index}`, 1]),
    );
    const plugins = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`plugin-${index}`, versions]),
    );
    const told: string[] = [];
    const given = { breakdowns: { plugins, jobs: { git: 1 } } } as unknown as Record<keyof Readings, unknown>;
    const text = textFor('jenkins', given, undefined, (path) => told.push(path));
    expect(Buffer.byteLength(text)).toBeLessThan(256 * 1024);
    expect(JSON.parse(text)).toMatchObject({ breakdowns: { jobs: { git: 1 } } });
    expect(told).toEqual(['/breakdowns/plugins']);
  });
});
