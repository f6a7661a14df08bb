/** Where the words of versions that come before a release stand among themselves. Any other word follows the release. */
const BEFORE_RELEASE = new Map(
  [
    ['dev'],
    ['alpha'],
    ['beta'],
    ['milestone', 'm'],
    ['pre', 'preview', 'ea'],
    ['rc', 'cr'],
    ['snapshot'],
  ].flatMap((words, rank) => words.map((word): [string, number] => [word, rank])),
);

/** The order of what may stand at one place: a word before the release, the end, any other word, a number. */
const enum Rank {
  Before,
  End,
  Word,
  Digits,
}

interface Token {
  readonly rank: Rank;
  /** Among words before the release, their place. */
  readonly place: number;
  /** Digits without leading zeros, or a word in lower case. */
  readonly text: string;
}

const END: Token = { rank: Rank.End, place: 0, text: '' };
const ZERO = '';

function tokenOf(part: string): Token {
  if (/^\d/.test(part)) return { rank: Rank.Digits, place: 0, text: part.replace(/^0+/, '') };
  const word = part.toLowerCase();
  const place = BEFORE_RELEASE.get(word);
  return place === undefined
    ? { rank: Rank.Word, place: 0, text: word }
    : { rank: Rank.Before, place, text: '' };
}

/** Runs of digits and of letters; what stands between them only parts them. Zeros at the end of a release say nothing. */
function tokensOf(version: string): Token[] {
  const tokens: Token[] = [];
  const dropZeros = () => {
    while (tokens.at(-1)?.rank === Rank.Digits && tokens.at(-1)?.text === ZERO) tokens.pop();
  };
  for (const [part] of version.replace(/^v(?=\d)/i, '').matchAll(/\d+|[A-Za-z]+/g)) {
    const token = tokenOf(part);
    if (token.rank !== Rank.Digits) dropZeros();
    tokens.push(token);
  }
  dropZeros();
  return tokens;
}

function compareTokens(a: Token, b: Token): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.place !== b.place) return a.place - b.place;
  // Digits of any length, compared without ever being a number.
  if (a.rank === Rank.Digits && a.text.length !== b.text.length) return a.text.length - b.text.length;
  return a.text === b.text ? 0 : a.text < b.text ? -1 : 1;
}

/**
 * The order of two versions, as `Array.sort` wants it: 1.9 before 1.10, 2.0-beta before 2.0-rc1 before 2.0, 2.0 before
 * 2.0-hotfix before 2.0.1. Texts that say the same version (1.0 and 1.0.0) are ordered as texts, so that 0 means the same
 * text alone, and the order is total over all texts.
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [tokensOf(a), tokensOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = compareTokens(left[at] ?? END, right[at] ?? END);
    if (order !== 0) return order;
  }
  return a < b ? -1 : 1;
}
