import { Category, DateOnly, Int64 } from '@hearth/subgraph';
import { Field, ID, InputType, Int } from 'type-graphql';
import type { CustomerFilter } from '../domain/customer-query';
import type { AgreementInput, ContactInput, CustomerInput } from '../domain/record-inputs';
import type { EntitlementPeriod, InstallationConfirmation, Measure } from '../domain/records';
import type { SizeBand } from '../domain/size-bands';
import {
  CountryCode,
  EntitlementPeriodEnum,
  Industry,
  InstallationConfirmationEnum,
  MeasureEnum,
  SizeBandEnum,
} from './code-lists';

@InputType('CustomerFilter', { description: 'All conditions given must hold.' })
export class CustomerFilterInput {
  @Field(() => Industry, { nullable: true })
  @Category('company.demographic')
  industry?: string | null;

  @Field(() => CountryCode, { nullable: true })
  @Category('company.demographic')
  country?: string | null;

  @Field(() => SizeBandEnum, { nullable: true })
  @Category('company.demographic')
  sizeBand?: SizeBand | null;

  @Field(() => String, {
    nullable: true,
    description: 'The whole name; case and spacing make no difference.',
  })
  @Category('company.name')
  companyName?: string | null;
}

@InputType({ description: 'A customer. A field left out is recorded as empty.' })
export class RecordCustomerInput {
  @Field(() => String, { description: "The caller's own key; recording it again changes the record." })
  externalKey!: string;

  @Field(() => String)
  companyName!: string;

  @Field(() => Industry, { nullable: true })
  industry?: string | null;

  @Field(() => CountryCode, { nullable: true })
  country?: string | null;

  @Field(() => SizeBandEnum, { nullable: true })
  sizeBand?: SizeBand | null;
}

@InputType({ description: 'A contact. A field left out is recorded as empty.' })
export class RecordContactInput {
  @Field(() => ID, { description: 'A customer that the caller recorded.' })
  customer!: string;

  @Field(() => String)
  externalKey!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String, { nullable: true })
  role?: string | null;
}

@InputType()
export class EntitlementInput {
  @Field(() => String, { description: 'The id of a metric of the product catalogue; each once.' })
  metric!: string;

  @Field(() => Int64)
  limit!: bigint;

  @Field(() => MeasureEnum)
  measure!: Measure;

  @Field(() => EntitlementPeriodEnum)
  period!: EntitlementPeriod;

  @Field(() => Int, { defaultValue: 0, description: 'From 0 to 100.' })
  tolerancePercent!: number;
}

@InputType({ description: 'An agreement. Its entitlements replace those recorded before.' })
export class RecordAgreementInput {
  @Field(() => ID, { description: 'A customer that the caller recorded.' })
  customer!: string;

  @Field(() => String)
  externalKey!: string;

  @Field(() => String)
  orderNumber!: string;

  @Field(() => String)
  edition!: string;

  @Field(() => DateOnly, { description: 'First day of validity.' })
  startsOn!: string;

  @Field(() => DateOnly, {
    nullable: true,
    description: 'Last day of validity; left out where there is no end.',
  })
  endsOn?: string | null;

  @Field(() => String, { description: 'Ties reports to this agreement; no other agreement may have it.' })
  licenceKey!: string;

  @Field(() => InstallationConfirmationEnum, {
    defaultValue: 'REQUIRED',
    description: 'Only an agreement that says so lets new installations count before anybody confirms them.',
  })
  installationConfirmation!: InstallationConfirmation;

  @Field(() => [EntitlementInput], { description: 'At most 100.' })
  entitlements!: EntitlementInput[];
}

/** In GraphQL a field may be left out or null; inside there is one way of having none. */
function given<K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

export function filterOf(filter: CustomerFilterInput | null | undefined): CustomerFilter {
  return {
    ...given('industry', filter?.industry),
    ...given('country', filter?.country),
    ...given('sizeBand', filter?.sizeBand),
    ...given('companyName', filter?.companyName),
  };
}

export function customerInputOf(input: RecordCustomerInput): CustomerInput {
  return {
    externalKey: input.externalKey,
    companyName: input.companyName,
    ...given('industry', input.industry),
    ...given('country', input.country),
    ...given('sizeBand', input.sizeBand),
  };
}

export function contactInputOf(input: RecordContactInput): ContactInput {
  const { customer, externalKey, name, email } = input;
  return { customer, externalKey, name, email, ...given('role', input.role) };
}

export function agreementInputOf(input: RecordAgreementInput): AgreementInput {
  const { customer, externalKey, orderNumber, edition, startsOn, licenceKey, installationConfirmation } =
    input;
  return {
    customer,
    externalKey,
    orderNumber,
    edition,
    startsOn,
    licenceKey,
    installationConfirmation,
    ...given('endsOn', input.endsOn),
    entitlements: input.entitlements.map(({ metric, limit, measure, period, tolerancePercent }) => ({
      metric,
      limit,
      measure,
      period,
      tolerancePercent,
    })),
  };
}
