import { RECEIPT_CODES } from './codes';
import type { ReportOutcome } from './parse-report';
import { parseReport, parseReportText } from './parse-report';
import { splitReport } from './report';
import { NOW, TRANSPORT, wire } from '../testing/wire';

const parse = (given: Readonly<Record<string, unknown>> = {}): ReportOutcome => parseReport(wire(given), NOW);

function accepted(given: Readonly<Record<string, unknown>> = {}) {
  const outcome = parse(given);
  if (!outcome.ok) throw new Error(`refused: ${outcome.code} at ${outcome.path}`);
  return outcome;
}

const LONG = 'x'.repeat(10_000);

describe('A report', () => {
  it('is refused where nothing is given', () => {
    expect(parseReport({}, NOW)).toEqual({ ok: false, code: 'MISSING_FIELD', path: '/schema' });
  });

  it.each([
    'schema',
    'id',
    'installationId',
    'sequence',
    'product',
    'version',
    'edition',
    'reason',
    'observedAt',
    'countersSince',
    'licenceKey',
    'policyVersion',
  ])('is refused without %s', (name) => {
    expect(parse({ [name]: undefined })).toMatchObject({
      ok: false,
      code: 'MISSING_FIELD',
      path: `/${name}`,
    });
    expect(parse({ [name]: null })).toMatchObject({ ok: false, code: 'WRONG_TYPE', path: `/${name}` });
  });

  it.each([
    // what is no report at all
    ['schema', 0, 'UNSUPPORTED_SCHEMA'],
    ['schema', 32_768, 'UNSUPPORTED_SCHEMA'],
    ['schema', -1, 'OUT_OF_BOUNDS'],
    ['schema', 'one', 'WRONG_TYPE'],
    ['product', 'hudson', 'UNKNOWN_PRODUCT'],
    ['product', '__proto__', 'UNKNOWN_PRODUCT'],
    // what came with schema 2
    ['publicKey', '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR', 'BAD_FORMAT'],
    // its last character carries four bits; a second spelling of one key would be another key
    ['publicKey', '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp', 'BAD_FORMAT'],
    ['publicKey', null, 'WRONG_TYPE'],
    ['previous', '='.repeat(43), 'BAD_FORMAT'],
    ['previous', LONG, 'OUT_OF_BOUNDS'],
    ['catalogueVersion', '2026 1', 'BAD_FORMAT'],
    ['uptimeSeconds', -1, 'OUT_OF_BOUNDS'],
    ['uptimeSeconds', 0.5, 'WRONG_TYPE'],
    // ids
    ['id', 'not-a-uuid', 'BAD_FORMAT'],
    ['id', 17, 'WRONG_TYPE'],
    ['id', LONG, 'OUT_OF_BOUNDS'],
    ['installationId', '0198c2f0-7c1a-7cc3-9d52-0b6a4c1e2f3g', 'BAD_FORMAT'],
    ['sequence', -1, 'OUT_OF_BOUNDS'],
    ['sequence', 1.5, 'WRONG_TYPE'],
    // short texts
    ['version', '11.2 (private)', 'BAD_FORMAT'],
    ['version', '', 'BAD_FORMAT'],
    ['version', '1'.repeat(33), 'OUT_OF_BOUNDS'],
    ['edition', LONG, 'OUT_OF_BOUNDS'],
    ['reason', 'weekly', 'BAD_FORMAT'],
    ['licenceKey', 'SHORT', 'BAD_FORMAT'],
    ['licenceKey', 'ACME 0000 0001', 'BAD_FORMAT'],
    ['licenceKey', 'A'.repeat(65), 'OUT_OF_BOUNDS'],
    ['policyVersion', 'two thousand', 'BAD_FORMAT'],
    // instants
    ['observedAt', '2026-11-20T11:00:00', 'BAD_FORMAT'],
    ['observedAt', '2026-02-30T11:00:00Z', 'BAD_FORMAT'],
    ['observedAt', 1_700_000_000_000, 'WRONG_TYPE'],
    ['observedAt', '1969-12-31T00:00:00Z', 'OUT_OF_BOUNDS'],
    ['observedAt', '2026-11-21T12:00:00.001Z', 'OBSERVED_IN_FUTURE'],
    ['countersSince', '2026-11-20T10:00:00.001Z', 'OUT_OF_BOUNDS'],
    // parts that are no objects
    ['counters', [], 'WRONG_TYPE'],
    ['counters', 'robots-executed=5', 'WRONG_TYPE'],
    ['gauges', 5, 'WRONG_TYPE'],
    ['breakdowns', null, 'WRONG_TYPE'],
    ['dimensions', [], 'WRONG_TYPE'],
    ['server', 'Linux', 'WRONG_TYPE'],
    ['contact', 'it@acme.example', 'WRONG_TYPE'],
  ])('is refused where %s is wrong', (name, value, code) => {
    expect(parse({ [name]: value })).toMatchObject({ ok: false, code, path: `/${name}` });
  });

  it.each([
    // a name where a count belongs
    [{ counters: { 'robots-executed': 'www.example.com' } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': LONG } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ gauges: { 'domains-accessed': ['www.example.com'] } }, 'WRONG_TYPE', '/gauges/domains-accessed'],
    [{ gauges: { 'domains-accessed': { 'www.example.com': 1 } } }, 'WRONG_TYPE', '/gauges/domains-accessed'],
    [
      { breakdowns: { 'robots-by-trigger': { api: 'x.example' } } },
      'WRONG_TYPE',
      '/breakdowns/robots-by-trigger/api',
    ],
    // numbers that are none, or out of bounds
    [{ counters: { 'robots-executed': -1 } }, 'OUT_OF_BOUNDS', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': '-1' } }, 'OUT_OF_BOUNDS', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': 1.5 } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': '1.5' } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': '007' } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': '1e3' } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': '' } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': true } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': null } }, 'WRONG_TYPE', '/counters/robots-executed'],
    [{ counters: { 'robots-executed': 2 ** 53 } }, 'OUT_OF_BOUNDS', '/counters/robots-executed'],
    [
      { counters: { 'robots-executed': '9223372036854775808' } },
      'OUT_OF_BOUNDS',
      '/counters/robots-executed',
    ],
    [{ counters: { 'robots-executed': '9'.repeat(500) } }, 'OUT_OF_BOUNDS', '/counters/robots-executed'],
    [{ gauges: { 'legacy-classic-browser': 2 } }, 'OUT_OF_BOUNDS', '/gauges/legacy-classic-browser'],
    [{ server: { cpus: 65_537 } }, 'OUT_OF_BOUNDS', '/server/cpus'],
    [{ server: { cpus: 'eight' } }, 'WRONG_TYPE', '/server/cpus'],
    [{ server: { operatingSystem: LONG } }, 'OUT_OF_BOUNDS', '/server/operatingSystem'],
    [{ breakdowns: { 'robots-by-trigger': 5 } }, 'WRONG_TYPE', '/breakdowns/robots-by-trigger'],
    // the contact part
    [{ contact: { companyName: 'x'.repeat(201) } }, 'OUT_OF_BOUNDS', '/contact/companyName'],
    [{ contact: { companyName: ' ' } }, 'BAD_FORMAT', '/contact/companyName'],
    [{ contact: { companyName: 'Acme\u0000' } }, 'BAD_FORMAT', '/contact/companyName'],
    [{ contact: { email: 'it at acme' } }, 'BAD_FORMAT', '/contact/email'],
    [{ contact: { email: `it@${'x'.repeat(252)}` } }, 'OUT_OF_BOUNDS', '/contact/email'],
    [{ contact: { email: 5 } }, 'WRONG_TYPE', '/contact/email'],
  ])('is refused with %j', (given, code, path) => {
    expect(parse(given)).toMatchObject({ ok: false, code, path });
  });

  it.each([null, 5, 'text', true, [], [wire()]])('is refused when it is no object: %j', (body) => {
    expect(parseReport(body, NOW)).toEqual({ ok: false, code: 'NOT_AN_OBJECT', path: '' });
  });

  it.each(['', '{', '{"schema":1,}', 'schema: 1'])('is refused when its line is no JSON: %j', (text) => {
    expect(parseReportText(text, NOW)).toEqual({ ok: false, code: 'MALFORMED_JSON', path: '' });
  });

  it('is refused with its id where one could be read', () => {
    expect(parse({ reason: 'weekly' })).toHaveProperty('id', '0198c2f0-7c1a-7cc3-9d52-0b6a4c1e2f30');
    expect(parse({ id: LONG })).not.toHaveProperty('id');
  });

  it('is read into canonical form', () => {
    const { report, dropped } = accepted({ id: '0198C2F0-7C1A-7CC3-9D52-0B6A4C1E2F30' });
    expect(dropped).toEqual([]);
    expect(report).toEqual({
      schema: 1,
      id: '0198c2f0-7c1a-7cc3-9d52-0b6a4c1e2f30',
      installationId: '0198c2f0-0000-7cc3-9d52-0b6a4c1e2f31',
      sequence: 7,
      product: 'roboserver',
      version: '11.2.0',
      edition: 'ENTERPRISE',
      reason: 'daily',
      observedAt: Date.parse('2026-11-20T10:00:00Z'),
      countersSince: Date.parse('2026-11-01T00:00:00Z'),
      counters: { 'robots-executed': '120', 'steps-executed': '9223372036854775807' },
      gauges: { 'domains-accessed': '41', 'legacy-classic-browser': '1', cpus: '8' },
      breakdowns: { 'robots-by-trigger': { schedule: 5 } },
      dimensions: {},
      server: { cpus: 8, operatingSystem: 'LINUX' },
      contact: { companyName: 'Acme Café & Söhne', email: 'it@acme.example' },
      licenceKey: 'ACME-0000-0001',
      policyVersion: '2026.1',
      countable: true,
    });
  });

  it('is read without the parts that it need not have', () => {
    const parts = {
      counters: undefined,
      gauges: undefined,
      breakdowns: undefined,
      server: undefined,
      contact: undefined,
    };
    expect(accepted(parts).report).toMatchObject({
      counters: {},
      server: { operatingSystem: 'OTHER' },
      contact: {},
    });
  });

  it('may be a day ahead of the clock, and as late as it likes', () => {
    expect(accepted({ observedAt: '2026-11-21T12:00:00Z' }).ok).toBe(true);
    expect(accepted({ observedAt: '1999-01-01T00:00:00Z', countersSince: '1999-01-01T00:00:00Z' }).ok).toBe(
      true,
    );
  });

  it('has everything undeclared dropped, told by path and never by its name §minimise', () => {
    const secret = 'intranet.acme.example';
    const { report, dropped } = accepted({
      [secret]: secret,
      counters: { [secret]: 1, 'robots-executed': 1 },
      gauges: { [secret]: 1, 'robots-executed': 1, cpus: 9 },
      breakdowns: { [secret]: { a: 1 }, 'robots-by-trigger': { [secret]: 1 } },
      dimensions: { [secret]: secret },
      server: { hostname: secret },
      contact: { phone: secret },
    });
    expect(dropped).toEqual([
      '/*',
      '/breakdowns/*',
      '/breakdowns/robots-by-trigger/*',
      '/contact/*',
      '/counters/*',
      '/dimensions/*',
      '/gauges/*',
      '/server/*',
    ]);
    expect(JSON.stringify({ report, dropped })).not.toContain(secret);
    expect(report.gauges).toEqual({});
  });

  it('has the CPUs dropped when the product does not declare them', () => {
    const { report, dropped } = accepted({
      product: 'management-console',
      counters: {},
      gauges: {},
      breakdowns: {},
      server: { cpus: 8 },
    });
    expect(dropped).toEqual(['/server/cpus']);
    expect(report.server).toEqual({ operatingSystem: 'OTHER' });
  });

  it('reads nothing that is inherited, and takes no harm from names of the language', () => {
    const text = JSON.stringify(wire({ counters: {} })).replace(
      '"counters":{}',
      '"counters":{"__proto__":{"robots-executed":5},"constructor":1,"toString":1},"__proto__":{"schema":1}',
    );
    const outcome = parseReportText(text, NOW);
    expect(outcome).toMatchObject({ ok: true, dropped: ['/*', '/counters/*'], report: { counters: {} } });
    expect(parseReport(Object.create(wire()), NOW)).toMatchObject({ code: 'MISSING_FIELD', path: '/schema' });
    expect(({} as Record<string, unknown>)['robots-executed']).toBeUndefined();
    if (outcome.ok) expect(Object.getPrototypeOf(outcome.report.counters)).toBeNull();
  });

  it('is refused only with codes of the list, each of which has words for people', () => {
    expect(new Set(RECEIPT_CODES.map(({ code }) => code)).size).toBe(RECEIPT_CODES.length);
    for (const { description } of RECEIPT_CODES) expect(description).toMatch(/\.$/);
  });
});

