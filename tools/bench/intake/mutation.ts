import { reportOfLine } from './corpus';

const DOCUMENT = 'mutation Save($report: ReportInput!) { saveReport(report: $report) { id } }';

/** The request of the one mutation per report that the benchmark compares with. */
export function mutationOf(line: string): string {
  return JSON.stringify({ query: DOCUMENT, variables: { report: reportOfLine(line) } });
}
