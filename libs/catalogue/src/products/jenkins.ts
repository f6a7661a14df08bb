import type { Breakdown, MetricDeclaration, OpenLabels } from '../domain/metric';
import type { Candidate, ProductDeclaration } from '../domain/product';
import { jvmFamily } from './jenkins-jvm';
import { JENKINS_STATISTICS } from './jenkins-statistics';

/** More jobs, nodes or entries of one label than this no installation has had by far. */
const MAX_COUNT = 1_000_000_000n;
/** What a node without a limit reports as its executors. */
const UNLIMITED_EXECUTORS = '2147483647';
const WHOLE_NUMBER = /^(0|[1-9]\d{0,9})$/;
/**
 * Printable ASCII: the labels come from anywhere, and nothing else has been seen in them. No space at either end, since
 * databases disagree on whether two texts that differ by one are equal.
 */
const PRINTABLE = /^(?! )[\x20-\x7e]+(?<! )$/;

const open = (
  limits: { maxLength: number; maxLabels: number },
  words: { dropped: string; why: string },
): OpenLabels => ({
  pattern: PRINTABLE,
  levels: 1,
  ...limits,
  ...words,
});

const breakdown = (id: string, unit: string, description: string, labels: OpenLabels): MetricDeclaration => ({
  id,
  unit,
  kind: 'breakdown',
  description,
  category: 'usage.open',
  since: '1.264',
  max: MAX_COUNT,
  open: labels,
});

/** The sum of the nodes' executors; nodes without a limit are left out of it. */
function executors(breakdowns: Readonly<Record<string, Breakdown>>): bigint | undefined {
  const nodes = breakdowns['nodes-by-executors'];
  if (!nodes) return undefined;
  let sum = 0n;
  for (const label of Object.keys(nodes)) {
    if (label !== UNLIMITED_EXECUTORS) sum += BigInt(label) * BigInt(nodes[label] as number);
  }
  return sum;
}

const metrics: readonly MetricDeclaration[] = [
  breakdown('jobs', 'jobs', 'Jobs by their type.', {
    ...open(
      { maxLength: 200, maxLabels: 500 },
      {
        dropped: 'Types that begin with “private”, which are customers’ own, and counts of 0.',
        why: 'Plugins bring job types of their own, so no list of them is ever complete.',
      },
    ),
    leftOut: { label: /^private/ },
  }),
  breakdown('nodes-by-os', 'nodes', 'Build nodes by their operating system; N/A where a node gives none.', {
    ...open(
      { maxLength: 100, maxLabels: 200 },
      {
        dropped: 'Labels longer than 100 characters.',
        why: 'The operating system is what the JVM calls it, with the architecture; there is no list of those.',
      },
    ),
    emptyAs: 'N/A',
  }),
  breakdown('nodes-by-executors', 'nodes', 'Build nodes by the number of their executors.', {
    ...open(
      { maxLength: 10, maxLabels: 1000 },
      {
        dropped: 'Nothing: a label that is no whole number refuses the report.',
        why: 'The label is a number that the customer chooses.',
      },
    ),
    demanded: WHOLE_NUMBER,
  }),
  {
    id: 'executors',
    unit: 'executors',
    kind: 'gauge',
    description: 'Executors of all nodes together; nodes without a limit are left out.',
    category: 'usage.customer.other',
    since: '1.264',
    max: 10n ** 15n,
    place: 'derived',
    derive: executors,
  },
  breakdown(
    'plugins',
    'entries',
    'Plugins installed, by name and version: entries of the list, in which a plugin may stand twice.',
    {
      ...open(
        { maxLength: 150, maxLabels: 2000 },
        {
          dropped: 'Plugins named “privateplugin-…” or with a version that contains “(private)”.',
          why: 'Anyone publishes plugins, so no list of them is ever complete.',
        },
      ),
      levels: 2,
      second: { pattern: PRINTABLE, maxLength: 100, maxLabels: 50 },
      leftOut: { label: /^privateplugin-/, second: /\(private\)/ },
    },
  ),
];

function refuse({ version }: Candidate) {
  const refused = version.length > 32 || ['SNAPSHOT', '***', '?'].some((mark) => version.includes(mark));
  return refused ? ({ code: 'REFUSED_BY_PRODUCT', path: '/version' } as const) : undefined;
}

/** Jenkins, as its project’s public usage reports show it: the proof that a product is a declaration. */
export const JENKINS: ProductDeclaration = {
  id: 'jenkins',
  name: 'Jenkins',
  description: 'Build server, known by its project’s published usage reports.',
  // Longer versions than 32 characters are read so that the product’s own rule can refuse them.
  version: { pattern: PRINTABLE, maxLength: 200 },
  editions: ['COMMUNITY', 'OTHER'],
  editionOf: (raw) => (raw.trim().toUpperCase() === 'COMMUNITY' ? 'COMMUNITY' : 'OTHER'),
  operatingSystems: ['N/A'],
  // A report speaks of many nodes; their systems are the breakdown nodes-by-os.
  operatingSystemOf: () => 'N/A',
  metrics,
  dimensions: [
    {
      id: 'jvm',
      description: 'Family of the controller’s JVM: 1.5, 1.6, 11 and so on; N/A where none is given.',
      category: 'usage.installation',
      maxLength: 200,
      reduce: jvmFamily,
    },
  ],
  rules: {
    described: [
      'A report is refused when its version is longer than 32 characters or contains “SNAPSHOT”, “***” or “?”, or when a node’s executors or a job count is negative or no whole number.',
      'Job types that begin with “private” and counts of 0 are left out; a report with no job left is accepted and ignored.',
      'Only the last report of an installation in a UTC month speaks; at one instant the one with the smaller id.',
      'An installation counts in a month in which it sent two reports or more.',
      'In the table by version, versions that begin with a digit and do not contain “private” are listed; any other is OTHER and left out.',
      'A node without an operating system is N/A; 2147483647 executors mean no limit and are left out of sums.',
      'JVM versions are reduced to their family; the table lists 1.5, 1.6 and 1.7.',
      'Plugins named “privateplugin-…” or with a version that contains “(private)” are left out; a version “???” counts.',
    ],
    refuse,
    ignoredWithout: 'jobs',
    minReportsInMonth: 2,
    versionForTable: (version) => (/^\d/.test(version) && !version.includes('private') ? version : 'OTHER'),
  },
  statistics: JENKINS_STATISTICS,
};
