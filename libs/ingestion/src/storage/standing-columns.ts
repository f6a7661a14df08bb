import type { ClaimVerdict, InstallationStanding } from '@hearth/catalogue';
import { countsAs, standingOf } from '@hearth/catalogue';
import type { InstallationSet } from '../domain/usage-reader';

/** What a statement over `installations AS i` selects, so that the standing can be told. */
export const STANDING_COLUMNS = 'i.needs_confirmation, k.verdict';

/** What somebody said of an installation, joined to `installations AS i`. */
export const JOIN_CLAIMS = 'LEFT JOIN installation_claims k ON k.installation = i.id';

/** The standing of a row's installation. */
export function standingFrom(row: Readonly<Record<string, unknown>>): InstallationStanding {
  const verdict = (row['verdict'] ?? null) as ClaimVerdict | null;
  return standingOf(verdict, Number(row['needs_confirmation']) !== 0);
}

/** Whether a row's installation is among those asked for. One that is not the customer's is in neither set. */
export function isAmong(row: Readonly<Record<string, unknown>>, set: InstallationSet): boolean {
  const standing = standingFrom(row);
  return set === 'COUNTED' ? countsAs(standing) : standing === 'UNCONFIRMED';
}
