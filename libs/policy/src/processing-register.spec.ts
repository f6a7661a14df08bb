import {
  CURRENT_POLICY,
  audiencePurposes,
  decide,
  isProtected,
  isWithin,
  periodWords,
  processingRegister,
  rowWords,
  ROW_SCOPES,
} from './index';
import type { Audience, Policy, Purpose, RegisterEntry } from './index';

const entry = (policy: Policy, purpose: Purpose, audience: Audience): RegisterEntry => {
  const found = processingRegister(policy)
    .find((one) => one.purpose.key === purpose)
    ?.entries.find((one) => one.audience === audience);
  if (!found) throw new Error(`The register has no ${audience} for ${purpose}.`);
  return found;
};

describe('the register of processing', () => {
  const register = processingRegister(CURRENT_POLICY);

  it('has every audience under every purpose that is open to it, and no solicitation', () => {
    const listed = register.flatMap(({ purpose, entries }) =>
      entries.map(({ audience }) => `${audience}/${purpose.key}`),
    );
    const open = CURRENT_POLICY.audiences.flatMap(({ key }) =>
      audiencePurposes(CURRENT_POLICY, key).map((purpose) => `${key}/${purpose}`),
    );
    expect([...listed].sort()).toEqual([...open].sort());
    expect(listed.filter((pair) => pair.endsWith('/solicitation'))).toEqual([]);
  });

  it('lists for each exactly what would be allowed it, on those rows and under that clause', () => {
    for (const { purpose, entries } of register) {
      for (const { audience, readings } of entries) {
        const claim = { audience, purpose: purpose.key };
        for (const { key } of CURRENT_POLICY.categories) {
          const decision = decide(CURRENT_POLICY, claim, key);
          const reading = readings.find(({ categories }) => categories.some((read) => isWithin(key, read)));
          expect(reading && { rows: reading.rows, clause: reading.clause }).toEqual(
            decision.allowed ? { rows: decision.rows, clause: decision.clause } : undefined,
          );
        }
      }
    }
  });

  it('gives a time for everything about a customer that anyone receives', () => {
    for (const { entries } of register) {
      for (const { readings, retention } of entries) {
        const received = CURRENT_POLICY.categories.filter(
          (category) =>
            isProtected(category) &&
            readings.some(({ categories }) => categories.some((read) => isWithin(category.key, read))),
        );
        for (const { key } of received) {
          const held = retention.some(({ categories }) =>
            categories.some((one) => isWithin(key, one) || isWithin(one, key)),
          );
          expect([key, held]).toEqual([key, true]);
        }
      }
    }
  });

  it('tells recipients outside from departments, and their safeguards from the refusals', () => {
    const partner = entry(CURRENT_POLICY, 'compliance', 'partner');
    expect(partner.isOutside).toBe(true);
    expect(partner.safeguards).toContain('A partner reads the hint of a licence key and never the whole.');
    expect(partner.safeguards).toContain(
      'Rows end with the assignment, case, order or consent that opened them.',
    );
    expect(partner.retention.map(({ key }) => key)).toContain('customers');
    const department = entry(CURRENT_POLICY, 'compliance', 'compliance');
    expect(department.isOutside).toBe(false);
    expect(department.safeguards).not.toContain(
      'Rows end with the assignment, case, order or consent that opened them.',
    );
    const operations = entry(CURRENT_POLICY, 'operation', 'operations');
    expect(operations.safeguards).toEqual(['This work is done without sight of customers.']);
    expect(operations.actions).toEqual([{ actions: ['report.replay'], clause: 'call-home' }]);
  });

  it('lists what is left of a category that a refusal reaches into', () => {
    const carved: Policy = {
      ...CURRENT_POLICY,
      refusals: [
        {
          audiences: ['customer'],
          purposes: 'all',
          categories: ['licence.key'],
          actions: ['consent.grant'],
          clause: 'security',
          why: 'Not by this way.',
        },
      ],
    };
    const { readings, actions } = entry(carved, 'self-access', 'customer');
    const read = readings.flatMap(({ categories }) => categories);
    expect(read).toContain('licence.hint');
    expect(read).not.toContain('licence');
    expect(read).not.toContain('licence.key');
    expect(actions.flatMap((one) => one.actions)).not.toContain('consent.grant');
  });
});

describe('rowWords', () => {
  it('has other words for every scope', () => {
    expect(rowWords('scoped')).toBe('of the customers that a grant names');
    expect(new Set(ROW_SCOPES.map(rowWords)).size).toBe(ROW_SCOPES.length);
  });
});

describe('the retention schedule', () => {
  const period = (key: string) => CURRENT_POLICY.retention.find((kept) => kept.key === key)?.period;

  it('declares the times that were promised', () => {
    expect(period('filed-halves')).toBe('P0D');
    expect(period('held-reports')).toBe('P30D');
    expect(period('sightings')).toBe('P90D');
    expect(period('daily-facts')).toBe('P25M');
    expect(period('roll-ups')).toBe('kept');
    expect(period('release-record')).toBe('P25M');
  });

  it('keeps no address anywhere longer than ninety days', () => {
    const holding = CURRENT_POLICY.retention.filter(({ categories }) =>
      categories.some((held) => isWithin('user.device.ip_address', held)),
    );
    expect(holding.map((kept) => [kept.key, kept.period])).toEqual([
      ['filed-halves', 'P0D'],
      ['held-reports', 'P30D'],
      ['sightings', 'P90D'],
    ]);
  });

  it('keeps without end nothing about a customer', () => {
    const kept = CURRENT_POLICY.retention.filter(({ period: one }) => one === 'kept');
    const about = CURRENT_POLICY.categories.filter(
      (category) =>
        isProtected(category) &&
        kept.some(({ categories }) => categories.some((held) => isWithin(category.key, held))),
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(about).toEqual([]);
  });

  it.each([
    ['P0D', 'gone at once'],
    ['P1D', '1 day'],
    ['P30D', '30 days'],
    ['P1M', '1 month'],
    ['P25M', '25 months'],
    ['kept', 'kept'],
    ['until-erased', 'until erased'],
  ])('says %s as %s', (one, words) => {
    expect(periodWords(one)).toBe(words);
  });
});
