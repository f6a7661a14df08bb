import { chanceOfExceeding, quantile, robustSlope } from './statistics';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('the statistics of the proof of the client', () => {
  it('takes a quantile from the sorted sample, and leaves the sample as it was', () => {
    const sample = [5, 1, 4, 2, 3];
    expect([0, 0.5, 0.99].map((share) => quantile(sample, share))).toEqual([1, 3, 5]);
    expect(sample).toEqual([5, 1, 4, 2, 3]);
  });

  it('finds the slope of a line although a third of its points are elsewhere', () => {
    const points = upTo(9).map((x): [number, number] => [x, x % 3 === 1 ? 1000 : 7 + 2 * x]);
    expect(robustSlope(points)).toBe(2);
  });

  it('sees nothing in equal samples, nor where the treated are the smaller', () => {
    expect(chanceOfExceeding(upTo(12), upTo(12))).toBe(0.5);
    expect(
      chanceOfExceeding(
        upTo(12),
        upTo(12).map((n) => n + 100),
      ),
    ).toBe(0.5);
  });

  it('is all but certain where every treated value is above every plain one', () => {
    // z = (144 - 72 - 0.5) / sqrt(144 * 25 / 12) = 4.128
    expect(
      chanceOfExceeding(
        upTo(12).map((n) => n + 100),
        upTo(12),
      ),
    ).toBeCloseTo(1.83e-5, 6);
  });

  it('agrees with the table of the normal distribution', () => {
    // U = 45.5 of 54: z = (45.5 - 27 - 0.5) / sqrt(54 * 16 / 12) = 2.1213, whose upper tail is 0.01695.
    const treated = [3, 5, 6, 7, 8, 9, 10, 11, 12];
    const plain = [1, 2, 3, 4, 5.5, 8.5];
    expect(chanceOfExceeding(treated, plain)).toBeCloseTo(0.01695, 4);
  });
});
