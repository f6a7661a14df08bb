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
    ],
    inPart: {
      part: 'Orders are not opened, approved and closed in the system yet, and their seal on the record is not kept by it.',
      how: 'Without an order nothing is granted under it: every such read is refused.',
    },
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
    ],
    inPart: {
      part: 'Consents are not granted and withdrawn in the system yet.',
      how: 'Without a consent nothing is granted under it: every such read is refused.',
    },
  },
  attribution: {
    mechanisms: [
      {
        what: 'A reference that is not approved is of another category than an approved one, which outsiders may not read.',
        file: 'libs/policy/src/domain/decide.ts',
        symbol: 'decide',
      },
    ],
    about: ['reference.record', 'reference.approved'],
    inPart: {
      part: 'References, their approval and their channels are not kept in the system yet.',
      how: 'No field of the graph holds a reference, so that none is told.',
    },
  },
} as const satisfies Partial<Record<ClauseId, Enforcement>>;
