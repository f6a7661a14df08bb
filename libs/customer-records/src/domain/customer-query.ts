import type { Category } from '@hearth/policy';

/** What a page of customers can be sorted by; the id settles ties. */
export const CUSTOMER_ORDERS = ['ID', 'INDUSTRY', 'COUNTRY', 'SIZE_BAND', 'COMPANY_NAME'] as const;
export type CustomerOrder = (typeof CUSTOMER_ORDERS)[number];

/** What a page of customers can be narrowed to; all conditions given must hold. */
export interface CustomerFilter {
  readonly industry?: string;
  readonly country?: string;
  readonly sizeBand?: string;
  /** The whole name; case and spacing make no difference. */
  readonly companyName?: string;
}

/** Where a page begins: the sort key and id of the last customer of the page before. */
export interface CustomerPosition {
  readonly sort: string | number | null;
  readonly id: string;
}

export interface CustomerQuery {
  readonly filter: CustomerFilter;
  readonly orderBy: CustomerOrder;
  /** The number of rows wanted. The caller asks for one more than it shows, to learn whether more follow. */
  readonly limit: number;
  readonly after?: CustomerPosition;
}

/** The category that sorting by each order reads: a reader without it could otherwise learn a value from its place. */
export const ORDER_CATEGORY: Readonly<Record<CustomerOrder, Category>> = {
  ID: 'company.record',
  INDUSTRY: 'company.demographic',
  COUNTRY: 'company.demographic',
  SIZE_BAND: 'company.demographic',
  COMPANY_NAME: 'company.name',
};

/** The category that each condition of a filter reads. */
export const FILTER_CATEGORY: Readonly<Record<keyof CustomerFilter, Category>> = {
  industry: 'company.demographic',
  country: 'company.demographic',
  sizeBand: 'company.demographic',
  companyName: 'company.name',
};
