import type { WireReport } from '../domain/wire-report';

/** The clock of the tests. */
export const NOW = Date.parse('2026-11-20T12:00:00Z');

/** A sound report of RoboServer, with what a test says replaced, and `undefined` for what it leaves out. */
export function wire(given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const report: WireReport = {
    schema: 1,
    id: '0198c2f0-7c1a-7cc3-9d52-0b6a4c1e2f30',
    installationId: '0198c2f0-0000-7cc3-9d52-0b6a4c1e2f31',
    sequence: 7,
    product: 'roboserver',
    version: '11.2.0',
    edition: 'enterprise',
    reason: 'daily',
    observedAt: '2026-11-20T11:00:00+01:00',
    countersSince: '2026-11-01T00:00:00Z',
    counters: { 'robots-executed': 120, 'steps-executed': '9223372036854775807' },
    gauges: { 'domains-accessed': 41, 'legacy-classic-browser': 1 },
    breakdowns: { 'robots-by-trigger': { schedule: 5, api: 0 } },
    server: { cpus: 8, operatingSystem: 'Linux (amd64)' },
    contact: { companyName: 'Acme Café & Söhne', email: 'it@acme.example' },
    licenceKey: 'ACME-0000-0001',
    policyVersion: '2026.1',
  };
  const body: Record<string, unknown> = { ...report, ...given };
  for (const name of Object.keys(body)) if (body[name] === undefined) Reflect.deleteProperty(body, name);
  return body;
}

/** What reports have carried since schema 2. */
export const TRANSPORT = {
  catalogueVersion: '2026.1',
  publicKey: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  previous: 'Cr0uFApgvqk0wc8n_aHtT2M3GZrVuBuJPvNT5v1rYxQ',
  uptimeSeconds: 86_400,
} as const;

/** A sound report of Jenkins, with its breakdowns replaced as a test says. */
export function jenkinsWire(
  breakdowns: Readonly<Record<string, unknown>> = {},
  given: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return wire({
    product: 'jenkins',
    version: '1.337',
    edition: 'COMMUNITY',
    counters: undefined,
    gauges: undefined,
    server: undefined,
    contact: undefined,
    dimensions: { jvm: '1.6.0_16' },
    breakdowns: {
      jobs: { 'hudson-model-FreeStyleProject': 12 },
      'nodes-by-os': { 'Linux (amd64)': 2, '': 1 },
      'nodes-by-executors': { '2': 2, '2147483647': 1 },
      plugins: { git: { '0.7.3': 1 } },
      ...breakdowns,
    },
    ...given,
  });
}
