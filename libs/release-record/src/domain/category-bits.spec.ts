import { createHash } from 'node:crypto';
import { CATEGORIES } from '@hearth/policy';
import fc from 'fast-check';
import {
  bitOfCategory,
  categoriesIn,
  CATEGORY_BITMAP_BYTES,
  CATEGORY_BITS,
  categoryBitmap,
} from './category-bits';

// The numbering as it was published, first bit first. Entries on record are read by it: add to the end of the list in the
// code, and here the new length with the hash over all of it; the lengths before must go on to hold.
const PUBLISHED: readonly (readonly [length: number, sha256: string])[] = [
  [49, 'cb2ac86dbb7bada3352d4c9c13653b30754f0a849560a1e3ddbc6fa112ddc920'],
];

describe('the numbering of categories', () => {
  it.each(PUBLISHED)('is what was published, for its first %i', (length, sha256) => {
    const first = CATEGORY_BITS.slice(0, length).join(',');
    expect(createHash('sha256').update(first).digest('hex')).toBe(sha256);
  });

  it('has been published to its end', () => {
    expect(PUBLISHED.at(-1)?.[0]).toBe(CATEGORY_BITS.length);
  });

  it('gives every category of the policy exactly one bit, inside the bitmap', () => {
    expect(new Set(CATEGORY_BITS).size).toBe(CATEGORY_BITS.length);
    expect(CATEGORY_BITS.length).toBeLessThanOrEqual(CATEGORY_BITMAP_BYTES * 8);
    for (const { key } of CATEGORIES) expect(CATEGORY_BITS).toContain(key);
  });

  it('refuses to record what has no bit', () => {
    expect(() => bitOfCategory('no.such' as never)).toThrow('no bit');
  });

  it('comes back from its bitmap, whatever the categories', () => {
    fc.assert(
      fc.property(fc.subarray([...CATEGORY_BITS]), (categories) => {
        const bitmap = categoryBitmap(categories);
        expect(bitmap.length).toBe(CATEGORY_BITMAP_BYTES);
        expect(categoriesIn(bitmap)).toEqual([...categories].sort());
      }),
    );
  });

  it('leaves out a bit that has no name yet', () => {
    expect(categoriesIn(Buffer.alloc(CATEGORY_BITMAP_BYTES, 0xff))).toHaveLength(CATEGORY_BITS.length);
  });
});
