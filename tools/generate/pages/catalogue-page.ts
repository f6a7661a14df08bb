import { CATALOGUE_VERSION, PRODUCTS, STATISTICS, type MetricDeclaration } from '@hearth/catalogue';
import { page, table } from './markdown';

function labelsOf(metric: MetricDeclaration): string {
  if (metric.labels) return metric.labels.join(', ');
  if (!metric.open) return '';
  const { levels, maxLabels, maxLength, why, dropped } = metric.open;
  return `open (${levels === 2 ? 'two levels' : 'one level'}, at most ${maxLabels} labels of ${maxLength} characters): ${why} ${dropped}`;
}

const metricRow = (metric: MetricDeclaration): string[] => [
  `\`${metric.id}\`${metric.legacy === true ? ' (legacy)' : ''}`,
  metric.kind,
  metric.unit,
  metric.description,
  `\`${metric.category}\``,
  metric.since,
  metric.max.toString(),
  labelsOf(metric),
];

/** docs/catalogue.md */
export function cataloguePage(): string {
  const products = PRODUCTS.flatMap((product) => [
    `## ${product.name} (\`${product.id}\`)`,
    product.description,
    table(
      ['metric', 'kind', 'unit', 'what it is', 'category', 'since', 'at most', 'labels'],
      product.metrics.map(metricRow),
    ),
    ...(product.dimensions.length > 0
      ? [
          table(
            ['dimension', 'what it is', 'category'],
            product.dimensions.map((d) => [`\`${d.id}\``, d.description, `\`${d.category}\``]),
          ),
        ]
      : []),
    `Editions: ${product.editions.join(', ')}. Operating systems: ${product.operatingSystems.join(', ') || 'none'}.`,
    ...(product.rules.described.length > 0
      ? [product.rules.described.map((rule) => `* ${rule}`).join('\n')]
      : []),
  ]);
  const statistics = table(
    ['statistic', 'title', 'of', 'by', 'unit', 'small cells'],
    STATISTICS.map((s) => [
      `\`${s.id}\``,
      s.title,
      s.product ?? 'customers',
      s.by.map((key) => key.dimension).join(', '),
      s.unit,
      s.demographic ? 'folded' : 'shown',
    ]),
  );
  return page(
    'The catalogue',
    'libs/catalogue',
    `Version ${CATALOGUE_VERSION}. Every number is whole, not negative, and bounded.`,
    ...products,
    '## Statistics',
    statistics,
  );
}
