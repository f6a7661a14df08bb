import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { markedTests, type MarkedTest, type ReportedTest } from '@hearth/policy-trace';
import { markedTitles } from './marked-titles';
import { ROOT, testedProjects, type TestedProject } from './projects';

/** The marked tests of the last run of every project, and what is missing from it, a sentence each. */
export interface Gathered {
  readonly tests: readonly MarkedTest[];
  readonly missing: readonly string[];
}

/** Gathers the results of marked tests; first runs the tests of projects whose results are not there or are older than they. */
export function gatherTests(): Gathered {
  const projects = testedProjects().filter(({ specs }) => specs.some((file) => titlesOf(file).length > 0));
  const wanting = projects.filter((project) => isOld(project) || missingIn(project).length > 0);
  if (wanting.length > 0 && runTests(wanting)) wanting.forEach(confirm);
  return {
    tests: projects.flatMap(({ folder }) => markedTests(folder, reportedBy(folder))),
    missing: [
      ...projects
        .filter(isOld)
        .map(({ folder }) => `The tests of ${folder} gave no results since its sources changed.`),
      ...projects.flatMap(missingIn),
    ],
  };
}

function titlesOf(file: string) {
  return markedTitles(readFileSync(join(ROOT, file), 'utf8'));
}

const resultsOf = (folder: string): string => join(ROOT, folder, 'test-results', 'trace.json');

function reportedBy(folder: string): readonly ReportedTest[] {
  const path = resultsOf(folder);
  if (!existsSync(path)) return [];
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly tests: readonly ReportedTest[] }).tests;
}

function isOld({ folder, changedAt }: TestedProject): boolean {
  const path = resultsOf(folder);
  return !existsSync(path) || statSync(path).mtimeMs < changedAt;
}

// What came from the cache of Nx may carry an older time than sources that were written anew with the same text.
function confirm({ folder }: TestedProject): void {
  const now = new Date();
  if (existsSync(resultsOf(folder))) utimesSync(resultsOf(folder), now, now);
}

function missingIn({ folder, specs }: TestedProject): string[] {
  const reported = reportedBy(folder);
  return specs.flatMap((file) => {
    const titles = reported.filter((test) => test.file === file).flatMap((test) => test.titles);
    return titlesOf(file)
      .filter(({ pattern }) => !titles.some((title) => pattern.test(title)))
      .map(({ title }) => `A marked test has no result: ${file} › ${title}`);
  });
}

// Through Nx, so that what was run already on the same sources comes from its cache. Whether all passed is given back; which
// did not is told by the results.
function runTests(projects: readonly TestedProject[]): boolean {
  const names = projects.map(({ name }) => name).join(',');
  console.log(`No results, or older ones than the sources: running the tests of ${names}.`);
  const { status } = spawnSync(
    process.execPath,
    [require.resolve('nx/bin/nx.js'), 'run-many', '-t', 'test', '-p', names, '--output-style=static'],
    { cwd: ROOT, stdio: 'inherit' },
  );
  return status === 0;
}
