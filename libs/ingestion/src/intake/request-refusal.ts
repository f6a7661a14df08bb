/** The codes by which a whole request is turned away; nothing of it is stored. */
export const REQUEST_CODES = {
  METHOD_NOT_ALLOWED: { status: 405, description: 'Reports are sent with POST.' },
  CROSS_SITE_REFUSED: {
    status: 403,
    description: 'The request brings cookies, and does not come from a page of this server.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    description: 'The content type is neither application/json nor application/x-ndjson, in UTF-8.',
  },
  UNSUPPORTED_ENCODING: { status: 415, description: 'The content encoding is neither gzip nor identity.' },
  BODY_TOO_LARGE: {
    status: 413,
    description: 'The body is longer than the limit, as sent or after inflation.',
  },
  INFLATION_RATIO: { status: 413, description: 'The body inflates to more times its size than reports do.' },
  TOO_MANY_LINES: { status: 413, description: 'The body has more lines than the limit.' },
  LINE_TOO_LONG: { status: 413, description: 'One report is longer than the limit.' },
  BODY_TOO_SLOW: { status: 408, description: 'The body did not arrive within the time limit.' },
  MALFORMED_ENCODING: {
    status: 400,
    description: 'The body is not what its content encoding says, or was cut short.',
  },
  BAD_SIGNATURE: {
    status: 401,
    description:
      'The signature does not verify, is not in the one form, or lacks one of its headers; or the body is not the one of its digest.',
  },
  RATE_LIMITED: {
    status: 429,
    description:
      'More has come from there than the limits allow: send the same again after the seconds that Retry-After names.',
  },
  UNAVAILABLE: {
    status: 503,
    description: 'Nothing is acknowledged: send the same again after the seconds that Retry-After names.',
  },
} as const satisfies Record<string, { status: number; description: string }>;

/** A code of {@link REQUEST_CODES}. */
export type RequestCode = keyof typeof REQUEST_CODES;

/** By which limit of its sender a request was turned away. Operations see it; the sender does not. */
export type LimitedBy = 'address' | 'licence' | 'installation' | 'unknown-keys' | 'in-progress';

/** Turns a whole request away. The message is the code's description, never a part of the request. */
export class RequestRefusal extends Error {
  override readonly name = 'RequestRefusal';
  readonly status: number;

  constructor(
    readonly code: RequestCode,
    /** Of RATE_LIMITED: by which limit, and when it is worth to come back where that is known. */
    readonly limited?: { readonly by: LimitedBy; readonly retryAfterSeconds?: number },
  ) {
    super(REQUEST_CODES[code].description);
    this.status = REQUEST_CODES[code].status;
  }
}
