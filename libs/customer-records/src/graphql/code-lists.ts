import { GraphQLScalarType, Kind } from 'graphql';
import { registerEnumType } from 'type-graphql';
import type { ConsentPurpose } from '../domain/consents';
import { CUSTOMER_ORDERS } from '../domain/customer-query';
import { ENTITLEMENT_PERIODS, INSTALLATION_CONFIRMATIONS, MEASURES } from '../domain/records';
import { REFERENCE_CHANNELS } from '../domain/references';
import { REQUEST_KINDS, REQUEST_STATUSES } from '../domain/requests';
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
export const InstallationConfirmationEnum = named(INSTALLATION_CONFIRMATIONS);

export const ConsentPurposeEnum = {
  PUBLICATION: 'publication',
  ANALYSIS: 'analysis',
} as const satisfies Record<string, ConsentPurpose>;
export const RequestKindEnum = named(REQUEST_KINDS);
export const RequestStatusEnum = named(REQUEST_STATUSES);
export const ReferenceChannelEnum = named(REFERENCE_CHANNELS);

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
registerEnumType(InstallationConfirmationEnum, {
  name: 'InstallationConfirmation',
  description: 'Whether new installations under an agreement stand apart until somebody confirms them.',
  valuesConfig: {
    REQUIRED: { description: 'The usage of each new installation stands apart until it is confirmed.' },
    NOT_REQUIRED: { description: 'Each new installation counts from its first report on.' },
  },
});
registerEnumType(ConsentPurposeEnum, {
  name: 'ConsentPurpose',
  description: 'What an outside party may be permitted to do.',
});
registerEnumType(RequestKindEnum, {
  name: 'RequestKind',
  description: 'What a customer asks of the company about its data.',
});
registerEnumType(RequestStatusEnum, { name: 'RequestStatus', description: 'Whether a request waits.' });
registerEnumType(ReferenceChannelEnum, {
  name: 'ReferenceChannel',
  description: 'Where an approved quote may appear; PUBLIC lets anyone read it.',
});
