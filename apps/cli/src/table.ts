/** A table is at most this many characters wide, as far as its words let it. */
const WIDTH_MAX = 120;
/** No column is made narrower than this to get there. */
const COLUMN_MIN = 14;
const GAP = '  ';

/** A readable table for a terminal: a head, a rule, and rows whose long cells break at spaces. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const limits = columnLimits([head, ...rows]);
  const broken = [head, ...rows].map((row) => row.map((cell, at) => lines(cell, limits[at] ?? WIDTH_MAX)));
  const widths = head.map((_, at) => widest(broken.flatMap((row) => row[at] ?? [])));
  const printed = broken.map((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      row
        .map((cell, at) => (cell[line] ?? '').padEnd(widths[at] ?? 0))
        .join(GAP)
        .trimEnd(),
    ).join('\n');
  });
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [printed[0], rule, ...printed.slice(1)].join('\n');
}

// The widest column gives way, a character at a time, until the table fits.
function columnLimits(rows: readonly (readonly string[])[]): readonly number[] {
  const limits = (rows[0] ?? []).map((_, at) => widest(rows.map((row) => row[at] ?? '')));
  const total = () => limits.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  while (total() > WIDTH_MAX) {
    const most = Math.max(...limits);
    if (most <= COLUMN_MIN) break;
    limits[limits.indexOf(most)] = most - 1;
  }
  return limits;
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

function lines(cell: string, most: number): readonly string[] {
  const found: string[] = [];
  let line = '';
  for (const word of cell.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > most) {
      found.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...found, line];
}
