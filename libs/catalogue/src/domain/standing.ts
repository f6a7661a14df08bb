/** What somebody said last of an installation. */
export type ClaimVerdict = 'confirmed' | 'not-mine';

/** How an installation stands to the customer under whose licence it reports. */
export type InstallationStanding =
  /** Somebody said that it is the customer's. */
  | 'CONFIRMED'
  /** Nobody said anything yet, and the agreement wants it said. */
  | 'UNCONFIRMED'
  /** Somebody said that it is not the customer's. */
  | 'NOT_MINE'
  /** Nobody said anything, and nobody needs to. */
  | 'NOT_NEEDED';

/** The standing of an installation: the last word of a person stands, and where there is none, the agreement's. */
export function standingOf(claim: ClaimVerdict | null, needsConfirmation: boolean): InstallationStanding {
  if (claim !== null) return claim === 'confirmed' ? 'CONFIRMED' : 'NOT_MINE';
  return needsConfirmation ? 'UNCONFIRMED' : 'NOT_NEEDED';
}

/** Whether an installation of this standing counts with the rest. */
export function countsAs(standing: InstallationStanding): boolean {
  return standing === 'CONFIRMED' || standing === 'NOT_NEEDED';
}
