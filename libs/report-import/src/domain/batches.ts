/** Lines that travel in one request. */
export interface Batch {
  readonly lines: readonly string[];
}

/** Gathers reports into batches of at most so many lines and, beyond one line, so many characters. */
export async function* batchesOf(
  reports: AsyncIterable<object | string> | Iterable<object | string>,
  size: number,
  maxCharacters: number,
): AsyncGenerator<Batch> {
  let lines: string[] = [];
  let characters = 0;
  for await (const report of reports) {
    const line = typeof report === 'string' ? report : JSON.stringify(report);
    if (lines.length > 0 && (lines.length >= size || characters + line.length > maxCharacters)) {
      yield { lines };
      lines = [];
      characters = 0;
    }
    lines.push(line);
    characters += line.length + 1;
  }
  if (lines.length > 0) yield { lines };
}
