import type { ConsentInput, ConsentRecord } from './consents';
import type { ApprovedQuery, ApprovedReference, ReferenceInput, ReferenceRecord } from './references';
import type { RequestInput, RequestQuery, RequestRecord } from './requests';

/** What one reader may have of consents, requests and references; a refused category throws AccessRefused. */
export interface CaseStore {
  consentsOf(customers: readonly string[]): Promise<ReadonlyMap<string, readonly ConsentRecord[]>>;
  consentsById(ids: readonly string[]): Promise<ReadonlyMap<string, ConsentRecord>>;
  requests(query: RequestQuery): Promise<readonly RequestRecord[]>;
  requestsById(ids: readonly string[]): Promise<ReadonlyMap<string, RequestRecord>>;
  referencesOf(customers: readonly string[]): Promise<ReadonlyMap<string, readonly ReferenceRecord[]>>;
  referencesById(ids: readonly string[]): Promise<ReadonlyMap<string, ReferenceRecord>>;
  approvedReferences(query: ApprovedQuery): Promise<readonly ApprovedReference[]>;
}

/** What a write touched: the row, and the customer whose scopes or records are to be published. */
export interface Written {
  readonly id: string;
  readonly customer: string;
}

/**
 * Writing of consents, requests and references, each for whom the policy lets. What is another's and what does not exist are
 * NOT_FOUND alike; a repeat of what is done already changes nothing.
 */
export interface CaseWriter {
  grantConsent(input: ConsentInput): Promise<Written>;
  withdrawConsent(id: string): Promise<Written>;
  openRequest(input: RequestInput): Promise<Written>;
  answerRequest(id: string, answer: string): Promise<Written>;
  proposeReference(input: ReferenceInput): Promise<Written>;
  approveReference(id: string): Promise<Written>;
  withdrawReference(id: string): Promise<Written>;
  /** Erases a customer for its open request of erasure, which it closes; gives that request. */
  eraseCustomer(customer: string, request: string): Promise<Written>;
}
