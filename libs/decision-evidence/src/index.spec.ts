import { CURRENT_POLICY } from '@hearth/policy';
import { evidenceFrom, fixedEvidence } from './index';

describe('fixed evidence', () => {
  it('is the policy that it was made of, with nothing revoked', async () => {
    const evidence = await evidenceFrom(CURRENT_POLICY).current();
    expect(evidence.policy).toBe(CURRENT_POLICY);
    expect(evidence.isRevoked('tok_any', 'client')).toBe(false);
  });

  it('is taken as it is where a source is given', () => {
    const source = fixedEvidence(CURRENT_POLICY);
    expect(evidenceFrom(source)).toBe(source);
  });
});
