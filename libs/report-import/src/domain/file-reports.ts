import { linesOf, textOf } from './lines';

/** A whole JSON document is held in memory, so it is limited; NDJSON files may be of any size. */
const MAX_DOCUMENT_CHARACTERS = 256 * 1024 * 1024;

/**
 * The reports of a file, each as one line of JSON text: `.json` holds one report or a list of them, any other name one
 * report a line; either may be packed (`.gz`). Lines pass as they stand, since judging them is for the intake.
 *
 * @throws Error when the file cannot be read, or a `.json` file is no JSON.
 */
export async function* fileReports(path: string): AsyncGenerator<string> {
  if (/\.json(\.gz)?$/i.test(path)) {
    yield* documentReports(path);
    return;
  }
  for await (const line of linesOf(path)) if (line.trim() !== '') yield line;
}

async function* documentReports(path: string): AsyncGenerator<string> {
  let text = '';
  for await (const piece of textOf(path) as AsyncIterable<string>) {
    text += piece;
    if (text.length > MAX_DOCUMENT_CHARACTERS) {
      throw new Error(`${path} is too large for one JSON document: give it as NDJSON.`);
    }
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error(`${path} is no JSON document; reports a line each belong in an .ndjson file.`);
  }
  for (const report of Array.isArray(document) ? document : [document]) yield JSON.stringify(report);
}
