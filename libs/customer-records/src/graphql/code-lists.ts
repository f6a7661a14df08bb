import { GraphQLScalarType, Kind } from 'graphql';
import { registerEnumType } from 'type-graphql';
import { CUSTOMER_ORDERS } from '../domain/customer-query';
import { ENTITLEMENT_PERIODS, MEASURES } from '../domain/records';
import type { SizeBand } from '../domain/size-bands';

/**
 * A code from a closed list that is too long, or too odd, for an enum. Any text is let in here and judged by the domain: an
 * error of a scalar would repeat the value, and ours names the field alone.
 */
function codeScalar(name: string, description: string): GraphQLScalarType<string, string> {
  const take = (value: unknown): string => (typeof value === 'string' ? value : '');
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: take,
    parseValue: take,
    parseLiteral: (node) => (node.kind === Kind.STRING ? node.value : ''),
  });
}

export const Industry = codeScalar(
  'Industry',
  'An industry: a three-digit code of NAICS 2017, such as "333".',
);
export const CountryCode = codeScalar('CountryCode', 'A country: ISO 3166-1 alpha-2, such as "DK".');

/** Names in the graph begin with a letter; the rooms store the bands as people write them. */
const SIZE_BAND_NAMES = {
  FROM_1_TO_9: '1-9',
  FROM_10_TO_49: '10-49',
  FROM_50_TO_249: '50-249',
  FROM_250_TO_999: '250-999',
  FROM_1000_TO_4999: '1000-4999',
  OVER_5000: '5000+',
} as const satisfies Record<string, SizeBand>;

const named = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const SizeBandEnum = SIZE_BAND_NAMES;
export const CustomerOrderEnum = named(CUSTOMER_ORDERS);
export const MeasureEnum = named(MEASURES);
export const EntitlementPeriodEnum = named(ENTITLEMENT_PERIODS);

registerEnumType(SizeBandEnum, {
  name: 'SizeBand',
  description: 'How many people a customer employs; OVER_5000 begins with 5000.',
});
registerEnumType(CustomerOrderEnum, {
  name: 'CustomerOrder',
  description: 'What customers are sorted by, ascending, empty first; the id settles ties.',
});
registerEnumType(MeasureEnum, { name: 'Measure', description: 'How measured use is held against a limit.' });
registerEnumType(EntitlementPeriodEnum, {
  name: 'EntitlementPeriod',
  description: 'What a limit holds for; TERM is the whole term of the agreement.',
});
