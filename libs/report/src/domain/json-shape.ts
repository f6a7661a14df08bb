const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** How deep and how wide a JSON text may be. */
export interface JsonShapeLimits {
  /** Levels of arrays and objects within each other. */
  readonly jsonDepth: number;
  /** Names in all objects together. */
  readonly jsonNames: number;
}

/**
 * Looks over a JSON text before it is parsed, in one pass over its bytes and without memory of its own: a text of 256 KiB can
 * hold 130,000 levels or 50,000 names, and what a parser makes of them is many times as large. Texts that are no JSON pass or
 * not; telling what is wrong with them is the parser's.
 *
 * @param text UTF-8
 */
export function faultOfShape(
  text: Uint8Array,
  { jsonDepth, jsonNames }: JsonShapeLimits,
): 'TOO_DEEP' | 'TOO_MANY_NAMES' | undefined {
  let depth = 0;
  let names = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] as number;
    if (byte === QUOTE) {
      // To the end of the string: no bracket or colon in it counts. All bytes of other characters are above 0x7f.
      for (at += 1; at < text.length && text[at] !== QUOTE; at += 1) if (text[at] === BACKSLASH) at += 1;
    } else if (byte === COLON) {
      names += 1;
      if (names > jsonNames) return 'TOO_MANY_NAMES';
      // [ and {, then ] and }: the two bits in which they differ are masked out.
    } else if ((byte & 0xdf) === 0x5b) {
      depth += 1;
      if (depth > jsonDepth) return 'TOO_DEEP';
    } else if ((byte & 0xdf) === 0x5d) depth -= 1;
  }
  return undefined;
}
