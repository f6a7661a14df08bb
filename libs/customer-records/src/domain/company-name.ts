/**
 * One company name, written in several ways, folds to one text: compatibility forms, case and runs of white space make no
 * difference. It is what the blind index is computed over, what names sort by, and what a sighting is compared with.
 */
export function foldCompanyName(name: string): string {
  // Lower, upper, lower: 'ẞ', 'ß' and 'SS' meet only so, since the capital has no upper case but itself. Taken apart before
  // and after, as changing case makes characters that the normal form would write otherwise.
  const apart = name.normalize('NFKD').toLowerCase().toUpperCase().normalize('NFKD');
  const folded = apart.toLowerCase().normalize('NFKD');
  return folded.replace(/\s+/gu, ' ').trim();
}
