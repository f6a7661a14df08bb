import type { MetricDeclaration } from '../domain/metric';
import { INT64_MAX } from '../domain/metric';
import type { ProductDeclaration } from '../domain/product';
import { featureMetrics, legacyMetrics } from './feature-metrics';
import { commonStatistics, increaseStatistics } from './product-statistics';
import { editionOf, EDITIONS, OPERATING_SYSTEMS, operatingSystemOf, VERSION_FORM } from './shared-lists';

const ENTITLED = 'usage.customer.entitled';
const OTHER = 'usage.customer.other';

const counter = (id: string, unit: string, since: string, description: string): MetricDeclaration => ({
  id,
  unit,
  kind: 'counter',
  description,
  category: ENTITLED,
  since,
  max: INT64_MAX,
});

const gauge = (
  id: string,
  unit: string,
  category: string,
  since: string,
  description: string,
): MetricDeclaration => ({
  id,
  unit,
  kind: 'gauge',
  description,
  category,
  since,
  max: 1_000_000_000n,
});

const metrics: readonly MetricDeclaration[] = [
  counter('schedule-runs', 'runs', '8.0', 'Runs of schedules.'),
  counter('kapplet-runs', 'runs', '9.0', 'Runs of Kapplets.'),
  gauge('schedules', 'schedules', ENTITLED, '8.0', 'Schedules that exist.'),
  gauge('kapplets', 'Kapplets', ENTITLED, '9.0', 'Kapplets that exist.'),
  gauge('robots', 'robots', ENTITLED, '8.0', 'Robots in the repository.'),
  gauge('projects', 'projects', ENTITLED, '8.0', 'Projects that exist.'),
  gauge('clusters', 'clusters', ENTITLED, '8.0', 'Clusters set up.'),
  gauge('roboservers', 'RoboServers', ENTITLED, '8.0', 'RoboServers attached to the clusters.'),
  gauge('oauth-users', 'users', OTHER, '9.2', 'OAuth users registered.'),
  gauge('oauth-applications', 'applications', OTHER, '9.2', 'OAuth applications registered.'),
  {
    id: 'schedules-by-frequency',
    unit: 'schedules',
    kind: 'breakdown',
    description: 'Schedules by how often they run.',
    category: 'usage.feature',
    since: '9.0',
    max: 1_000_000_000n,
    labels: ['minutes', 'hourly', 'daily', 'weekly', 'monthly', 'on-demand'],
  },
  ...featureMetrics([
    { id: 'rest-api', name: 'the REST programming interface', since: '9.0' },
    { id: 'single-sign-on', name: 'single sign-on', since: '9.0' },
    { id: 'role-based-access', name: 'role-based access', since: '8.0' },
    { id: 'alerting', name: 'alerting by e-mail', since: '8.0' },
    { id: 'backup', name: 'backup of the repository', since: '8.0' },
  ]),
  ...legacyMetrics(),
];

const runs = metrics.filter((metric) => metric.id === 'schedule-runs' || metric.id === 'kapplet-runs');

/** Management Console: schedules robots and serves Kapplets. */
export const MANAGEMENT_CONSOLE: ProductDeclaration = {
  id: 'management-console',
  name: 'Management Console',
  description: 'Schedules robots, manages RoboServers and serves Kapplets at the customer’s site.',
  version: VERSION_FORM,
  editions: EDITIONS,
  editionOf,
  operatingSystems: OPERATING_SYSTEMS,
  operatingSystemOf,
  metrics,
  dimensions: [],
  rules: { described: [], minReportsInMonth: 1, versionForTable: (version) => version },
  statistics: [
    ...commonStatistics('management-console', 'Management Console', metrics),
    ...runs.flatMap((metric) => increaseStatistics('management-console', 'Management Console', metric)),
    {
      id: 'management-console-schedules-by-frequency',
      title: 'Management Console: schedules by frequency',
      description: 'Schedules by how often they run, after the last report of the month.',
      product: 'management-console',
      measure: { sumOf: 'schedules-by-frequency' },
      unit: 'schedules',
      by: [{ dimension: 'frequency', from: { kind: 'breakdown', id: 'schedules-by-frequency', level: 1 } }],
      demographic: false,
    },
  ],
};
