import type { ClauseId } from '@hearth/policy';
import type { Enforcement } from '../domain/trace';

/** The clauses about what the data is used for, how it is guarded, and what customers may ask. */
export const KEEPING = {
  statistics: {
    mechanisms: [
      {
        what: 'Months are counted into cells that hold no customer and no installation.',
        file: 'libs/aggregation/src/roll-up.ts',
        symbol: 'createRollUp',
      },
      {
        what: 'Tables by version, edition, operating system, industry, country and size are declared.',
        file: 'libs/catalogue/src/catalogue.ts',
        symbol: 'STATISTICS',
      },
      {
        what: 'The table of rights gives the reader of statistics no other room.',
        file: 'libs/rooms/src/domain/rights.ts',
        symbol: 'RIGHTS',
      },
    ],
  },
  compliance: {
    mechanisms: [
      {
        what: 'Entitlements are recorded with an agreement, metric by metric.',
        file: 'libs/customer-records/src/storage/record-writer.ts',
        symbol: 'createRecordWriter',
      },
      {
        what: 'Use is told by day, month or term, with the days that were and were not observed beside it.',
        file: 'libs/ingestion/src/domain/usage-series.ts',
        symbol: 'usageSeries',
      },
      {
        what: 'Compliance reads only the metrics that the customer’s agreement limits.',
        file: 'libs/ingestion/src/domain/metric-index.ts',
        symbol: 'categoryOfMetric',
      },
    ],
    inPart: {
      part: 'The verdict itself (within, near or over, since when and by how much) is not computed yet.',
      how: 'The compliance department reads entitlements, measured use and coverage of an agreement side by side and judges.',
    },
  },
  security: {
    mechanisms: [
      {
        what: 'Every personal column is encrypted under a key of its customer.',
        file: 'libs/customer-records/src/storage/field-cipher.ts',
        symbol: 'FieldCipher',
      },
      {
        what: 'Identifying halves are sealed to a key that the intake cannot open.',
        file: 'libs/keys/src/domain/inbox-seal.ts',
        symbol: 'createSealer',
      },
      {
        what: 'Each account has the rights of a table, and is provisioned with no other.',
        file: 'libs/rooms/src/domain/rights.ts',
        symbol: 'RIGHTS',
      },
      {
        what: 'A token is signed, lives a day at most, and is asked after on every call.',
        file: 'libs/tokens/src/domain/verifier.ts',
        symbol: 'createVerifier',
      },
      {
        what: 'Documents are measured before they are validated.',
        file: 'libs/gateway/src/domain/guard-document.ts',
        symbol: 'guardDocument',
      },
      {
        what: 'Secrets are compared in constant time.',
        file: 'libs/keys/src/domain/compare.ts',
        symbol: 'secretsEqual',
      },
      {
        what: 'Logs and errors hold no secret and no personal value.',
        file: 'libs/service/src/domain/logger.ts',
        symbol: 'REDACTED_KEYS',
      },
      {
        what: 'Addresses and readers are held to rates, and locked out after repeated bad tokens.',
        file: 'libs/intrusion-detection/src/intrusion-guard.ts',
        symbol: 'createIntrusionGuard',
      },
      {
        what: 'Enumeration, odd hours and unusual volume raise alerts.',
        file: 'libs/intrusion-detection/src/watch.ts',
        symbol: 'createWatch',
      },
      {
        what: 'An operation whose answer might hold too much is refused before it runs.',
        file: 'libs/gateway/src/domain/operation-cost.ts',
        symbol: 'operationCost',
      },
      {
        what: 'Cookies from foreign pages are refused.',
        file: 'libs/service/src/http/foreign-origin.ts',
        symbol: 'isForeignCookieRequest',
      },
      {
        what: 'A revoked token or client is refused at the next request of every process.',
        file: 'libs/decision-evidence/src/storage/evidence-source.ts',
        symbol: 'createEvidenceSource',
      },
    ],
    about: ['user', 'company.name', 'licence', 'access.client'],
    inPart: {
      part: 'Alerts are acted on, vendors’ patches chosen and installed, and keys and machines guarded by people.',
      how: 'The operating manual and SECURITY.md say what is watched and who is told.',
    },
  },
  amendments: {
    mechanisms: [
      {
        what: 'Every version of the policy is kept as data beside the current one.',
        file: 'libs/policy/src/domain/versions.ts',
        symbol: 'POLICY_VERSIONS',
      },
      {
        what: 'Every decision names the version that it was made under.',
        file: 'libs/policy/src/domain/decide.ts',
        symbol: 'decide',
      },
      {
        what: 'A report names the version that it was made under, or it is refused.',
        file: 'libs/report/src/domain/parse-report.ts',
        symbol: 'parseReport',
      },
      {
        what: 'Anyone reads any version whole.',
        file: 'libs/partner-access/src/graphql/policy-resolver.ts',
        symbol: 'PolicyResolver',
      },
      {
        what: 'What changes between two versions is told, and for whom, field by field.',
        file: 'libs/policy/src/domain/policy-changes.ts',
        symbol: 'policyChanges',
      },
      {
        what: 'A version is proposed by one and approved by another, and one that breaks an invariant is not activated.',
        file: 'libs/partner-access/src/storage/policy-writes.ts',
        symbol: 'createPolicyStore',
      },
      {
        what: 'Anyone reads which version was in force when.',
        file: 'libs/partner-access/src/storage/policy-versions.ts',
        symbol: 'policyHistory',
      },
    ],
  },
  contact: {
    mechanisms: [
      {
        what: 'The policy has the customer open a request and the privacy office answer it, and nobody else.',
        file: 'libs/policy/src/domain/decide.ts',
        symbol: 'decideAction',
      },
      {
        what: 'A request becomes a case with a deadline.',
        file: 'libs/customer-records/src/domain/requests.ts',
        symbol: 'deadlineOf',
      },
      {
        what: 'The privacy office answers a case, which closes its rows again.',
        file: 'libs/customer-records/src/storage/request-writer.ts',
        symbol: 'answerRequest',
      },
      {
        what: 'Erasure destroys the keys and the rows of a customer, in every room.',
        file: 'libs/customer-records/src/storage/erasure.ts',
        symbol: 'eraseCustomer',
      },
    ],
    about: ['request.record'],
    inPart: {
      part: 'Answers are written, and corrections decided, by people.',
      how: 'Each request is a case with a deadline in the queue of the privacy office, which tells those that are overdue.',
    },
  },
} as const satisfies Partial<Record<ClauseId, Enforcement>>;
