import type { Category } from '@hearth/policy';

/** Bytes of a bitmap of categories: room for 128 of them, so that a new category never changes the width of a column. */
export const CATEGORY_BITMAP_BYTES = 16;

/**
 * The published numbering: the bit of a category is its place here. Entries are kept for years and are verified by their
 * bytes, so the list only grows at its end: a category is never moved, and one that is given up keeps its place.
 */
export const CATEGORY_BITS = [
  'company',
  'company.record',
  'company.name',
  'company.demographic',
  'user',
  'user.name',
  'user.contact',
  'user.contact.email',
  'user.job_title',
  'user.device',
  'user.device.ip_address',
  'agreement',
  'agreement.record',
  'agreement.dates',
  'agreement.order',
  'agreement.edition',
  'agreement.entitlement',
  'agreement.standing',
  'licence',
  'licence.key',
  'licence.hint',
  'usage',
  'usage.customer',
  'usage.customer.entitled',
  'usage.customer.other',
  'usage.installation',
  'usage.feature',
  'usage.open',
  'usage.legacy',
  'usage.coverage',
  'statistics',
  'statistics.internal',
  'statistics.partner',
  'statistics.public',
  'operation',
  'operation.intake',
  'operation.failures',
  'access',
  'access.partner',
  'access.assignment',
  'access.client',
  'access.record',
  'access.policy',
  'access.order',
  'access.preview',
  'consent.record',
  'reference.record',
  'reference.approved',
  'request.record',
] as const satisfies readonly Category[];

const BIT_OF = new Map<string, number>(CATEGORY_BITS.map((category, bit) => [category, bit]));

/** The bit of a category. Throws TypeError for one that was given none: it cannot be recorded, so it cannot be released. */
export function bitOfCategory(category: Category): number {
  const bit = BIT_OF.get(category);
  if (bit === undefined) throw new TypeError('category: it has no bit in the record of releases');
  return bit;
}

/** The bitmap of categories: bit n is in byte n/8, the least significant first. */
export function categoryBitmap(categories: readonly Category[]): Buffer {
  const bitmap = Buffer.alloc(CATEGORY_BITMAP_BYTES);
  for (const category of categories) {
    const bit = bitOfCategory(category);
    bitmap.writeUInt8(bitmap.readUInt8(bit >> 3) | (1 << (bit & 7)), bit >> 3);
  }
  return bitmap;
}

/** The categories of a bitmap, sorted. A bit that this version has no name for is left out. */
export function categoriesIn(bitmap: Uint8Array): Category[] {
  return CATEGORY_BITS.filter((_, bit) => ((bitmap[bit >> 3] ?? 0) >> (bit & 7)) & 1).sort();
}
