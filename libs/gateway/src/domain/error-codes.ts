/**
 * The codes that an error of the graph may carry to a reader. Whatever comes with another code, or with none, was not
 * written for readers: it is told as INTERNAL_ERROR, and the log keeps what it was.
 */
export const PUBLIC_ERROR_CODES = [
  // The policy's own.
  'FORBIDDEN',
  'PURPOSE_NOT_ALLOWED',
  'CATEGORY_NOT_ALLOWED',
  'ACTION_NOT_ALLOWED',
  'ROW_NOT_ALLOWED',
  // What a reader can put right.
  'BAD_CURSOR',
  'BAD_INPUT',
  'BAD_USER_INPUT',
  'CONFLICT',
  'NOT_DECLARED',
  'NOT_FOUND',
  'NOT_SERVED',
  'TOO_MANY',
  'TOO_MANY_TO_SORT',
  // The door's own, where the whole answer is withheld.
  'EVIDENCE_UNAVAILABLE',
  'QUOTA_EXCEEDED',
  'RELEASE_NOT_RECORDED',
  'TIMED_OUT',
  'TOO_COSTLY',
  'UNAUTHENTICATED',
] as const;

/** A code that reaches readers as it is. */
export type PublicErrorCode = (typeof PUBLIC_ERROR_CODES)[number];

const KNOWN: ReadonlySet<unknown> = new Set(PUBLIC_ERROR_CODES);

/** Whether an error with this code was written for readers. */
export function isPublicErrorCode(code: unknown): code is PublicErrorCode {
  return KNOWN.has(code);
}
