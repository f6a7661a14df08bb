import type { Category } from '@hearth/policy';
import type { SizeBand } from './size-bands';

/**
 * The categories that one row releases to one reader. A field that is null in a record was either empty or withheld: the
 * grants tell which.
 */
export type RowGrants = ReadonlySet<Category>;

/** A customer as one reader sees it: what is not granted on this row is null. */
export interface CustomerRecord {
  readonly id: string;
  readonly grants: RowGrants;
  readonly companyName: string | null;
  readonly industry: string | null;
  readonly country: string | null;
  readonly sizeBand: SizeBand | null;
}

/** A person at a customer, as one reader sees it. */
export interface ContactRecord {
  readonly id: string;
  readonly customer: string;
  readonly grants: RowGrants;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: string | null;
}

/** An agreement as one reader sees it. Days are `YYYY-MM-DD`, in UTC. */
export interface AgreementRecord {
  readonly id: string;
  readonly customer: string;
  readonly grants: RowGrants;
  readonly orderNumber: string | null;
  readonly edition: string | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly licenceKey: string | null;
  readonly licenceKeyHint: string | null;
  readonly installationConfirmation: InstallationConfirmation | null;
}

/** Whether somebody must say of each new installation that it is the customer's, before its usage counts with the rest. */
export const INSTALLATION_CONFIRMATIONS = ['REQUIRED', 'NOT_REQUIRED'] as const;
export type InstallationConfirmation = (typeof INSTALLATION_CONFIRMATIONS)[number];

/** How measured use is held against an entitlement. */
export const MEASURES = ['PEAK', 'SUSTAINED', 'AVERAGE_DAILY_PEAK', 'SUM'] as const;
export type Measure = (typeof MEASURES)[number];

/** The stretch of time an entitlement is counted over; TERM is the agreement's whole term. */
export const ENTITLEMENT_PERIODS = ['DAY', 'MONTH', 'QUARTER', 'YEAR', 'TERM'] as const;
export type EntitlementPeriod = (typeof ENTITLEMENT_PERIODS)[number];

/** What an agreement entitles its customer to, for one metric of the catalogue. */
export interface EntitlementRecord {
  readonly metric: string;
  readonly limit: bigint;
  readonly measure: Measure;
  readonly period: EntitlementPeriod;
  readonly tolerancePercent: number;
}
