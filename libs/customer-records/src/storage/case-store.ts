import type { CaseStore } from '../domain/case-store';
import { consentsById, consentsOf } from './consent-reader';
import type { StoreParts } from './customer-store';
import { inChunks, readingPartsOf } from './customer-store';
import { pageOfApproved, referencesById, referencesOf } from './reference-reader';
import { pageOfRequests, requestsById } from './request-reader';

/** The store of consents, requests and references for one reader; made anew for each request, like that of customers. */
export function createCaseStore(o: StoreParts): CaseStore {
  const { personal } = o;
  const parts = readingPartsOf(o);
  return {
    consentsOf: (customers) =>
      inChunks(customers, (chunk) => personal.read((m) => consentsOf(parts(), m, chunk))),
    consentsById: (ids) => inChunks(ids, (chunk) => personal.read((m) => consentsById(parts(), m, chunk))),
    requests: (query) => personal.read((m) => pageOfRequests(parts(), m, query)),
    requestsById: (ids) => inChunks(ids, (chunk) => personal.read((m) => requestsById(parts(), m, chunk))),
    referencesOf: (customers) =>
      inChunks(customers, (chunk) => personal.read((m) => referencesOf(parts(), m, chunk))),
    referencesById: (ids) =>
      inChunks(ids, (chunk) => personal.read((m) => referencesById(parts(), m, chunk))),
    approvedReferences: (query) => personal.read((m) => pageOfApproved(parts(), m, query)),
  };
}
