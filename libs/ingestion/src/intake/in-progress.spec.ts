import fc from 'fast-check';
import { InProgress } from './in-progress';
import type { Work } from './in-progress';

const LIMITS = { inFlightBytes: 100, inFlightBytesOfAddress: 40, requestsAtOnceOfAddress: 3 };

describe('requests in progress', () => {
  it('of one address are so many at once and no more, and of another as well', () => {
    const progress = new InProgress(LIMITS);
    const works = [1, 2, 3].map(() => progress.begin('a'));
    expect(() => progress.begin('a')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    progress.begin('b').end();
    works[0]?.end();
    expect(() => progress.begin('a')).not.toThrow();
  });

  it('hold so many bytes of one address, and so many in all', () => {
    const progress = new InProgress(LIMITS);
    const [a, b, c] = ['a', 'b', 'c'].map((address) => progress.begin(address)) as [Work, Work, Work];
    a.take(40);
    expect(() => a.take(1)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    b.take(40);
    c.take(20);
    expect(() => c.take(1)).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    b.end();
    expect(() => c.take(20)).not.toThrow();
  });

  it('leave nothing behind when they end, however they came and went', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat({ max: 60 }), fc.boolean()));
    fc.assert(
      fc.property(steps, (all) => {
        const progress = new InProgress(LIMITS);
        const works: Work[] = [];
        for (const [address, bytes, ends] of all) {
          try {
            const work = progress.begin(address);
            works.push(work);
            work.take(bytes);
          } catch {
            // Refused, and still to be ended where it had begun.
          }
          if (ends) works.pop()?.end();
        }
        for (const work of works) work.end();
        for (const address of ['a', 'b']) progress.begin(address).take(40);
        expect(() => progress.begin('c').take(20)).not.toThrow();
      }),
    );
  });
});
