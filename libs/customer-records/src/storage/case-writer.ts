import type { Action } from '@hearth/policy';
import { decideAction } from '@hearth/policy';
import { isUniqueViolation } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { CaseWriter, Written } from '../domain/case-store';
import { checkConsent } from '../domain/consents';
import { AccessRefused } from '../domain/faults';
import { checkReference } from '../domain/references';
import { checkAnswer, checkRequest } from '../domain/requests';
import { grantConsent, withdrawConsent } from './consent-writer';
import { eraseCustomer } from './erasure';
import type { WriterParts } from './record-writer';
import { approveReference, proposeReference, withdrawReference } from './reference-writer';
import { answerRequest, openRequest } from './request-writer';

/** The writer of consents, requests and references for one reader: the third door of each of these mutations. */
export function createCaseWriter(o: WriterParts): CaseWriter {
  const act = async (action: Action, write: (m: EntityManager) => Promise<Written>): Promise<Written> => {
    const decision = decideAction(o.policy, o.reader, action);
    if (!decision.allowed) throw new AccessRefused(decision);
    return o.personal.write(write).catch((error: unknown) => {
      // Two writes of one scope can meet; the second then finds what the first made.
      if (isUniqueViolation(error)) return o.personal.write(write);
      throw error;
    });
  };
  return {
    grantConsent: (input) => act('consent.grant', (m) => grantConsent(o, m, checkConsent(input, o.now()))),
    withdrawConsent: (id) => act('consent.withdraw', (m) => withdrawConsent(o, m, id)),
    openRequest: (input) => act('request.open', (m) => openRequest(o, m, checkRequest(input))),
    answerRequest: (id, answer) => act('request.answer', (m) => answerRequest(o, m, id, checkAnswer(answer))),
    proposeReference: (input) =>
      act('reference.propose', (m) => proposeReference(o, m, checkReference(input))),
    approveReference: (id) => act('reference.approve', (m) => approveReference(o, m, id)),
    withdrawReference: (id) => act('reference.withdraw', (m) => withdrawReference(o, m, id)),
    eraseCustomer: (customer, request) =>
      act('customer.erase', (m) => eraseCustomer(o, m, customer, request)),
  };
}
