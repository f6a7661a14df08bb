import { ATTRIBUTION_LENGTH_MAX, QUOTE_LENGTH_MAX } from './limits';
import { badInput, prose } from './prose';

/** Where an approved quote may appear; only PUBLIC lets anyone read it. */
export const REFERENCE_CHANNELS = ['PUBLIC', 'PRESS', 'EVENTS', 'SALES'] as const;
export type ReferenceChannel = (typeof REFERENCE_CHANNELS)[number];

export interface ReferenceInput {
  readonly customer: string;
  readonly quote: string;
  /** Who is named below the quote. */
  readonly attribution?: string;
  readonly channels: readonly ReferenceChannel[];
  /** The reference that this one takes the place of, once it is approved. */
  readonly replaces?: string;
}

/** A quote with its history. Its words never change: other words are another version, with an approval of its own. */
export interface ReferenceRecord {
  readonly id: string;
  readonly customer: string;
  readonly version: number;
  readonly channels: readonly ReferenceChannel[];
  readonly companyName: string | null;
  readonly quote: string | null;
  readonly attribution: string | null;
  readonly proposedAt: number;
  readonly approvedAt: number | null;
  readonly withdrawnAt: number | null;
}

/** A quote exactly as it was approved for the public. */
export interface ApprovedReference {
  readonly id: string;
  readonly companyName: string;
  readonly quote: string;
  readonly attribution: string | null;
  readonly approvedAt: number;
}

export interface ApprovedQuery {
  readonly limit: number;
  readonly after?: { readonly approvedAt: number; readonly id: string };
}

/** Checks a proposal whole; throws RecordsFault BAD_INPUT naming the first field at fault. */
export function checkReference(input: ReferenceInput): ReferenceInput {
  if (input.channels.length === 0) badInput('channels', 'one at least');
  return {
    ...input,
    channels: REFERENCE_CHANNELS.filter((channel) => input.channels.includes(channel)),
    quote: prose('quote', input.quote, QUOTE_LENGTH_MAX),
    ...(input.attribution === undefined
      ? {}
      : { attribution: prose('attribution', input.attribution, ATTRIBUTION_LENGTH_MAX) }),
  };
}
