import type { ClaimVerdict, InstallationStanding } from '@hearth/catalogue';
import { countsAs, dayStart, isLate, standingOf } from '@hearth/catalogue';
import type { Correction } from './gather-counted';

/** Whom a door lets act on whose installations: customers are pseudonyms in hexadecimal. */
export type OwnSubjects = 'all' | ReadonlySet<string>;

/** Says of installations whose they are, as one reader may. */
export interface InstallationClaims {
  /**
   * Keeps what somebody says of an installation; the last word stands, and the same word again changes nothing. False where the
   * installation is not the reader's to speak of, or not there.
   *
   * @param own the customers that the door itself found to be the reader's
   */
  claim(installation: string, verdict: ClaimVerdict, own: OwnSubjects): Promise<boolean>;
}

/** The action of the policy that a claim is. */
export const ACTION_OF = {
  confirmed: 'installation.confirm',
  'not-mine': 'installation.disown',
} as const satisfies Record<ClaimVerdict, string>;

/** What figures change by a claim. */
export interface ClaimEffect {
  /** Months that a roll-up must compute again. */
  readonly months: readonly number[];
  /** Days that had closed, each of which is corrected. */
  readonly corrections: readonly Correction[];
}

const NO_EFFECT: ClaimEffect = { months: [], corrections: [] };

/**
 * What a claim does to the figures: nothing where the installation counts, or does not, as it did before.
 *
 * @param days the days of which the installation has facts
 */
export function effectOf(
  before: InstallationStanding,
  verdict: ClaimVerdict,
  { product, days }: { readonly product: string; readonly days: readonly number[] },
  now: number,
): ClaimEffect {
  if (countsAs(before) === countsAs(standingOf(verdict, true))) return NO_EFFECT;
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  return {
    months: [...new Set(sorted.map((day) => Math.floor(day / 100)))],
    corrections: sorted
      .filter((day) => isLate(dayStart(day), now))
      .map((day) => ({ day, product, reason: verdict, count: 1 })),
  };
}
