// The table that libs/call-home embeds, since a published client may depend on nothing: what may leave, who reads it, how long
// it stays.
import type { MetricDeclaration, MetricPlace, ProductDeclaration } from '@hearth/catalogue';
import { CATALOGUE_VERSION, placeOf, PRODUCTS } from '@hearth/catalogue';
import type { Category } from '@hearth/policy';
import { CURRENT_POLICY, isWithin, periodWords, processingRegister, rowWords } from '@hearth/policy';
import { format, resolveConfig } from 'prettier';
import { REPORT_FIELDS } from './report-fields';

/** libs/call-home/src/generated/declared-table.ts */
export async function declaredTable(file: string): Promise<string> {
  const products = PRODUCTS.map(declaredProduct);
  const categories = new Set<string>([
    ...REPORT_FIELDS.map((field) => field.category),
    ...PRODUCTS.flatMap(({ metrics, dimensions }) => [...metrics, ...dimensions]).map((one) => one.category),
  ]);
  const table = {
    catalogueVersion: CATALOGUE_VERSION,
    policyVersion: CURRENT_POLICY.version,
    fields: REPORT_FIELDS,
    products: Object.fromEntries(products),
    categories: Object.fromEntries(
      [...categories].sort().map((key) => [key, declaredCategory(key as Category)]),
    ),
  };
  const text = [
    '// Generated from libs/catalogue and libs/policy by npm run generate:all. Do not edit.',
    "import type { DeclaredTable } from '../domain/declared';",
    '',
    '/** What may leave, per product; who reads it; how long it stays. */',
    `export const DECLARED: DeclaredTable = ${JSON.stringify(table)};`,
  ].join('\n');
  return format(text, { ...(await resolveConfig(file)), parser: 'typescript' });
}

function declaredProduct(product: ProductDeclaration): [string, object] {
  const at = (place: MetricPlace) =>
    Object.fromEntries(
      product.metrics
        .filter((metric) => placeOf(metric) === place)
        .map((metric) => [metric.id, declaredNumber(metric)]),
    );
  return [
    product.id,
    {
      name: product.name,
      version: { pattern: product.version.pattern.source, maxLength: product.version.maxLength },
      counters: at('counters'),
      gauges: at('gauges'),
      server: at('server'),
      breakdowns: at('breakdowns'),
      dimensions: Object.fromEntries(
        product.dimensions.map(({ id, description, category, maxLength }) => [
          id,
          { what: description, category, maxLength },
        ]),
      ),
    },
  ];
}

function declaredNumber({ kind, unit, description, category, max, labels, open }: MetricDeclaration): object {
  return {
    kind,
    unit,
    what: description,
    category,
    max: max.toString(),
    labels,
    open: open && {
      pattern: source(open.pattern),
      maxLength: open.maxLength,
      maxLabels: open.maxLabels,
      second: open.second && {
        pattern: source(open.second.pattern),
        maxLength: open.second.maxLength,
        maxLabels: open.second.maxLabels,
      },
      leftOut: open.leftOut && {
        label: open.leftOut.label && source(open.leftOut.label),
        second: open.leftOut.second && source(open.leftOut.second),
      },
      demanded: open.demanded && source(open.demanded),
      emptyAs: open.emptyAs,
    },
  };
}

/** The client makes expressions of the source alone, so one with flags would mean something else there. */
function source(form: RegExp): string {
  if (form.flags !== '') throw new TypeError('A form that the client is given cannot have flags.');
  return form.source;
}

function declaredCategory(category: Category): object {
  const readers = processingRegister(CURRENT_POLICY).flatMap(({ purpose, entries }) =>
    entries.flatMap(({ recipients, isOutside, readings }) =>
      readings
        .filter((reading) => reading.categories.some((read) => isWithin(category, read)))
        .map(({ rows }) => ({
          who: recipients,
          outside: isOutside,
          purpose: purpose.description,
          rows: rowWords(rows),
        })),
    ),
  );
  const kept = CURRENT_POLICY.retention
    .filter(({ categories }) => categories.some((held) => isWithin(category, held)))
    .map(({ data, period, from }) => {
      // A length of time is counted from something; what has no length has an end, or a reason.
      const times = /^P[1-9]/.test(period)
        ? `${periodWords(period)} from ${from}`
        : `${periodWords(period)} (${from})`;
      return `${data.replace(/\.$/, '')}: ${times}.`;
    });
  const what = CURRENT_POLICY.categories.find(({ key }) => key === category)?.description ?? '';
  return { what, readers, kept };
}
