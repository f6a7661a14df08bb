import type { MetricDeclaration } from '../domain/metric';
import { INT64_MAX } from '../domain/metric';
import type { ProductDeclaration } from '../domain/product';
import { featureMetrics, legacyMetrics } from './feature-metrics';
import { commonStatistics, increaseStatistics } from './product-statistics';
import { editionOf, EDITIONS, OPERATING_SYSTEMS, operatingSystemOf, VERSION_FORM } from './shared-lists';

const ENTITLED = 'usage.customer.entitled';
const OTHER = 'usage.customer.other';

const counter = (
  id: string,
  unit: string,
  category: string,
  since: string,
  description: string,
): MetricDeclaration => ({
  id,
  unit,
  kind: 'counter',
  description,
  category,
  since,
  max: INT64_MAX,
});

const metrics: readonly MetricDeclaration[] = [
  counter('steps-executed', 'steps', ENTITLED, '7.0', 'Robot steps executed.'),
  counter('http-requests', 'requests', OTHER, '7.0', 'HTTP requests made by robots.'),
  counter('bytes-loaded', 'bytes', OTHER, '7.0', 'Bytes loaded by robots.'),
  counter('robots-executed', 'runs', ENTITLED, '7.0', 'Robot runs executed.'),
  counter('returned-values', 'values', OTHER, '7.0', 'Values returned by robots.'),
  counter('stored-values', 'values', OTHER, '7.0', 'Values stored by robots.'),
  counter('hbase-puts', 'puts', OTHER, '9.2', 'Puts to HBase.'),
  {
    id: 'cpus',
    unit: 'CPUs',
    kind: 'gauge',
    description: 'CPUs of the machine that RoboServer runs on.',
    category: ENTITLED,
    since: '7.0',
    max: 65_536n,
    place: 'server',
  },
  {
    id: 'domains-accessed',
    unit: 'domains',
    kind: 'distinct-count',
    description:
      'Number of different domains accessed since the counters began. The names stay with the customer, and the number ' +
      'is never summed over days or installations.',
    category: OTHER,
    since: '8.0',
    max: 1_000_000_000n,
  },
  {
    id: 'robots-by-trigger',
    unit: 'robots',
    kind: 'breakdown',
    description: 'Robots deployed, by what starts them.',
    category: 'usage.feature',
    since: '9.0',
    max: 1_000_000_000n,
    labels: ['schedule', 'api', 'kapplet', 'manual'],
  },
  ...featureMetrics([
    { id: 'rest-service', name: 'the REST service interface', since: '9.0' },
    { id: 'pdf-extraction', name: 'extraction from PDF documents', since: '8.0' },
    { id: 'spreadsheet-output', name: 'output to spreadsheets', since: '8.0' },
    { id: 'database-output', name: 'output to databases', since: '7.0' },
    { id: 'script-execution', name: 'execution of page scripts', since: '7.0' },
    { id: 'proxy-rotation', name: 'rotation of proxy servers', since: '9.0' },
  ]),
  ...legacyMetrics(),
];

const summed = new Set(['robots-executed', 'steps-executed']);

/** RoboServer: executes robots. */
export const ROBOSERVER: ProductDeclaration = {
  id: 'roboserver',
  name: 'RoboServer',
  description: 'Executes robots at the customer’s site.',
  version: VERSION_FORM,
  editions: EDITIONS,
  editionOf,
  operatingSystems: OPERATING_SYSTEMS,
  operatingSystemOf,
  metrics,
  dimensions: [],
  rules: { described: [], minReportsInMonth: 1, versionForTable: (version) => version },
  statistics: [
    ...commonStatistics('roboserver', 'RoboServer', metrics),
    ...metrics
      .filter((metric) => summed.has(metric.id))
      .flatMap((metric) => increaseStatistics('roboserver', 'RoboServer', metric)),
    {
      id: 'roboserver-robots-by-trigger',
      title: 'RoboServer: robots by trigger',
      description: 'Robots deployed by what starts them, after the last report of the month.',
      product: 'roboserver',
      measure: { sumOf: 'robots-by-trigger' },
      unit: 'robots',
      by: [{ dimension: 'trigger', from: { kind: 'breakdown', id: 'robots-by-trigger', level: 1 } }],
      demographic: false,
    },
  ],
};
