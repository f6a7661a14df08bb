/** Versions of scopes grow with the clock, and by one where it stands still: an older state never undoes a newer one. */
export function nextVersion(standing: bigint | undefined, now: number): bigint {
  const byClock = BigInt(now) * 4096n;
  return standing === undefined || standing < byClock ? byClock : standing + 1n;
}
