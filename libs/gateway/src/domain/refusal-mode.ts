/**
 * What becomes of an operation of which a part is refused: `filter` answers the rest, with null and an error at each refused
 * place; `reject` executes nothing and answers the refusals alone.
 */
export type RefusalMode = 'filter' | 'reject';

/** The mode that the header `hearth-refusals` names; `filter` where there is none, undefined where it names no mode. */
export function readRefusalMode(header: string | undefined): RefusalMode | undefined {
  if (header === undefined) return 'filter';
  return header === 'filter' || header === 'reject' ? header : undefined;
}

/** What is told of a header that names no mode. */
export const NO_REFUSAL_MODE = 'hearth-refusals: filter or reject';
