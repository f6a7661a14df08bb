import type { MetricDeclaration } from '../domain/metric';
import type { StatisticDeclaration } from '../domain/statistic';

/** Ids of the legacy or of the other indicators among a product's metrics. */
function indicators(metrics: readonly MetricDeclaration[], legacy: boolean): string[] {
  return metrics
    .filter((metric) => metric.kind === 'indicator' && (metric.legacy ?? false) === legacy)
    .map((metric) => metric.id);
}

/**
 * The tables that each of the vendor's own products has. Ids begin with the product's id; a product that uses plain ids
 * declares its tables itself.
 */
export function commonStatistics(
  product: string,
  name: string,
  metrics: readonly MetricDeclaration[],
): StatisticDeclaration[] {
  const counted = {
    product,
    measure: 'installations',
    unit: 'installations',
    demographic: false,
  } as const;
  return [
    {
      ...counted,
      id: `${product}-installations-by-version`,
      title: `${name} installations by version`,
      description: 'Installations by the version in their last report of the month.',
      by: [{ dimension: 'version', from: { kind: 'version' }, without: ['OTHER'] }],
    },
    {
      ...counted,
      id: `${product}-installations-by-edition`,
      title: `${name} installations by edition`,
      description: 'Installations by the edition in their last report of the month.',
      by: [{ dimension: 'edition', from: { kind: 'edition' } }],
    },
    {
      ...counted,
      id: `${product}-installations-by-operating-system`,
      title: `${name} installations by operating system`,
      description: 'Installations by the operating system in their last report of the month.',
      by: [{ dimension: 'operating-system', from: { kind: 'operating-system' } }],
    },
    {
      ...counted,
      id: `${product}-installations-by-legacy-environment`,
      title: `${name} installations by legacy environment`,
      description: 'Installations in which a legacy environment was in use at any time of the month.',
      by: [{ dimension: 'legacy-environment', from: { kind: 'indicators', ids: indicators(metrics, true) } }],
    },
    {
      ...counted,
      id: `${product}-installations-by-feature`,
      title: `${name} installations by feature`,
      description: 'Installations in which a feature was set up at any time of the month.',
      by: [{ dimension: 'feature', from: { kind: 'indicators', ids: indicators(metrics, false) } }],
    },
  ];
}

/** The sum of a counter's increases in a month, whole and by edition. */
export function increaseStatistics(
  product: string,
  name: string,
  metric: MetricDeclaration,
): StatisticDeclaration[] {
  const measured = {
    product,
    measure: { increaseOf: metric.id },
    unit: metric.unit,
    demographic: false,
  };
  return [
    {
      ...measured,
      id: `${product}-${metric.id}`,
      title: `${name}: ${metric.id.replaceAll('-', ' ')}`,
      description: `${metric.description} Summed over the month's daily increases.`,
      by: [],
    },
    {
      ...measured,
      id: `${product}-${metric.id}-by-edition`,
      title: `${name}: ${metric.id.replaceAll('-', ' ')} by edition`,
      description: `${metric.description} Summed over the month's daily increases, by edition.`,
      by: [{ dimension: 'edition', from: { kind: 'edition' } }],
    },
  ];
}
