// JSON escapes what ends a line and what begins an escape sequence of a terminal, and lets these through: delete, the
// eight-bit control characters (one of which begins an escape sequence as well), and marks that break or turn a line.
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A line of JSON in which no character moves the cursor of whoever shows it: the same JSON, with these escaped. */
export function encodeLine(line: string): string {
  return line.replace(UNSEEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
