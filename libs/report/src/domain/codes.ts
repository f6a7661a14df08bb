/** What became of one report. */
export type ReceiptStatus = 'accepted' | 'duplicate' | 'refused';

/** Why a report was refused: a closed list, from which the reference page is made. Codes are never renamed. */
export const RECEIPT_CODES = [
  { code: 'MALFORMED_JSON', description: 'The line is no JSON text.' },
  { code: 'LINE_TOO_LONG', description: 'The line is longer than a report may be.' },
  { code: 'TOO_DEEP', description: 'The JSON nests more deeply than any report does; it was not parsed.' },
  { code: 'TOO_MANY_NAMES', description: 'The JSON has more names than any report; it was not parsed.' },
  { code: 'NOT_AN_OBJECT', description: 'The line is JSON, but no object.' },
  { code: 'MISSING_FIELD', description: 'A required field is absent.' },
  {
    code: 'WRONG_TYPE',
    description: 'A value is of the wrong type: a name where a count belongs, say, or null.',
  },
  {
    code: 'BAD_FORMAT',
    description: 'A text does not have the form of its field: an id, an instant, a key, an address.',
  },
  {
    code: 'OUT_OF_BOUNDS',
    description: 'A number, a length or a number of labels is outside the declared bounds.',
  },
  {
    code: 'UNSUPPORTED_SCHEMA',
    description: 'The report is of a schema version that this server does not read.',
  },
  { code: 'UNKNOWN_PRODUCT', description: 'The product is not in the catalogue.' },
  { code: 'OBSERVED_IN_FUTURE', description: 'The report says it was observed more than a day from now.' },
  { code: 'REFUSED_BY_PRODUCT', description: 'A declared rule of the product refuses the report.' },
  {
    code: 'ID_CONFLICT',
    description: 'Another report with the same id and a different content was received before.',
  },
  {
    code: 'SIGNATURE_REQUIRED',
    description: 'The installation has registered a key, and the request is not signed by one.',
  },
  {
    code: 'KEY_CONFLICT',
    description:
      'The request is signed by another key than the one that the report names or its installation registered.',
  },
  {
    code: 'INTERNAL_ERROR',
    description: 'The report could not be stored, for a reason on the server’s side: send it again.',
  },
] as const satisfies readonly { code: string; description: string }[];

/** One of the codes of RECEIPT_CODES. */
export type ReceiptCode = (typeof RECEIPT_CODES)[number]['code'];

/** What the sender gets back for one report. */
export interface Receipt {
  /** Line of the body, from 1. */
  readonly line: number;
  /** Id of the report, where one could be read. */
  readonly id?: string;
  readonly status: ReceiptStatus;
  readonly code?: ReceiptCode;
  /** JSON pointer of the offending field; undeclared names are written `*`. */
  readonly path?: string;
  /** Pointers of what was left out because it is not declared, such as `/counters/*`. */
  readonly dropped?: readonly string[];
  /** The day it tells of had closed: it counts as a correction. */
  readonly late?: true;
}

/** Thrown inside the parser alone; the caller gets a value. */
export class Refused extends Error {
  constructor(
    readonly code: ReceiptCode,
    readonly path: string,
  ) {
    super(`${code} at ${path}`);
    this.name = 'Refused';
  }
}
