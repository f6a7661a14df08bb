import type { MarkedTest, TestStatus } from './trace';

/** What the reporter of a test run wrote of one test: the titles around it, then its own, and Jest's status. */
export interface ReportedTest {
  readonly file: string;
  readonly titles: readonly string[];
  readonly status: string;
}

const MARK = /\s*§([a-z][a-z-]*)/g;
// A suite runs once per dialect, and is shown as skipped, with a notice after the dialect, where no server is at hand.
const DIALECT = / \((?:sqlite|mysql)\)$/;
const DIALECT_LEFT_OUT = / \(mysql\)\. /;
const WORST_FIRST: readonly TestStatus[] = ['failed', 'skipped', 'passed'];

/** The clauses that a title's marks name: `… once withdrawn §consent §departments`. */
export function marksIn(title: string): string[] {
  return [...title.matchAll(MARK)].map(([, clause]) => clause ?? '');
}

/**
 * The marked tests of a project, sorted. The same test on two dialects is one test, as good as the worse of its results,
 * so that the trace does not depend on which databases are at hand.
 */
export function markedTests(project: string, reported: readonly ReportedTest[]): MarkedTest[] {
  const byName = new Map<string, MarkedTest>();
  for (const { file, titles, status } of reported) {
    if (titles.some((title) => DIALECT_LEFT_OUT.test(title))) continue;
    const marks = [...new Set(titles.flatMap(marksIn))].sort();
    if (marks.length === 0) continue;
    const title = titles.map((each) => each.replace(DIALECT, '').replace(MARK, '')).join(' › ');
    const key = JSON.stringify([file, title]);
    const before = byName.get(key);
    byName.set(key, {
      project,
      file,
      title,
      marks: [...new Set([...(before?.marks ?? []), ...marks])].sort(),
      status: worse(before?.status ?? 'passed', statusOf(status)),
    });
  }
  return [...byName.values()].sort(byFileAndTitle);
}

function statusOf(status: string): TestStatus {
  if (status === 'passed') return 'passed';
  // Whatever else Jest may say of a test (pending, todo, disabled) is that it did not run.
  return status === 'failed' ? 'failed' : 'skipped';
}

function worse(one: TestStatus, other: TestStatus): TestStatus {
  return WORST_FIRST.find((status) => status === one || status === other) ?? 'skipped';
}

function byFileAndTitle(a: MarkedTest, b: MarkedTest): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.title < b.title ? -1 : Number(a.title > b.title);
}
