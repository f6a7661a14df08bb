import type { CursorScope } from './cursor';
import { decodeCursor, encodeCursor } from './cursor';
import { PublicError } from './public-error';

/** Rows of a page when the reader asks for no number. */
export const FIRST_DEFAULT = 20;
/** The most rows of one page: a response stays small and a sweep takes many requests, which are seen. */
export const FIRST_MAX = 100;

/** The arguments of a paged field as they came. */
export interface PageInput {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A page to fetch: `limit` rows (one more than `first`) behind the position `after`. */
export interface Page {
  readonly first: number;
  readonly limit: number;
  readonly after: Readonly<Record<string, unknown>> | undefined;
}

/** Checks the arguments of a paged field. Throws PublicError BAD_INPUT (first) or BAD_CURSOR (after). */
export function readPage(input: PageInput, scope: CursorScope): Page {
  const first = input.first ?? FIRST_DEFAULT;
  if (!Number.isInteger(first) || first < 1 || first > FIRST_MAX) {
    throw new PublicError('BAD_INPUT', `first: a whole number, 1 to ${FIRST_MAX}`);
  }
  const after = input.after ?? undefined;
  return { first, limit: first + 1, after: after === undefined ? undefined : decodeCursor(scope, after) };
}

/** The page of the rows fetched by `limit`: the row beyond `first` only tells that there are more. */
export function pageOf<T>(
  rows: readonly T[],
  page: Page,
  position: (row: T) => object,
  scope: CursorScope,
): {
  edges: { cursor: string; node: T }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
} {
  const edges = rows
    .slice(0, page.first)
    .map((node) => ({ cursor: encodeCursor(scope, position(node)), node }));
  return {
    edges,
    pageInfo: { hasNextPage: rows.length > page.first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}
