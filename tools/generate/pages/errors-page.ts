import { INTERNAL_CODES, REQUEST_CODES } from '@hearth/ingestion';
import type { PublicErrorCode } from '@hearth/gateway';
import { RECEIPT_CODES } from '@hearth/report';
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
  BAD_INPUT: 'An argument is not what it should be; the message names the field.',
  BAD_PAGE: '`first` is outside 1 to 100.',
  BAD_USER_INPUT: 'The variables do not fit the operation.',
  CONFLICT: 'The record contradicts another: a licence key that belongs to another agreement, say.',
  NOT_DECLARED: 'No such statistic, or not by these dimensions: see `statisticsCatalogue`.',
  NOT_FOUND: 'What the mutation refers to is not there, or not yours.',
  TOO_MANY: 'More entries than one call takes.',
  TOO_MANY_TO_SORT: 'Too many customers to be sorted by a sealed column: filter first.',
  RELEASE_NOT_RECORDED: 'The record of releases could not be written, so nothing was released. Try again.',
  UNAUTHENTICATED: 'The token is missing, expired, revoked or not ours.',
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
      ['code', 'meaning'],
      RECEIPT_CODES.map(({ code, description }) => [`\`${code}\``, description]),
    ),
    '## Requests to the intake, turned away whole',
    table(
      ['code', 'status', 'meaning'],
      Object.entries(REQUEST_CODES).map(([code, of]) => [`\`${code}\``, String(of.status), of.description]),
    ),
    '## What only operations see',
    'Counted in `failedReports`; the door does not tell.',
    table(
      ['code', 'meaning'],
      Object.entries(INTERNAL_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
    ),
    '## The graph',
    'In `errors[].extensions.code`. Any other failure is `INTERNAL_ERROR`, and the log has it.',
    table(
      ['code', 'meaning'],
      Object.entries(GRAPH_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
    ),
  );
}
