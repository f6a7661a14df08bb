import { DECLARED } from '../generated/declared-table';
import type { DeclaredCategory, DeclaredField, DeclaredNumber, DeclaredProduct } from './declared';

/** What one field is for, who reads it, and how long it stays. */
export interface CatalogueEntry extends DeclaredField, Pick<DeclaredCategory, 'readers' | 'kept'> {
  readonly unit?: string;
}

/** Everything that can leave for a product: each field of the body, each header, and what the connection shows. */
export function catalogueOf(product: DeclaredProduct): readonly CatalogueEntry[] {
  const numbers = (path: string, declared: Readonly<Record<string, DeclaredNumber>>) =>
    Object.entries(declared).map(([id, metric]) => entry(`${path}/${id}`, metric, metric.unit));
  return [
    ...DECLARED.fields.map((field) => ({ ...field, ...held(field.category) })),
    ...numbers('/counters', product.counters),
    ...numbers('/gauges', product.gauges),
    ...numbers('/server', product.server),
    ...Object.entries(product.breakdowns).map(([id, metric]) =>
      // Labels stand for names in a path: `*` once, or twice for two levels.
      entry(`/breakdowns/${id}/*${metric.open?.second ? '/*' : ''}`, metric, metric.unit),
    ),
    ...Object.entries(product.dimensions).map(([id, dimension]) => entry(`/dimensions/${id}`, dimension)),
  ];
}

function entry(
  path: string,
  { what, category }: { readonly what: string; readonly category: string },
  unit?: string,
): CatalogueEntry {
  return { place: 'body', path, what, category, ...(unit === undefined ? {} : { unit }), ...held(category) };
}

function held(category: string): Pick<DeclaredCategory, 'readers' | 'kept'> {
  const { readers, kept } = DECLARED.categories[category] ?? { readers: [], kept: [] };
  return { readers, kept };
}
