import { upperTail } from '../doors/signed-rank';

/** The value below which this share of the sample lies. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

/**
 * How likely it is that chance alone makes `treated` exceed `plain` in ranks this much: the one-sided rank test of Mann and
 * Whitney in its normal approximation, ties shared out. 0.5 where nothing speaks either way.
 */
export function chanceOfExceeding(treated: readonly number[], plain: readonly number[]): number {
  let wins = 0;
  for (const a of treated) for (const b of plain) wins += a > b ? 1 : a === b ? 0.5 : 0;
  const [n, m] = [treated.length, plain.length];
  const z = (wins - (n * m) / 2 - 0.5) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return z <= 0 ? 0.5 : upperTail(z);
}

/** The middle of the slopes between all pairs of points (Theil and Sen): a single odd point does not move it. */
export function robustSlope(points: readonly (readonly [number, number])[]): number {
  const slopes: number[] = [];
  for (const [i, [x1, y1]] of points.entries())
    for (const [x2, y2] of points.slice(i + 1)) slopes.push((y2 - y1) / (x2 - x1));
  return median(slopes);
}
