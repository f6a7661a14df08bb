/**
 * One company name, written in several ways, folds to one text: compatibility forms, case and runs of white space make no
 * difference. It is what the blind index is computed over, what names sort by, and what a sighting is compared with.
 */
export function foldCompanyName(name: string): string {
  // Upper case before lower case: 'ß' and 'SS' then meet, which lower case alone would keep apart. Taken apart before and
  // after, as changing case makes characters that the normal form would write otherwise.
  const folded = name.normalize('NFKD').toUpperCase().normalize('NFKD').toLowerCase().normalize('NFKD');
  return folded.replace(/\s+/gu, ' ').trim();
}
