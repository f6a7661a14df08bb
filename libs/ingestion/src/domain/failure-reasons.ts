/** Why something was not counted, in eight words: a closed list. */
export const FAILURE_CAUSES = [
  'SIZE',
  'FORMAT',
  'SIGNATURE',
  'UNKNOWN_LICENCE',
  'SCHEMA',
  'SEMANTICS',
  'CONFLICT',
  'INTERNAL',
] as const;
/** One of them. */
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** What follows from a code. */
export interface FailureMeaning {
  readonly cause: FailureCause;
  /** True where a later try may succeed although its sender changes nothing: such reports are kept, sealed, for 30 days. */
  readonly replayable: boolean;
}

const never = (cause: FailureCause): FailureMeaning => ({ cause, replayable: false });
const later = (cause: FailureCause): FailureMeaning => ({ cause, replayable: true });

/**
 * The cause of each code of a receipt, of a request turned away, and of what shows at no door. Replayable is what time, an
 * agreement or a new version of the catalogue can mend. A report of an unknown product or with a malformed field is not: what
 * it holds is not declared, so nothing of it may be kept (clause `minimise`), and its sender's next report tells the same.
 */
export const FAILURE_MEANINGS: Readonly<Record<string, FailureMeaning>> = {
  // receipts
  MALFORMED_JSON: never('FORMAT'),
  NOT_AN_OBJECT: never('FORMAT'),
  MISSING_FIELD: never('FORMAT'),
  WRONG_TYPE: never('FORMAT'),
  BAD_FORMAT: never('FORMAT'),
  LINE_TOO_LONG: never('SIZE'),
  TOO_DEEP: never('SIZE'),
  TOO_MANY_NAMES: never('SIZE'),
  UNSUPPORTED_SCHEMA: never('SCHEMA'),
  UNKNOWN_PRODUCT: never('SCHEMA'),
  // A bound may be raised, a rule of a product changed.
  OUT_OF_BOUNDS: later('SEMANTICS'),
  REFUSED_BY_PRODUCT: later('SEMANTICS'),
  OBSERVED_IN_FUTURE: later('SEMANTICS'),
  // What another key signed may not count later either: whoever owns the installation reports again.
  SIGNATURE_REQUIRED: never('SIGNATURE'),
  KEY_CONFLICT: never('SIGNATURE'),
  // Kept for people to look at, and never merged.
  ID_CONFLICT: never('CONFLICT'),
  INTERNAL_ERROR: later('INTERNAL'),
  // requests turned away whole: nothing of them is kept
  METHOD_NOT_ALLOWED: never('FORMAT'),
  CROSS_SITE_REFUSED: never('FORMAT'),
  UNSUPPORTED_MEDIA_TYPE: never('FORMAT'),
  UNSUPPORTED_ENCODING: never('FORMAT'),
  MALFORMED_ENCODING: never('FORMAT'),
  BODY_TOO_LARGE: never('SIZE'),
  INFLATION_RATIO: never('SIZE'),
  TOO_MANY_LINES: never('SIZE'),
  BODY_TOO_SLOW: never('SIZE'),
  BAD_SIGNATURE: never('SIGNATURE'),
  RATE_LIMITED: never('SIZE'),
  UNAVAILABLE: never('INTERNAL'),
  // what shows at no door
  UNKNOWN_LICENCE_KEY: later('UNKNOWN_LICENCE'),
  BEFORE_AGREEMENT: never('SEMANTICS'),
  UNDECLARED: never('SCHEMA'),
  INBOX_FULL: never('INTERNAL'),
};

/** Whether a code is one of these. */
export const isFailureCode = (code: string): boolean => Object.hasOwn(FAILURE_MEANINGS, code);

/** The meaning of a code; one that this version does not know (an older one's) is INTERNAL and not replayable. */
export function meaningOf(code: string): FailureMeaning {
  return (Object.hasOwn(FAILURE_MEANINGS, code) ? FAILURE_MEANINGS[code] : undefined) ?? never('INTERNAL');
}
