import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { WireReport } from '@hearth/report';
import { lineIds } from './derived-id';
import type { JenkinsLine } from './jenkins-line';
import { installOf, mapJenkinsLine } from './jenkins-line';
import { linesOf } from './lines';

/** Where Jenkins' usage reports are read, and under whose licence keys they are sent. */
export interface JenkinsImport {
  /** The folder that holds `jenkins-usage/reports/*.jsonl.gz`, or that folder of reports itself. */
  readonly folder: string;
  /** The licence key under which an installation reports. */
  readonly licenceKeyFor: (install: string) => string;
  /** The policy version that the reports name; `2026.1` by default. */
  readonly policyVersion?: string;
}

/** The report files under a folder, in the order of their names. */
export async function jenkinsFiles(folder: string): Promise<string[]> {
  for (const candidate of [join(folder, 'jenkins-usage', 'reports'), folder]) {
    const names = await readdir(candidate).catch(() => []);
    const files = names.filter((name) => /\.jsonl(\.gz)?$/.test(name)).sort();
    if (files.length > 0) return files.map((name) => join(candidate, name));
  }
  throw new Error(`No *.jsonl.gz under ${folder} or ${join(folder, 'jenkins-usage', 'reports')}.`);
}

/**
 * Every line of Jenkins' published usage reports as a report of ours, in the order of files and lines; none is left out.
 * Ids come from file name, line number and licence key, so that a second import repeats the first.
 */
export async function* jenkinsReports(options: JenkinsImport): AsyncGenerator<WireReport> {
  const { licenceKeyFor, policyVersion = '2026.1' } = options;
  for (const file of await jenkinsFiles(options.folder)) {
    const name = basename(file, '.gz');
    // A licence key is known to its customer and to us, so that only they can tell the ids of a published file.
    const idsUnder = new Map<string, (line: number) => string>();
    const idOf = (licenceKey: string, line: number): string => {
      const ids = idsUnder.get(licenceKey) ?? lineIds(name, licenceKey);
      idsUnder.set(licenceKey, ids);
      return ids(line);
    };
    let sequence = 0;
    for await (const line of linesOf(file)) {
      sequence += 1;
      if (line.trim() === '') continue;
      const read = parsed(line, name, sequence);
      const licenceKey = licenceKeyFor(installOf(read));
      yield mapJenkinsLine(read, { id: idOf(licenceKey, sequence), sequence, licenceKey, policyVersion });
    }
  }
}

function parsed(line: string, file: string, number: number): JenkinsLine {
  try {
    return JSON.parse(line) as JenkinsLine;
  } catch {
    throw new Error(`${file}, line ${number}: no JSON.`);
  }
}
