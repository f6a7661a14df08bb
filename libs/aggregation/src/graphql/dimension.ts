import type { DimensionKey } from '@hearth/catalogue';
import { DIMENSION_KEYS } from '@hearth/catalogue';
import { Field, InputType, registerEnumType } from 'type-graphql';

/** Names of the dimensions in the graph: `operating-system` is OPERATING_SYSTEM. */
export const Dimension: Readonly<Record<string, DimensionKey>> = Object.fromEntries(
  DIMENSION_KEYS.map((key) => [key.toUpperCase().replaceAll('-', '_'), key]),
);
registerEnumType(Dimension, {
  name: 'Dimension',
  description: 'What a statistic may be told apart by. Which ones a statistic has is in its definition.',
});

/** Names of the dimensions as input fields: `operating-system` is operatingSystem. */
const FILTER_FIELDS: readonly (readonly [field: string, dimension: DimensionKey])[] = DIMENSION_KEYS.map(
  (key) => [key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), key],
);

/** One field per dimension of the catalogue, so that a dimension which is declared there is here as well. */
@InputType({ description: 'Holds dimensions fast, each at one value.' })
export class StatisticFilter {}
for (const [field] of FILTER_FIELDS)
  Field(() => String, { nullable: true })(StatisticFilter.prototype, field);

/** The dimensions that a filter holds fast. An absent field and null say nothing. */
export function readFilter(filter: StatisticFilter | null | undefined): ReadonlyMap<DimensionKey, string> {
  const values = new Map<DimensionKey, string>();
  const fields = new Map<string, unknown>(Object.entries(filter ?? {}));
  for (const [field, dimension] of FILTER_FIELDS) {
    const value = fields.get(field);
    if (typeof value === 'string') values.set(dimension, value);
  }
  return values;
}
