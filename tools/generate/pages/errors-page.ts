import { FAILURE_MEANINGS, INTERNAL_CODES, REQUEST_CODES } from '@hearth/ingestion';
import type { GuardCode, PublicErrorCode } from '@hearth/gateway';
import { RECEIPT_CODES } from '@hearth/report';
import type { IntrusionCode } from '@hearth/intrusion-detection';
import type { AuthenticationErrorCode } from '@hearth/tokens';
import { page, table } from './markdown';

/** Every code of the graph; the type keeps the list whole. */
const GRAPH_CODES: Readonly<Record<PublicErrorCode, string>> = {
  FORBIDDEN:
    'The policy refuses this field to this reader and purpose; `extensions.access` says under which clause and what would be needed.',
  PURPOSE_NOT_ALLOWED: 'In `extensions.access.code`: this audience may not ask for this purpose.',
  CATEGORY_NOT_ALLOWED:
    'In `extensions.access.code`: this audience may not read this category for this purpose.',
  ACTION_NOT_ALLOWED: 'In `extensions.access.code`: this audience may not do this for this purpose.',
  ROW_NOT_ALLOWED: 'In `extensions.access.code`: the category is allowed, but not on this row.',
  BAD_CURSOR: 'The cursor is not one that this list gave to this reader.',
  BAD_INPUT:
    'An argument is not what it should be (`first` outside 1 to 100, say); the message names the field.',
  BAD_USER_INPUT: 'The variables do not fit the operation.',
  CONFLICT: 'The record contradicts another: a licence key that belongs to another agreement, say.',
  NOT_DECLARED: 'No such statistic, or not by these dimensions: see `statisticsCatalogue`.',
  NOT_FOUND: 'What the mutation refers to is not there, or not yours.',
  NOT_SERVED: 'This server was not set up for it; the message names the setting.',
  TOO_MANY: 'More entries than one call takes.',
  TOO_MANY_TO_SORT: 'Too many customers to be sorted by a sealed column: filter first.',
  EVIDENCE_UNAVAILABLE:
    'What is decided by (policy, revocations, orders) cannot be read now, so nobody is let in. Try again.',
  QUOTA_EXCEEDED:
    'The rows with personal or company-specific data that this reader may have in a UTC day are used up, so nothing was released (status 429, with `Retry-After`).',
  RELEASE_NOT_RECORDED: 'The record of releases could not be written, so nothing was released. Try again.',
  TIMED_OUT: 'The answer was not there in time (status 504). Ask for less.',
  TOO_COSTLY:
    'The answer might hold too many values, counted from the sizes of its lists: ask for smaller pages, or fewer lists within lists.',
  UNAUTHENTICATED: 'The token is missing, expired, revoked or not ours.',
};

/** What the door answers to a request as a whole: nothing of it was planned, and no data comes with it. */
const DOOR_CODES: Readonly<
  Record<
    | Exclude<AuthenticationErrorCode, PublicErrorCode>
    | GuardCode
    | Exclude<IntrusionCode, PublicErrorCode>
    | 'CROSS_SITE_REFUSED'
    | 'GRAPHQL_VALIDATION_FAILED'
    | 'PERSISTED_QUERIES_NOT_SERVED',
    string
  >
> = {
  PURPOSE_REQUIRED: 'The token allows several purposes: choose one with the header `Hearth-Purpose`.',
  PURPOSE_NOT_IN_TOKEN: 'The header `Hearth-Purpose` names a purpose that the token does not allow.',
  RATE_LIMITED:
    'Too many requests from this address or by this reader: wait for the seconds that `Retry-After` names.',
  LOCKED_OUT:
    'Too many bad tokens from this address: none is looked at for the seconds that `Retry-After` names.',
  CROSS_SITE_REFUSED: 'The request brings cookies, and does not come from a page of this server.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema that this reader may use.',
  TOO_MANY_TOKENS: 'The document is too long.',
  TOO_DEEP: 'The document nests too deeply.',
  TOO_MANY_ALIASES: 'The document has too many aliases.',
  TOO_MANY_DIRECTIVES: 'The document has too many directives.',
  TOO_MANY_ROOT_FIELDS: 'The document asks for too many fields at its root.',
  TOO_MANY_SELECTIONS: 'The document asks for too many fields once its fragments are expanded.',
  TOO_BROAD: 'The document asks for too many fields beside each other.',
  RESERVED_NAME: 'An alias or a variable has a name that means something to the machine.',
  PERSISTED_QUERIES_NOT_SERVED: 'Send the query itself; none is kept here.',
  SUBSCRIPTIONS_NOT_SERVED: 'Subscriptions are not served here.',
  INCREMENTAL_DELIVERY_NOT_SERVED: '`@defer` and `@stream` are not served here.',
};

const causeOf = (code: string): [string, string] => {
  const meaning = FAILURE_MEANINGS[code];
  return [meaning?.cause ?? '', meaning?.replayable ? 'yes' : 'no'];
};

/** docs/errors.md */
export function errorsPage(): string {
  return page(
    'Codes',
    'libs/report, libs/ingestion, libs/gateway',
    'Codes are stable. A message names the field and never its value.',
    '## Receipts',
    '`status` is `accepted`, `duplicate` or `refused`; a refused one carries a code and the path of the field.',
    table(
      ['code', 'cause', 'kept for a later try', 'meaning'],
      RECEIPT_CODES.map(({ code, description }) => [`\`${code}\``, ...causeOf(code), description]),
    ),
    '## Requests to the intake, turned away whole',
    table(
      ['code', 'status', 'meaning'],
      Object.entries(REQUEST_CODES).map(([code, of]) => [`\`${code}\``, String(of.status), of.description]),
    ),
    '## What only operations see',
    'Counted in `failedReports`; the door does not tell.',
    table(
      ['code', 'cause', 'kept for a later try', 'meaning'],
      Object.entries(INTERNAL_CODES).map(([code, meaning]) => [`\`${code}\``, ...causeOf(code), meaning]),
    ),
    '## The graph',
    'In `errors[].extensions.code`. A failure of a field that has none of these is `INTERNAL_ERROR`, and the log has it.',
    table(
      ['code', 'meaning'],
      Object.entries(GRAPH_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
    ),
    'Where the request as a whole is turned away (status 400 or 413; 401, 403 or 503 where the token is why; 403 for foreign cookies; 429 for rate and lock-out):',
    table(
      ['code', 'meaning'],
      Object.entries(DOOR_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
    ),
    'GraphQL over HTTP has codes of its own besides: `GRAPHQL_PARSE_FAILED`, `OPERATION_RESOLUTION_FAILURE`, `BAD_BODY`, `BAD_REQUEST`, `BODY_TOO_LARGE`.',
  );
}
