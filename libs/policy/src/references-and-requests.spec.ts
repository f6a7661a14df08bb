import { ACTIONS, AUDIENCES, CURRENT_POLICY, PURPOSES, decide, decideAction } from './index';
import type { Action, Audience, Category } from './index';

// Whom the policy lets read a category or do an action, for whatever purpose.
const readersOf = (category: Category): Audience[] =>
  AUDIENCES.filter((audience) =>
    PURPOSES.some((purpose) => decide(CURRENT_POLICY, { audience, purpose }, category).allowed),
  );
const actorsOf = (action: Action): Audience[] =>
  AUDIENCES.filter((audience) =>
    PURPOSES.some((purpose) => decideAction(CURRENT_POLICY, { audience, purpose }, action).allowed),
  );

describe('a reference that names a customer', () => {
  it('is shown before its approval to no partner, consented party or stranger §attribution', () => {
    for (const outsider of ['partner', 'consented-party', 'public'] as const) {
      expect(readersOf('reference.record')).not.toContain(outsider);
      expect(readersOf('reference.approved')).toContain(outsider);
    }
  });

  it('is approved and withdrawn by the customer alone, and never by who proposes it §attribution', () => {
    expect(actorsOf('reference.approve')).toEqual(['customer']);
    expect(actorsOf('reference.withdraw')).toEqual(['customer']);
    expect(actorsOf('reference.propose')).toEqual(['communication']);
  });
});

describe('a request about data', () => {
  it('is opened by the customer alone and answered by the privacy office alone §contact', () => {
    expect(ACTIONS).toEqual(expect.arrayContaining(['request.open', 'request.answer']));
    expect(actorsOf('request.open')).toEqual(['customer']);
    expect(actorsOf('request.answer')).toEqual(['privacy-office']);
  });

  it('is read by nobody but the customer, the privacy office, and whom an order names §contact', () => {
    expect(readersOf('request.record')).toEqual(['privacy-office', 'court-order', 'customer']);
  });
});
