import type { StatisticDeclaration } from '../domain/statistic';

const installations = {
  product: 'jenkins',
  measure: 'installations',
  unit: 'installations',
  demographic: false,
} as const;

/** The tables of Jenkins, under the plain ids that its project’s own tables have. */
export const JENKINS_STATISTICS: readonly StatisticDeclaration[] = [
  {
    ...installations,
    id: 'installations-by-version',
    title: 'Jenkins installations by version',
    description:
      'Installations by the version in their last report of the month; private builds are left out.',
    by: [{ dimension: 'version', from: { kind: 'version' }, without: ['OTHER'] }],
  },
  {
    ...installations,
    id: 'installations-by-jvm',
    title: 'Jenkins installations by JVM',
    description: 'Installations by the family of the controller’s JVM.',
    by: [{ dimension: 'jvm', from: { kind: 'dimension', id: 'jvm' }, only: ['1.5', '1.6', '1.7'] }],
  },
  {
    ...installations,
    id: 'installations-by-plugin',
    title: 'Jenkins plugin installations by plugin',
    // As the published tables count: the distinct installations stand beside the value in each cell.
    description: 'Entries in the plugin lists of installations; one that lists a plugin twice counts twice.',
    measure: { sumOf: 'plugins' },
    unit: 'plugin installations',
    by: [{ dimension: 'plugin', from: { kind: 'breakdown', id: 'plugins', level: 1 } }],
  },
  {
    ...installations,
    id: 'plugin-versions',
    title: 'Jenkins plugin installations by plugin and version',
    description:
      'Entries in the plugin lists of installations by version; the versions of a plugin add up to its own cell.',
    measure: { sumOf: 'plugins' },
    unit: 'plugin installations',
    by: [
      { dimension: 'plugin', from: { kind: 'breakdown', id: 'plugins', level: 1 } },
      { dimension: 'plugin-version', from: { kind: 'breakdown', id: 'plugins', level: 2 } },
    ],
  },
  {
    ...installations,
    id: 'installations-by-executors',
    title: 'Jenkins installations by executors',
    description: 'Installations by the number of executors of all their nodes together.',
    by: [{ dimension: 'executors', from: { kind: 'gauge', id: 'executors' } }],
  },
  {
    ...installations,
    id: 'jobs-by-type',
    title: 'Jenkins jobs by type',
    description: 'Jobs by their type, after the last report of the month.',
    measure: { sumOf: 'jobs' },
    unit: 'jobs',
    by: [{ dimension: 'job-type', from: { kind: 'breakdown', id: 'jobs', level: 1 } }],
  },
  {
    ...installations,
    id: 'nodes-by-os',
    title: 'Jenkins nodes by operating system',
    description: 'Build nodes by operating system, after the last report of the month.',
    measure: { sumOf: 'nodes-by-os' },
    unit: 'nodes',
    by: [{ dimension: 'node-os', from: { kind: 'breakdown', id: 'nodes-by-os', level: 1 } }],
  },
];
