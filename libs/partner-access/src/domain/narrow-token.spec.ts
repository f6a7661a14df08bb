import type { Audience, Purpose, Reader } from '@hearth/policy';
import fc from 'fast-check';
import type { ClientRecord, TokenInput } from './clients';
import { PartnerFault } from './faults';
import { narrowToken } from './narrow-token';

const NOW = 1_777_000_000_000;
// Few words, so that what is asked for and what is held often meet.
const WORDS: readonly Purpose[] = ['communication', 'compliance', 'solicitation'];
const purposes = fc.uniqueArray(fc.constantFrom<Purpose>(...WORDS), { minLength: 1 });
const party = fc.constantFrom('par_1', 'par_2', 'ord_1');
const callers: fc.Arbitrary<Reader> = fc.record({
  audience: fc.constantFrom<Audience>('approvers', 'partner', 'court-order'),
  purpose: fc.constant<Purpose>('administration'),
  purposes,
  client: fc.constantFrom('cli_a', 'cli_b'),
  party,
  expiresAt: fc.constantFrom(NOW - 1, NOW + 90_500, NOW + 7_200_000),
});
const clients: fc.Arbitrary<ClientRecord> = fc.record({
  id: fc.constant('cli_c'),
  name: fc.constant('A program'),
  audience: fc.constantFrom<Audience>('approvers', 'partner', 'court-order'),
  purposes,
  party: fc.option(party),
  customer: fc.option(fc.constant('cus_1')),
  revokedAt: fc.option(fc.constant(NOW), { freq: 1 }),
  tokenHint: fc.constant(null),
  expiresAt: fc.constant(null),
});
const inputs: fc.Arbitrary<TokenInput> = fc.record({
  client: fc.constant(null),
  purposes: fc.uniqueArray(fc.constantFrom<Purpose>(...WORDS), { maxLength: 2 }),
  party: fc.option(party, { freq: 1 }),
  lifetimeSeconds: fc.constantFrom(null, -1, 0, 1, 90, 91, 3_600, 86_400),
});

describe('a token that is asked for', () => {
  it('is never wider than its holder nor longer-lived than the caller’s, whoever asks for whatever §security', () => {
    let made = 0;
    fc.assert(
      fc.property(callers, inputs, fc.option(clients), (caller, input, client) => {
        let token: ReturnType<typeof narrowToken>;
        try {
          token = narrowToken(caller, input, client, NOW);
        } catch (error) {
          expect(error).toBeInstanceOf(PartnerFault);
          return;
        }
        made += 1;
        const holder = client ?? caller;
        expect(token.audience).toBe(holder.audience);
        expect(holder.purposes).toEqual(expect.arrayContaining([...token.purposes]));
        expect(token.purposes).not.toContain('solicitation');
        expect(NOW + (token.lifetimeSeconds ?? Infinity) * 1_000).toBeLessThanOrEqual(caller.expiresAt ?? 0);
        if (token.audience !== 'court-order') expect(token.party ?? null).toBe(holder.party ?? null);
        expect(token.customer ?? null).toBe(holder.customer ?? null);
        expect(token.client).toBe(client?.id ?? caller.client);
        if (client === null) return;
        expect(client.revokedAt).toBeNull();
        if (caller.audience === 'approvers') return;
        expect([client.audience, client.party]).toEqual([caller.audience, caller.party]);
        expect(caller.purposes).toEqual(expect.arrayContaining([...token.purposes]));
      }),
      { numRuns: 5_000 },
    );
    expect(made).toBeGreaterThan(50);
  });
});
