import { signedRankP } from './signed-rank';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('the signed-rank test', () => {
  it('says nothing of fewer than ten pairs that differ', () => {
    expect(signedRankP(range(1, 9))).toBe(1);
    expect(signedRankP([...range(1, 9), 0, 0, 0])).toBe(1);
  });

  it('finds no difference where the ranks of both signs are equal in sum', () => {
    // Of 1 to 20, the positive ranks 1, 4, 5, 8, … sum to 105, half of 210.
    expect(signedRankP(range(1, 20).map((rank) => ([0, 1].includes(rank % 4) ? rank : -rank)))).toBe(1);
  });

  it('agrees with the normal approximation worked out by hand', () => {
    // All twenty positive: W = 210, mean 105, variance 717.5, z = 104.5 / 26.786 = 3.9013, p = 9.57e-5.
    expect(signedRankP(range(1, 20))).toBeCloseTo(9.57e-5, 6);
    // The smallest five negative: W = 195, z = 89.5 / 26.786 = 3.3413, p = 8.34e-4.
    expect(signedRankP(range(1, 20).map((rank) => (rank <= 5 ? -rank : rank)))).toBeCloseTo(8.34e-4, 5);
  });

  it('takes ties into the variance', () => {
    // Sixteen equal differences, twelve positive: W = 102, mean 68, variance 374 - 4080/48 = 289, z = 33.5/17 = 1.9706.
    expect(signedRankP([...Array<number>(12).fill(3), ...Array<number>(4).fill(-3)])).toBeCloseTo(0.04877, 4);
  });

  it('does not depend on which of the two comes first, nor on the unit', () => {
    const differences = range(1, 40).map((rank) => (rank % 3 === 0 ? -rank : rank));
    const p = signedRankP(differences);
    expect(signedRankP(differences.map((difference) => -difference))).toBeCloseTo(p, 12);
    expect(signedRankP(differences.map((difference) => difference * 1_000))).toBe(p);
  });

  it('sees a shift that is small beside the noise, given enough pairs', () => {
    const noise = (at: number): number => ((at * 7919) % 1009) - 504;
    expect(signedRankP(range(1, 1_000).map(noise))).toBeGreaterThan(0.001);
    expect(signedRankP(range(1, 1_000).map((at) => noise(at) + 60))).toBeLessThan(0.001);
  });
});
