import type { ClauseTrace, PolicyTrace } from './trace';

/**
 * What is wrong with a trace, a sentence each; empty when every clause is enforced by something that a passing test shows.
 * A mark on a test that failed or did not run is a fault too, and so is one that names no clause.
 */
export function traceFaults(trace: PolicyTrace): string[] {
  const known = new Set<string>(trace.clauses.map(({ clause }) => clause));
  return [
    ...trace.strays.flatMap(({ file, title, marks }) =>
      marks
        .filter((mark) => !known.has(mark))
        .map((mark) => `A test is marked §${mark}, which is no clause: ${file} › ${title}`),
    ),
    ...trace.clauses.flatMap(faultsOf),
  ];
}

/** The figures of a trace. A rule, field or test that serves several clauses counts once. */
export function traceFigures(trace: PolicyTrace) {
  const distinct = (of: (clause: ClauseTrace) => readonly string[]): number =>
    new Set(trace.clauses.flatMap(of)).size;
  return {
    clauses: trace.clauses.length,
    traced: trace.clauses.filter((clause) => faultsOf(clause).length === 0).length,
    inPart: trace.clauses.filter(({ inPart }) => inPart !== undefined).map(({ clause }) => clause),
    // Each rule cites one clause.
    rules: trace.clauses.reduce((sum, { rules, actionRules }) => sum + rules.length + actionRules.length, 0),
    mechanisms: distinct(({ mechanisms }) => mechanisms.map(({ file, symbol }) => `${file} ${symbol}`)),
    fields: distinct(({ fields, mutations }) =>
      [...fields, ...mutations].map(({ coordinate }) => coordinate),
    ),
    tests: distinct(({ tests }) => tests.map(({ file, title }) => `${file} ${title}`)),
  };
}

function faultsOf(trace: ClauseTrace): string[] {
  const { clause, rules, actionRules, refusals, mechanisms, tests } = trace;
  const faults = tests
    .filter(({ status }) => status !== 'passed')
    .map(({ file, title, status }) => `A test of ${clause} ${toldOf(status)}: ${file} › ${title}`);
  if (rules.length + actionRules.length + refusals.length + mechanisms.length === 0) {
    faults.push(`Nothing enforces ${clause}: no rule cites it and no mechanism is declared for it.`);
  }
  if (!tests.some(({ status }) => status === 'passed')) faults.push(`No passing test is marked §${clause}.`);
  return faults;
}

function toldOf(status: 'failed' | 'skipped' | 'passed'): string {
  return status === 'failed' ? 'failed' : 'did not run';
}
