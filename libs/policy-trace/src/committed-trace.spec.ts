import { CLAUSES, CURRENT_POLICY } from '@hearth/policy';
import { readPolicyTrace } from './committed-trace';
import { traceFaults, traceFigures } from './domain/trace-faults';

describe('the committed trace', () => {
  const trace = readPolicyTrace();

  it('is of the current policy, and of every clause', () => {
    expect(trace.policyVersion).toBe(CURRENT_POLICY.version);
    expect(trace.clauses.map(({ clause }) => clause)).toEqual(CLAUSES.map(({ id }) => id));
  });

  it('has no clause without something that enforces it and a test that passed', () => {
    expect(traceFaults(trace)).toEqual([]);
    expect(traceFigures(trace).traced).toBe(20);
  });

  it('links to no test outside the repository', () => {
    for (const { tests } of trace.clauses)
      for (const { file } of tests) expect(file).toMatch(/^(?:libs|apps|tools)\/[\w./-]+\.spec\.ts$/);
  });
});
