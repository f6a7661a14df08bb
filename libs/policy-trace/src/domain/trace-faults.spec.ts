import { CLAUSES, CURRENT_POLICY } from '@hearth/policy';
import type { ClauseId } from '@hearth/policy';
import * as fc from 'fast-check';
import { ENFORCEMENT } from '../enforcement/enforcement';
import { buildTrace } from './build-trace';
import { traceFaults, traceFigures } from './trace-faults';
import type { ClauseTrace, MarkedTest, PolicyTrace, TestStatus } from './trace';

const test = (mark: string, status: TestStatus = 'passed', title = `holds ${mark}`): MarkedTest => ({
  project: 'libs/x',
  file: 'libs/x/src/a.spec.ts',
  title,
  marks: [mark],
  status,
});
const trace = (tests: readonly MarkedTest[]): PolicyTrace =>
  buildTrace({ policy: CURRENT_POLICY, fields: new Map(), enforcement: ENFORCEMENT, tests });
const ALL_PASS = CLAUSES.map(({ id }) => test(id));
const changed = (clause: ClauseId, change: Partial<ClauseTrace>): PolicyTrace => {
  const whole = trace(ALL_PASS);
  return {
    ...whole,
    clauses: whole.clauses.map((each) => (each.clause === clause ? { ...each, ...change } : each)),
  };
};

describe('traceFaults', () => {
  it('finds none where each clause is enforced and has a passing test', () => {
    expect(traceFaults(trace(ALL_PASS))).toEqual([]);
    expect(traceFigures(trace(ALL_PASS))).toMatchObject({ clauses: 20, traced: 20, tests: 20 });
  });

  it('finds a clause that nothing enforces', () => {
    const nothing = { rules: [], actionRules: [], refusals: [], mechanisms: [] };
    expect(traceFaults(changed('consent', nothing))).toEqual([
      'Nothing enforces consent: no rule cites it and no mechanism is declared for it.',
    ]);
  });

  it.each(['rules', 'actionRules', 'refusals', 'mechanisms'] as const)('is content with %s alone', (kept) => {
    const nothing = { rules: [], actionRules: [], refusals: [], mechanisms: [] };
    const one = trace(ALL_PASS).clauses.find((each) => each[kept].length > 0) as ClauseTrace;
    expect(traceFaults(changed(one.clause, { ...nothing, [kept]: one[kept] }))).toEqual([]);
  });

  it('finds a clause without a test', () => {
    expect(traceFaults(trace(ALL_PASS.filter(({ marks }) => !marks.includes('firewall'))))).toEqual([
      'No passing test is marked §firewall.',
    ]);
  });

  it.each([
    ['failed', 'failed'],
    ['skipped', 'did not run'],
  ] as const)('finds a marked test that %s, beside others that passed', (status, words) => {
    expect(traceFaults(trace([...ALL_PASS, test('consent', status, 'one more')]))).toEqual([
      `A test of consent ${words}: libs/x/src/a.spec.ts › one more`,
    ]);
  });

  it('finds a mark that names no clause', () => {
    expect(traceFaults(trace([...ALL_PASS, test('consnet')]))).toEqual([
      'A test is marked §consnet, which is no clause: libs/x/src/a.spec.ts › holds consnet',
    ]);
  });

  it('counts as traced exactly the clauses whose tests all passed, of which there is one, for any run', () => {
    const run = fc.record(
      Object.fromEntries(
        CLAUSES.map(({ id }) => [
          id,
          fc.array(fc.constantFrom('passed', 'failed', 'skipped'), { maxLength: 3 }),
        ]),
      ),
    );
    const base = trace([]);
    fc.assert(
      fc.property(run, (statuses) => {
        const tested: PolicyTrace = {
          ...base,
          clauses: base.clauses.map((each) => ({
            ...each,
            tests: (statuses[each.clause] ?? []).map((status, at) =>
              test(each.clause, status, `claim ${at}`),
            ),
          })),
        };
        const sound = Object.values(statuses).filter(
          (all) => all.length > 0 && all.every((status) => status === 'passed'),
        );
        expect(traceFigures(tested).traced).toBe(sound.length);
        expect(traceFaults(tested).length === 0).toBe(sound.length === CLAUSES.length);
      }),
    );
  });
});

describe('traceFigures', () => {
  it('counts a test once that serves several clauses, and names the clauses that are served in part', () => {
    const both: MarkedTest = { ...test('consent'), marks: ['consent', 'departments'] };
    const figures = traceFigures(trace([both]));
    expect(figures.tests).toBe(1);
    expect(figures.rules).toBe(CURRENT_POLICY.rules.length + CURRENT_POLICY.actionRules.length);
    expect(figures.inPart).toEqual(CLAUSES.map(({ id }) => id).filter((id) => ENFORCEMENT[id].inPart));
  });
});
