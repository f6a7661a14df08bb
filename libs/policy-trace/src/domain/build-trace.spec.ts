import { CURRENT_POLICY } from '@hearth/policy';
import type { ClauseId } from '@hearth/policy';
import { buildTrace } from './build-trace';
import type { DeclaredFields, TraceParts } from './build-trace';
import type { ClauseTrace, MarkedTest } from './trace';

const FIELDS: DeclaredFields = new Map([
  ['Contact.email', { categories: ['user.contact.email'], actions: [] }],
  ['Agreement.licenceKey', { categories: ['licence.key'], actions: [] }],
  ['Query.policy', { categories: [], actions: [] }],
  ['Mutation.recordContact', { categories: [], actions: ['contact.record'] }],
]);
const TEST: MarkedTest = {
  project: 'libs/x',
  file: 'libs/x/src/a.spec.ts',
  title: 'refuses it',
  marks: ['consent', 'departments'],
  status: 'passed',
};

function traced(clause: ClauseId, parts: Partial<TraceParts> = {}): ClauseTrace {
  const trace = buildTrace({
    policy: CURRENT_POLICY,
    fields: FIELDS,
    enforcement: {},
    tests: [TEST],
    ...parts,
  });
  return trace.clauses.find((each) => each.clause === clause) as ClauseTrace;
}

describe('buildTrace', () => {
  it('has every clause in the order of the policy, under its version', () => {
    const trace = buildTrace({ policy: CURRENT_POLICY, fields: new Map(), enforcement: {}, tests: [] });
    expect(trace.policyVersion).toBe(CURRENT_POLICY.version);
    expect(trace.clauses.map(({ clause }) => clause)).toEqual(CURRENT_POLICY.clauses.map(({ id }) => id));
  });

  it('has each rule under the clause that it cites, and under no other', () => {
    const { clauses } = buildTrace({ policy: CURRENT_POLICY, fields: FIELDS, enforcement: {}, tests: [] });
    expect(clauses.flatMap(({ rules }) => rules)).toHaveLength(CURRENT_POLICY.rules.length);
    expect(clauses.flatMap(({ actionRules }) => actionRules)).toHaveLength(CURRENT_POLICY.actionRules.length);
    expect(traced('consent').rules.map(({ audience }) => audience)).toEqual([
      'consented-party',
      'consented-party',
    ]);
  });

  it('has the fields that its rules open, through parents, and none that they do not', () => {
    expect(traced('consent').fields).toEqual([
      { coordinate: 'Contact.email', categories: ['user.contact.email'] },
    ]);
    expect(traced('no-solicitation').fields).toEqual([]);
  });

  it('has the fields that a clause is declared to be about', () => {
    const enforcement = { 'no-solicitation': { mechanisms: [], about: ['licence'] } } as const;
    expect(traced('no-solicitation', { enforcement }).fields).toEqual([
      { coordinate: 'Agreement.licenceKey', categories: ['licence.key'] },
    ]);
  });

  it('has the mutations that its rules for acting open', () => {
    expect(traced('voluntary').mutations).toEqual([
      { coordinate: 'Mutation.recordContact', actions: ['contact.record'] },
    ]);
    expect(traced('contact').mutations).toEqual([]);
  });

  it('finds the refusals by asking the policy, those of no rule too', () => {
    expect(traced('no-solicitation').refusals).toEqual([
      { code: 'PURPOSE_NOT_ALLOWED', audiences: CURRENT_POLICY.audiences.map(({ key }) => key) },
    ]);
    expect(traced('affiliates').refusals.flatMap(({ audiences }) => audiences)).toEqual([
      'partner',
      'partner',
      'partner',
    ]);
  });

  it('has a test under each clause that its marks name', () => {
    const { marks: _, ...test } = TEST;
    expect(traced('consent').tests).toEqual([test]);
    expect(traced('departments').tests).toEqual([test]);
    expect(traced('security').tests).toEqual([]);
  });

  it('keeps a test apart whose mark names no clause', () => {
    const stray: MarkedTest = { ...TEST, marks: ['consent', 'consnet'] };
    const parts = { policy: CURRENT_POLICY, fields: FIELDS, enforcement: {}, tests: [TEST, stray] };
    expect(buildTrace(parts).strays).toEqual([stray]);
  });

  it('says which part is not served where it is declared, and nothing otherwise', () => {
    const inPart = { part: 'Answers are written.', how: 'By people.' };
    expect(traced('contact', { enforcement: { contact: { mechanisms: [], inPart } } }).inPart).toEqual(
      inPart,
    );
    expect(traced('contact')).not.toHaveProperty('inPart');
  });
});
