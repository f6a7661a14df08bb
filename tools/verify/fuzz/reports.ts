import fc from 'fast-check';

/** The licence key of the one agreement there is, and one of nobody. */
export const KNOWN_KEY = 'FUZZ-KNOWN-0001';
const UNKNOWN_KEY = 'FUZZ-NOBODY-0002';

/** Stands in every undeclared name and value, and in no form that a declared one may have: it must be in no room afterwards. */
export const CANARY = '☂undeclared☂';
/** What identifies, for the rooms where it must not be. */
export const IDENTIFYING = ['Ashgrove ☘', 'ops@ashgrove.example', KNOWN_KEY, UNKNOWN_KEY];

/** A report as it is sent, of any shape. */
export type Sent = Record<string, unknown>;

const hex = (value: number): string => value.toString(16).padStart(8, '0');

/** New ids for the most part, and some that come again with another content. */
const id = fc
  .oneof(
    { weight: 9, arbitrary: fc.tuple(fc.nat({ max: 0xffffffff }), fc.nat({ max: 0xffffffff })) },
    { weight: 1, arbitrary: fc.tuple(fc.constant(0), fc.nat({ max: 20 })) },
  )
  .map(([a, b]) => `${hex(a)}-0000-7000-8000-0000${hex(b)}`);

const installationId = fc.nat({ max: 400 }).map((number) => `00000000-0000-4000-8000-0000${hex(number)}`);
const observedAt = fc
  .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2026, 0, 16) })
  .map((instant) => new Date(instant).toISOString());

const OWN: readonly Sent[] = [
  {
    product: 'roboserver',
    version: '10.3.0',
    counters: { 'steps-executed': 100, 'robots-executed': 3 },
    gauges: { 'domains-accessed': 3 },
    breakdowns: { 'robots-by-trigger': { schedule: 4, api: 2 } },
    server: { cpus: 8, operatingSystem: 'Linux' },
  },
  {
    product: 'management-console',
    version: '11.0-rc1',
    counters: { 'schedule-runs': '9007199254740993' },
    gauges: { robots: 7 },
    server: { operatingSystem: 'Windows Server 2022' },
  },
];

const parts = fc.record({
  id,
  installationId,
  sequence: fc.nat({ max: 1_000_000 }),
  observedAt,
  licenceKey: fc.constantFrom(KNOWN_KEY, KNOWN_KEY, KNOWN_KEY, UNKNOWN_KEY),
});

/** Our own products' reports of schema 1, 2 and one that is still to come, sound but for undeclared names. */
export const ownReport: fc.Arbitrary<Sent> = fc
  .tuple(parts, fc.constantFrom(...OWN), fc.constantFrom(1, 2, 3), fc.boolean())
  .map(([drawn, product, schema, withCanary]) => ({
    schema,
    edition: 'ENTERPRISE',
    reason: 'daily',
    countersSince: '2025-01-01T00:00:00Z',
    contact: {
      companyName: 'Ashgrove ☘',
      email: 'ops@ashgrove.example',
      ...(withCanary ? { [CANARY]: 1 } : {}),
    },
    policyVersion: '2026.2',
    ...product,
    ...drawn,
    ...(schema > 1 ? { catalogueVersion: '2026.1', uptimeSeconds: 86_400 } : {}),
    ...(withCanary
      ? { [CANARY]: { [CANARY]: [CANARY] }, counters: { ...(product['counters'] as object), [CANARY]: 7 } }
      : {}),
  }));

/** Reports of the corpus, under an id and a key of their own. */
export function corpusReport(corpus: readonly Sent[]): fc.Arbitrary<Sent> {
  return fc.tuple(fc.constantFrom(...corpus), parts).map(([line, drawn]) => ({
    ...line,
    id: drawn.id,
    installationId: drawn.installationId,
    licenceKey: drawn.licenceKey,
  }));
}

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(0, -1, 1.5, 2 ** 53, 1e308, '', '12', '-3', '9223372036854775808', null, true, [], {}),
  fc.constantFrom('__proto__', '\u0000', '\ud800', '💥'.repeat(300), '1'.repeat(5_000)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A report with some of its fields replaced by what does not belong there, at the top or one below. */
export function oddReport(sound: fc.Arbitrary<Sent>): fc.Arbitrary<Sent> {
  const name = fc.oneof(
    fc.constantFrom('counters', 'gauges', 'breakdowns', 'server', 'contact', 'dimensions'),
    fc.constantFrom(
      'schema',
      'id',
      'product',
      'version',
      'observedAt',
      'licenceKey',
      'publicKey',
      'previous',
    ),
    fc.constantFrom('__proto__', 'constructor', 'toString'),
  );
  const inner = fc.oneof(
    fc.constant(undefined),
    fc.constantFrom('cpus', 'steps-executed', 'jobs', 'email', '__proto__'),
  );
  const changes = fc.array(fc.tuple(name, inner, odd), { minLength: 1, maxLength: 3 });
  return fc.tuple(sound, changes).map(([report, all]) => {
    const changed: Sent = { ...report };
    for (const [field, below, value] of all) {
      const put = below === undefined ? value : { ...(Object(changed[field]) as object), [below]: value };
      Object.defineProperty(changed, field, {
        value: put,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return changed;
  });
}
