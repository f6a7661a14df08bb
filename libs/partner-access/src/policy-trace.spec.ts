import { CLAUSES } from '@hearth/policy';
import { openTestRooms } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { accessUnderTest, partnerReader } from './testing/access-under-test';
import type { AccessUnderTest } from './testing/access-under-test';

const TRACE = `{ policyTrace {
  clause title obliges inPart { part how }
  rules { audience purpose categories rows clause } actionRules { audience purpose actions clause }
  refusals { code audiences } mechanisms { what file symbol }
  fields { coordinate categories } mutations { coordinate actions } tests { project file title status }
} }`;

describe('the trace of the policy, in the graph', () => {
  let rooms: TestRooms;
  let test: AccessUnderTest;
  beforeAll(async () => {
    rooms = await openTestRooms('sqlite');
    test = await accessUnderTest(rooms, '2026-05-01T12:00:00Z');
  });
  afterAll(() => rooms.close());

  it('shows anyone every clause, in the order of the policy, with rules that cite it and tests that passed', async () => {
    const answer = await test.ask(undefined, TRACE);
    expect(answer.errors).toBeUndefined();
    const clauses = answer.data?.['policyTrace'] as {
      clause: string;
      rules: { clause: string }[];
      tests: { status: string }[];
    }[];
    expect(clauses.map(({ clause }) => clause)).toEqual(CLAUSES.map(({ id }) => id));
    for (const { clause, rules, tests } of clauses) {
      expect(rules.filter((rule) => rule.clause !== clause)).toEqual([]);
      expect(new Set(tests.map(({ status }) => status))).toEqual(new Set(['PASSED']));
    }
  });

  it('answers whoever brings a token with the same', async () => {
    expect(await test.ask(partnerReader('par_1'), TRACE)).toEqual(await test.ask(undefined, TRACE));
  });
});
