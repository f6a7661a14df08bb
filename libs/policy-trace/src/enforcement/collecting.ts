import type { ClauseId } from '@hearth/policy';
import type { Enforcement } from '../domain/trace';

/** The clauses about what is collected, and how. */
export const COLLECTING = {
  minimise: {
    mechanisms: [
      {
        what: 'A field of the graph with neither a category nor a stated reason does not compose.',
        file: 'libs/access-plan/src/domain/audit-table.ts',
        symbol: 'auditAccessTable',
      },
      {
        what: 'A policy with a category that serves no purpose is refused.',
        file: 'libs/policy/src/domain/audit.ts',
        symbol: 'auditPolicy',
      },
      {
        what: 'A report is read by declared names alone; the rest is dropped by path.',
        file: 'libs/report/src/domain/parse-report.ts',
        symbol: 'parseReport',
      },
      {
        what: 'What was dropped is counted by path, without its value.',
        file: 'libs/ingestion/src/domain/failure-tally.ts',
        symbol: 'FailureTally',
      },
      {
        what: 'What has stayed as long as the policy in force lets it is removed, class by class.',
        file: 'libs/retention/src/retention.ts',
        symbol: 'createRetention',
      },
    ],
    about: ['company', 'user', 'agreement', 'licence', 'usage'],
  },
  knowledge: {
    mechanisms: [
      {
        what: 'A product shows the report that it is about to send.',
        file: 'libs/call-home/src/call-home.ts',
        symbol: 'startCallHome',
      },
      {
        what: 'A customer is found by its own token and reads all that is held about it.',
        file: 'libs/customer-records/src/graphql/customer-resolver.ts',
        symbol: 'CustomerResolver',
      },
      {
        what: 'What an answer released is on the record before it leaves.',
        file: 'libs/gateway/src/storage/release-recorder.ts',
        symbol: 'createReleaseRecorder',
      },
      {
        what: 'A customer reads who else read what is held about it, by department or party, with purpose, clause, time and categories.',
        file: 'libs/partner-access/src/graphql/release-resolvers.ts',
        symbol: 'CustomerAccessLogResolver',
      },
      {
        what: 'The record is a chain with signed heads, so that nothing is taken out of it unseen.',
        file: 'libs/release-record/src/domain/verify-export.ts',
        symbol: 'verifyExport',
      },
    ],
  },
  'call-home': {
    mechanisms: [
      {
        what: 'The client reports at start-up and once a day, in a sequence that grows.',
        file: 'libs/call-home/src/call-home.ts',
        symbol: 'startCallHome',
      },
      {
        what: 'A report has a schema version and typed fields, or it is refused with a code.',
        file: 'libs/report/src/domain/parse-report.ts',
        symbol: 'parseReport',
      },
      {
        what: 'A report that comes twice is a duplicate, and another under its id a conflict; neither is counted.',
        file: 'libs/ingestion/src/domain/judge-group.ts',
        symbol: 'judgeGroup',
      },
      {
        what: 'Days and months merge by rules that do not depend on the order of arrival.',
        file: 'libs/catalogue/src/domain/month-state.ts',
        symbol: 'mergeMonthState',
      },
    ],
    about: ['usage.installation', 'usage.coverage'],
  },
  'counts-not-names': {
    mechanisms: [
      {
        what: 'Every metric is declared with a bound and, where it has labels, with the list of them.',
        file: 'libs/catalogue/src/catalogue.ts',
        symbol: 'PRODUCTS',
      },
      {
        what: 'A value that is not a whole number within its bound is refused.',
        file: 'libs/report/src/domain/values.ts',
        symbol: 'decimalAt',
      },
      {
        what: 'Labels outside the list or the declared form are dropped.',
        file: 'libs/report/src/domain/breakdown.ts',
        symbol: 'readBreakdown',
      },
      {
        what: 'A report is split so that nothing that identifies is left in the counted half.',
        file: 'libs/report/src/domain/report.ts',
        symbol: 'splitReport',
      },
    ],
    about: ['usage.customer', 'usage.legacy', 'usage.open'],
  },
  voluntary: {
    mechanisms: [
      {
        what: 'A report finds its agreement by licence key, and is held sealed where there is none.',
        file: 'libs/ingestion/src/intake/split-report.ts',
        symbol: 'createSplitter',
      },
      {
        what: 'A held report gets the receipt that any other gets.',
        file: 'libs/ingestion/src/domain/receipt.ts',
        symbol: 'receiptOf',
      },
      {
        what: 'A held report is counted once its agreement is recorded; what was observed before it is not kept.',
        file: 'libs/customer-records/src/crossing/crossing.ts',
        symbol: 'createCrossing',
      },
    ],
  },
  'feature-usage': {
    mechanisms: [
      {
        what: 'Features are metrics that a product declares.',
        file: 'libs/catalogue/src/products/feature-metrics.ts',
        symbol: 'featureMetrics',
      },
      {
        what: 'Each legacy environment has an indicator and a counter.',
        file: 'libs/catalogue/src/products/feature-metrics.ts',
        symbol: 'legacyMetrics',
      },
      {
        what: 'Tables by feature and by legacy environment are counted for every month.',
        file: 'libs/catalogue/src/domain/cells.ts',
        symbol: 'cellsOf',
      },
    ],
    about: ['usage.legacy', 'statistics.internal'],
    inPart: {
      part: 'No single answer says yet whether a legacy feature can be retired: in which editions and versions it is used, and what cannot be seen.',
      how: 'Product management reads installations and customers by legacy environment and month; communication reads which customers they are.',
    },
  },
  firewall: {
    mechanisms: [
      {
        what: 'The client waits in no call of its host, bounds what it keeps, and lets the host end.',
        file: 'libs/call-home/src/call-home.ts',
        symbol: 'startCallHome',
      },
      {
        what: 'Sending ends at a deadline, whatever the network does.',
        file: 'libs/call-home/src/transport/post-report.ts',
        symbol: 'postReport',
      },
      {
        what: 'Silence is told as how long ago, and is no verdict.',
        file: 'libs/ingestion/src/domain/activity.ts',
        symbol: 'activityOf',
      },
      {
        what: 'A series has no point for a day that was not observed: silence is not nought.',
        file: 'libs/ingestion/src/domain/usage-series.ts',
        symbol: 'usageSeries',
      },
    ],
    about: ['usage.coverage', 'usage.installation'],
  },
} as const satisfies Partial<Record<ClauseId, Enforcement>>;
