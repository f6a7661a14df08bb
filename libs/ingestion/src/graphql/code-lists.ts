import { registerEnumType } from 'type-graphql';
import type { FailureCause } from '../domain/failure-reasons';
import type { CorrectionReason } from '../domain/gather-counted';

/** How the points of a series are spaced. */
export const GrainEnum = { DAY: 'DAY', WEEK: 'WEEK', MONTH: 'MONTH' } as const;
registerEnumType(GrainEnum, {
  name: 'Grain',
  description: 'How the points of a series are spaced; weeks begin on Monday, all in UTC.',
});

/** How long ago an installation was last heard of. */
export const ActivityEnum = { ACTIVE: 'ACTIVE', LATE: 'LATE', SILENT: 'SILENT', LOST: 'LOST' } as const;
registerEnumType(ActivityEnum, {
  name: 'Activity',
  description:
    'How long ago an installation last observed anything, by our clock. Silence is a question, and never a violation.',
  valuesConfig: {
    ACTIVE: { description: 'Within two days.' },
    LATE: { description: 'Within a week.' },
    SILENT: { description: 'Within 30 days.' },
    LOST: { description: 'Longer ago.' },
  },
});

/** Which installations of a customer are asked for. */
export const InstallationSetEnum = { COUNTED: 'COUNTED', UNCONFIRMED: 'UNCONFIRMED' } as const;
registerEnumType(InstallationSetEnum, {
  name: 'InstallationSet',
  description: 'Which installations of a customer are asked for. Those that are not its own are in neither.',
  valuesConfig: {
    COUNTED: { description: 'Confirmed ones, and those that need no confirmation.' },
    UNCONFIRMED: {
      description: 'Those of which nobody has said yet whose they are: their usage stands apart.',
    },
  },
});

/** How an installation stands to the customer under whose licence it reports. */
export const ConfirmationEnum = {
  CONFIRMED: 'CONFIRMED',
  UNCONFIRMED: 'UNCONFIRMED',
  NOT_MINE: 'NOT_MINE',
  NOT_NEEDED: 'NOT_NEEDED',
} as const;
registerEnumType(ConfirmationEnum, {
  name: 'Confirmation',
  description:
    'How an installation stands to the customer under whose licence it reports: the last word stands.',
  valuesConfig: {
    CONFIRMED: { description: 'Somebody said that it is the customer’s.' },
    UNCONFIRMED: { description: 'Nobody has said yet whose it is: its usage stands apart.' },
    NOT_MINE: { description: 'Somebody said that it is not the customer’s: its usage is left out.' },
    NOT_NEEDED: { description: 'Its agreement wants no confirmation: it counts.' },
  },
});

/** Why figures of a day changed after it had closed. */
export const CorrectionReasonEnum = {
  LATE_REPORT: 'late-report',
  HELD_REPORT: 'held-report',
  CONFIRMED: 'confirmed',
  NOT_MINE: 'not-mine',
} as const satisfies Record<string, CorrectionReason>;
registerEnumType(CorrectionReasonEnum, {
  name: 'CorrectionReason',
  description: 'Why figures of a day changed after it had closed, seven days after its end.',
  valuesConfig: {
    LATE_REPORT: { description: 'A report of the day came in.' },
    HELD_REPORT: { description: 'A report of the day was held until its licence key was known.' },
    CONFIRMED: { description: 'An installation that had stood apart was confirmed.' },
    NOT_MINE: { description: 'An installation that had counted was disowned.' },
  },
});

/** Why something that came in was not counted. */
export const FailureReasonEnum = { REFUSED: 'REFUSED', HELD: 'HELD', DROPPED: 'DROPPED' } as const;
registerEnumType(FailureReasonEnum, {
  name: 'FailureReason',
  description: 'Why something that came in was not counted.',
  valuesConfig: {
    REFUSED: { description: 'The report was refused with a code.' },
    HELD: { description: 'The report is held until its licence key is known.' },
    DROPPED: { description: 'The report, or a part of it, was left out and not kept.' },
  },
});

/** Why something was not counted, in eight words. */
export const FailureCauseEnum = {
  SIZE: 'SIZE',
  FORMAT: 'FORMAT',
  SIGNATURE: 'SIGNATURE',
  UNKNOWN_LICENCE: 'UNKNOWN_LICENCE',
  SCHEMA: 'SCHEMA',
  SEMANTICS: 'SEMANTICS',
  CONFLICT: 'CONFLICT',
  INTERNAL: 'INTERNAL',
} as const satisfies Record<FailureCause, FailureCause>;
registerEnumType(FailureCauseEnum, {
  name: 'FailureCause',
  description: 'Why something was not counted, in eight words.',
  valuesConfig: {
    SIZE: { description: 'Too large, too many, too slow.' },
    FORMAT: { description: 'Not of the form of a report.' },
    SIGNATURE: { description: 'Not signed, or by another key than it should be.' },
    UNKNOWN_LICENCE: { description: 'Its licence key belongs to no agreement yet.' },
    SCHEMA: { description: 'It names what is not declared: a version, a product, a field.' },
    SEMANTICS: { description: 'It is well formed, and a rule speaks against it.' },
    CONFLICT: { description: 'Another report has its id.' },
    INTERNAL: { description: 'The reason is on the server’s side.' },
  },
});

/** What a metric is, which decides how it may be added up. */
export const MetricKindEnum = {
  COUNTER: 'COUNTER',
  GAUGE: 'GAUGE',
  DISTINCT_COUNT: 'DISTINCT_COUNT',
  INDICATOR: 'INDICATOR',
  BREAKDOWN: 'BREAKDOWN',
} as const;
registerEnumType(MetricKindEnum, {
  name: 'MetricKind',
  description: 'What a metric is, which decides how it may be added up.',
  valuesConfig: {
    COUNTER: { description: 'It only grows, until its start is reset.' },
    GAUGE: { description: 'It goes up and down; installations add up.' },
    DISTINCT_COUNT: {
      description: 'A number of different things, never added up over days or installations.',
    },
    INDICATOR: { description: '1 for yes, 0 for no.' },
    BREAKDOWN: { description: 'A number for each of its labels.' },
  },
});
