// JSON escapes what ends a line and what begins an escape sequence of a terminal, and lets these through: delete, the
// eight-bit control characters (one of which begins an escape sequence as well), and marks that break or turn a line.
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

// What ends a line, and what begins an escape sequence of a terminal.
const CONTROLS = /\p{Cc}/gu;

const escaped = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A line of JSON in which no character moves the cursor of whoever shows it: the same JSON, with these escaped. */
export function encodeLine(line: string): string {
  return line.replace(UNSEEN, escaped);
}

/** Text that somebody else chose, for one line of plain text: what would end the line or speak to a terminal is escaped. */
export function plainText(text: string): string {
  return text.replace(CONTROLS, escaped).replace(UNSEEN, escaped);
}
