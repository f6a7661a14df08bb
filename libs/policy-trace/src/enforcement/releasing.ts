import type { ClauseId } from '@hearth/policy';
import type { Enforcement } from '../domain/trace';

/** The clauses about who is given what. */
export const RELEASING = {
  'no-solicitation': {
    mechanisms: [
      {
        what: 'The purpose is refused before any rule is looked at.',
        file: 'libs/policy/src/domain/decide.ts',
        symbol: 'decide',
      },
      {
        what: 'A policy with a rule that grants it is refused.',
        file: 'libs/policy/src/domain/audit.ts',
        symbol: 'auditPolicy',
      },
      {
        what: 'No token is issued that carries it.',
        file: 'libs/tokens/src/domain/issuer.ts',
        symbol: 'createIssuer',
      },
      {
        what: 'No list gives out more than a page of bounded length at once.',
        file: 'libs/subgraph/src/domain/page.ts',
        symbol: 'FIRST_MAX',
      },
      {
        what: 'A party from outside reads no more contacts a day than its quota, however many requests it makes at once.',
        file: 'libs/intrusion-detection/src/domain/row-quota.ts',
        symbol: 'createRowQuota',
      },
    ],
    about: ['user'],
  },
  'no-sharing': {
    mechanisms: [
      {
        what: 'A policy that opens data of all customers, or a key, address or usage by consent, to an outsider is refused.',
        file: 'libs/policy/src/domain/audit.ts',
        symbol: 'auditPolicy',
      },
      {
        what: 'The store gives only rows and columns that the reader is granted.',
        file: 'libs/customer-records/src/domain/row-access.ts',
        symbol: 'grantsOf',
      },
      {
        what: 'Usage is read of the pseudonyms within the reader’s rows alone.',
        file: 'libs/ingestion/src/storage/row-predicate.ts',
        symbol: 'rowPredicate',
      },
      {
        what: 'An answer with data of one customer is on the record before it leaves.',
        file: 'libs/gateway/src/storage/release-recorder.ts',
        symbol: 'createReleaseRecorder',
      },
      {
        what: 'Rows that are not the reader’s are taken out of an answer at the gateway, on evidence of its own.',
        file: 'libs/access-plan/src/domain/prune-rows.ts',
        symbol: 'pruneRows',
      },
    ],
    about: ['company', 'agreement', 'licence', 'usage'],
  },
  departments: {
    mechanisms: [
      {
        what: 'An operation is planned field by field under the stated purpose before it runs; what is refused is not fetched.',
        file: 'libs/access-plan/src/domain/plan-access.ts',
        symbol: 'planAccess',
      },
      {
        what: 'Each subgraph verifies the token and decides by itself.',
        file: 'libs/subgraph/src/domain/door.ts',
        symbol: 'createSubgraph',
      },
      {
        what: 'The store names granted columns alone in its statements.',
        file: 'libs/customer-records/src/storage/guard.ts',
        symbol: 'Guard',
      },
      {
        what: 'Evidence of policy and revocation is read anew for every request.',
        file: 'libs/decision-evidence/src/storage/evidence-source.ts',
        symbol: 'createEvidenceSource',
      },
    ],
  },
  affiliates: {
    mechanisms: [
      {
        what: 'Assignments are published as scopes that end with the term or the contract, whichever is first.',
        file: 'libs/partner-access/src/storage/publish-scopes.ts',
        symbol: 'publishScopes',
      },
      {
        what: 'A partner’s scope over a customer holds on the days of a term only.',
        file: 'libs/partner-access/src/domain/term.ts',
        symbol: 'scopeNow',
      },
      {
        what: 'Rows outside the scope are not read.',
        file: 'libs/customer-records/src/domain/row-access.ts',
        symbol: 'grantsOf',
      },
      {
        what: 'A cursor opens for the reader, the rights and the filter that it was made for.',
        file: 'libs/subgraph/src/domain/cursor.ts',
        symbol: 'cursorBinding',
      },
      {
        what: 'The gateway asks for each answer which customers are assigned to the partner now.',
        file: 'libs/decision-evidence/src/storage/row-evidence.ts',
        symbol: 'createRowEvidence',
      },
    ],
  },
  'legal-order': {
    mechanisms: [
      {
        what: 'A grant may name one category, and opens no other column of its customer.',
        file: 'libs/customer-records/src/domain/row-access.ts',
        symbol: 'grantsOf',
      },
      {
        what: 'A token for a person named in an order names the order, or is not issued.',
        file: 'libs/tokens/src/domain/issuer.ts',
        symbol: 'createIssuer',
      },
      {
        what: 'Every read under an order is on the record.',
        file: 'libs/gateway/src/storage/release-recorder.ts',
        symbol: 'createReleaseRecorder',
      },
      {
        what: 'An order names persons, customers, categories and a time; one person opens it and another approves it.',
        file: 'libs/partner-access/src/storage/order-store.ts',
        symbol: 'createOrderStore',
      },
      {
        what: 'The scopes of an order are published while it is open, and taken back when it is closed.',
        file: 'libs/partner-access/src/storage/publish-orders.ts',
        symbol: 'publishOrders',
      },
      {
        what: 'A customer sees neither the entries of reads under an order nor gaps where they are, until the seal of the order ends.',
        file: 'libs/partner-access/src/storage/sealed-orders.ts',
        symbol: 'sealedOrders',
      },
    ],
  },
  'aggregates-out': {
    mechanisms: [
      {
        what: 'Statistics are refused to every outsider at the store as at the doors, since nothing is released yet.',
        file: 'libs/aggregation/src/storage/stored-tables.ts',
        symbol: 'storedTables',
      },
      {
        what: 'Demographic cells of few customers are folded, so that none can be worked out.',
        file: 'libs/aggregation/src/domain/fold.ts',
        symbol: 'foldSmallCells',
      },
      {
        what: 'No table crosses more than a few demographic dimensions.',
        file: 'libs/aggregation/src/domain/question.ts',
        symbol: 'readQuestion',
      },
    ],
    about: ['statistics'],
    inPart: {
      part: 'Releases with noise, the bound that they keep and the ledger of what they tell are not there yet.',
      how: 'Every statistic is refused to everybody outside, which tells nothing at all.',
    },
  },
  consent: {
    mechanisms: [
      {
        what: 'A consent opens named columns of its customer until its instant, and none after it.',
        file: 'libs/customer-records/src/domain/row-access.ts',
        symbol: 'grantsOf',
      },
      {
        what: 'A policy by which a consent releases a key, an address or usage is refused.',
        file: 'libs/policy/src/domain/audit.ts',
        symbol: 'auditPolicy',
      },
      {
        what: 'A consent names its party, purpose, fields and term; only what the policy lets a consent name can be named.',
        file: 'libs/customer-records/src/storage/consent-writer.ts',
        symbol: 'grantConsent',
      },
      {
        what: 'A withdrawal takes the scopes away before it is answered.',
        file: 'libs/customer-records/src/storage/consent-writer.ts',
        symbol: 'withdrawConsent',
      },
      {
        what: 'The gateway asks for each answer what is consented to now, for the purpose that is stated.',
        file: 'libs/decision-evidence/src/storage/row-evidence.ts',
        symbol: 'createRowEvidence',
      },
    ],
  },
  attribution: {
    mechanisms: [
      {
        what: 'A reference that is not approved is of another category than an approved one, which outsiders may not read.',
        file: 'libs/policy/src/domain/decide.ts',
        symbol: 'decide',
      },
      {
        what: 'A quote is proposed for channels, and is nothing to outsiders until its customer approves it.',
        file: 'libs/customer-records/src/storage/reference-writer.ts',
        symbol: 'approveReference',
      },
      {
        what: 'What outsiders read is the text as it was approved, where the approval says so.',
        file: 'libs/customer-records/src/storage/reference-reader.ts',
        symbol: 'pageOfApproved',
      },
      {
        what: 'A withdrawn reference is read by nobody outside.',
        file: 'libs/customer-records/src/storage/reference-writer.ts',
        symbol: 'withdrawReference',
      },
    ],
    about: ['reference.record', 'reference.approved'],
  },
} as const satisfies Partial<Record<ClauseId, Enforcement>>;
