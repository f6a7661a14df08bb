/**
 * How large a customer is, in employees: wide bands, smallest first. The order of this list is the order in which size
 * bands sort, and the value of each is what the rooms store (16 characters at most).
 */
export const SIZE_BANDS = ['1-9', '10-49', '50-249', '250-999', '1000-4999', '5000+'] as const;

/** One of the size bands, as the rooms store it. */
export type SizeBand = (typeof SIZE_BANDS)[number];

/** True for a size band of the list above. */
export function isSizeBand(value: string): value is SizeBand {
  return SIZE_BANDS.some((band) => band === value);
}