describe('Splitting a report', () => {
  it('leaves nothing that identifies in the counted half, and nothing counted in the other §counts-not-names', () => {
    const { counted, identifying } = splitReport(accepted().report, '192.0.2.7');
    expect(identifying).toEqual({
      companyName: 'Acme Café & Söhne',
      email: 'it@acme.example',
      licenceKey: 'ACME-0000-0001',
      address: '192.0.2.7',
    });
    const text = JSON.stringify(counted);
    for (const value of Object.values(identifying)) expect(text).not.toContain(value);
    expect(counted).toMatchObject({ countable: true, counters: { 'robots-executed': '120' } });
  });

  it('has no name and no address of a person where the report had none', () => {
    const { identifying } = splitReport(accepted({ contact: undefined }).report, '192.0.2.7');
    expect(Object.keys(identifying)).toEqual(['licenceKey', 'address']);
  });
});

describe('The versions of the schema', () => {
  const TEN_YEARS_ON = Date.parse('2036-11-20T12:00:00Z');

  it('read the first for ten years, in which nothing of the second stands', () => {
    const outcome = parseReport(wire({ observedAt: '2036-11-20T10:00:00Z' }), TEN_YEARS_ON);
    expect(outcome).toMatchObject({ ok: true, dropped: [], report: { schema: 1 } });
    expect(outcome.ok && 'publicKey' in outcome.report).toBe(false);
  });

  it('read the second with what it added', () => {
    expect(parseReport(wire({ schema: 2, ...TRANSPORT }), NOW)).toMatchObject({
      ok: true,
      dropped: [],
      report: { schema: 2, ...TRANSPORT },
    });
  });

  it('keep of a newer one what is known, and say where something was left out §minimise', () => {
    const newer = wire({
      schema: 7,
      ...TRANSPORT,
      hostnames: ['a.example'],
      counters: { 'robots-executed': 3, 'robots-dreamt': 4 },
    });
    expect(parseReport(newer, NOW)).toMatchObject({
      ok: true,
      dropped: ['/*', '/counters/*'],
      report: { schema: 7, counters: { 'robots-executed': '3' }, ...TRANSPORT },
    });
  });
});
