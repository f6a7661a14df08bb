/** What a cell can be made of. Numbers are written as they are. */
export type CsvValue = string | number | bigint | boolean | null;

// What spreadsheets take for the beginning of a formula, also behind blanks and in the width of East Asian scripts; and
// characters that make some of them cut a cell in two.
const FORMULA = /^(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹢﹣﹦﹫]|[\t\r\n])/u;

/**
 * A cell of a CSV file: quoted where RFC 4180 asks for it, and text that a spreadsheet would take for a formula begun with an
 * apostrophe, which the spreadsheet shows as text. A reader may have chosen the text; the one who opens the file must not
 * run it.
 */
export function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A row of a CSV file with its line end. */
export function csvRow(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}
