import type { Audience, Reader } from '@hearth/policy';

/** What watches, each for one thing. */
export const DETECTORS = [
  'enumeration',
  'odd-hours',
  'volume',
  'refusals',
  'bad-cursors',
  'lock-out',
  'quota',
] as const;

/** One of the seven detectors. */
export type Detector = (typeof DETECTORS)[number];

/** Something that somebody should look at. It holds numbers and names of clients, and no personal value. */
export interface Alert {
  readonly detector: Detector;
  /** The client as its token names it, or a pseudonym where that name may be a person's; null where nobody is known yet. */
  readonly reader: string | null;
  readonly audience: Audience | null;
  /** A pseudonym of the address that lasts as long as the process; only where the address is all that is known. */
  readonly address?: string;
  readonly figures: Readonly<Record<string, number>>;
  /** UTC milliseconds. */
  readonly at: number;
}

/**
 * What an alert calls a reader. The client of a court order is a named person, that of a customer or a consented party may be
 * one; an order is called by its id, the others by a pseudonym.
 */
export function nameOf(reader: Reader, pseudonym: (value: string) => string): string {
  switch (reader.audience) {
    case 'court-order':
      return reader.party ?? pseudonym(reader.client);
    case 'customer':
    case 'consented-party':
      return pseudonym(reader.client);
    default:
      return reader.client;
  }
}
