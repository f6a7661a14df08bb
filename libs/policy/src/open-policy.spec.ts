import { AUDIENCES, CURRENT_POLICY, PURPOSES, decide, decideAction } from './index';
import { openPolicy } from './testing/open-policy';

const OPEN = openPolicy(CURRENT_POLICY);

describe('the policy that switches a door off in a proof', () => {
  it('opens every category on every row, and every action, for every purpose but solicitation', () => {
    for (const audience of AUDIENCES) {
      for (const purpose of PURPOSES) {
        const open = purpose !== 'solicitation';
        const decisions = OPEN.categories.map(({ key }) => decide(OPEN, { audience, purpose }, key));
        expect(decisions.map(({ allowed }) => allowed)).toEqual(decisions.map(() => open));
        if (open) expect(decisions).toEqual(decisions.map(() => expect.objectContaining({ rows: 'all' })));
        for (const action of OPEN.actions)
          expect(decideAction(OPEN, { audience, purpose }, action).allowed).toBe(open);
      }
    }
  });

  it('is told from the policy that it was made of by its version', () => {
    expect(OPEN.version).toBe(`${CURRENT_POLICY.version}+open`);
  });
});
