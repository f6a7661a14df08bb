/**
 * The two-sided p value of Wilcoxon's signed-rank test over paired differences, by the normal approximation with corrections
 * for ties and continuity. Differences of zero are left out, as Wilcoxon has it; fewer than 10 that are not are too few to
 * tell anything, and give 1. (Hollander, Wolfe, Chicken: Nonparametric Statistical Methods, section 3.1.)
 */
export function signedRankP(differences: readonly number[]): number {
  const nonZero = differences.filter((difference) => difference !== 0);
  const n = nonZero.length;
  if (n < 10) return 1;
  const sorted = [...nonZero].sort((a, b) => Math.abs(a) - Math.abs(b));
  let positive = 0;
  let ties = 0;
  for (let start = 0; start < n;) {
    let end = start;
    while (end < n && Math.abs(sorted[end] as number) === Math.abs(sorted[start] as number)) end += 1;
    const count = end - start;
    const rank = (start + 1 + end) / 2;
    ties += count ** 3 - count;
    for (let at = start; at < end; at += 1) if ((sorted[at] as number) > 0) positive += rank;
    start = end;
  }
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
  const distance = Math.max(0, Math.abs(positive - mean) - 0.5);
  return Math.min(1, 2 * upperTail(distance / Math.sqrt(variance)));
}

/** The chance that a standard normal is above z, z not negative; error below 1.2e-7 of it (Numerical Recipes, erfc). */
export function upperTail(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const sum = coefficients.reduceRight((inner, coefficient) => coefficient + t * inner, 0);
  return (t * Math.exp(-x * x + sum)) / 2;
}
