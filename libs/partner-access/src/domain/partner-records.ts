/** What a partner does for a customer. */
export type PartnerRole = 'SELLS' | 'SUPPORTS';

/** A partner as its readers see it. */
export interface PartnerRecord {
  readonly id: string;
  readonly name: string;
  /** Last day of the contract, `YYYY-MM-DD`; null while none is set. */
  readonly contractEndsOn: string | null;
}

/** That a partner works for a customer, and how long. */
export interface AssignmentRecord {
  readonly partner: string;
  readonly customer: string;
  readonly role: PartnerRole;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** What a vendor's system says of a partner, under its own key. */
export interface PartnerInput {
  readonly externalKey: string;
  readonly name: string;
  readonly contractEndsOn: string | null;
}

/** What a vendor's system says of a partner's customers. */
export interface AssignmentInput {
  readonly partner: string;
  readonly customers: readonly string[];
  readonly role: PartnerRole;
  readonly startsOn: string;
  readonly endsOn: string | null;
}
