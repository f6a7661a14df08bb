import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createInterface } from 'node:readline';
import type { WireReport } from '@hearth/report';
import { jenkinsFiles, jenkinsReports } from '@hearth/report-import';
import { licenceKeyFor } from '../../verify/dealt-customers';

/** The real reports as they are sent, written down once for every process of the benchmark. */
export interface Corpus {
  /** One report a line. */
  readonly file: string;
  readonly reports: number;
  readonly licenceKeys: readonly string[];
}

/** Writes the corpus; throws with what to do where the data is not there. */
export async function writeCorpus(data: string, file: string): Promise<Corpus> {
  await jenkinsFiles(data).catch((error: unknown) => {
    throw new Error(
      `The benchmark runs on real reports, and there are none under ${data}: name their folder with --data DIR or HEARTH_DATA_DIR.`,
      { cause: error },
    );
  });
  const out = createWriteStream(file, { highWaterMark: 1024 * 1024 });
  const licenceKeys = new Set<string>();
  let reports = 0;
  for await (const report of jenkinsReports({ folder: data, licenceKeyFor })) {
    licenceKeys.add(report.licenceKey);
    reports += 1;
    if (!out.write(`${JSON.stringify(report)}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  return { file, reports, licenceKeys: [...licenceKeys] };
}

/** The lines of a corpus, from one on. */
export async function readLines(file: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) lines.push(line);
  return lines;
}

/** A line of the corpus as the report it is. */
export const reportOfLine = (line: string): WireReport => JSON.parse(line) as WireReport;
