import type { Retention } from '@hearth/policy';
import { CURRENT_POLICY, POLICY_VERSIONS } from '@hearth/policy';
import { REMOVALS, REMOVED_ELSEWHERE } from '../index';
import { earliestOf, planOf } from './plan';

const NOW = Date.UTC(2026, 10, 25, 4);
const KNOWN = new Set(REMOVALS.map((removal) => removal.class));
const scheduled = (key: string, period: string, job = 'retention-usage'): Retention => ({
  ...(CURRENT_POLICY.retention[0] as Retention),
  key,
  period,
  job,
});

describe('the classes of every schedule that was published', () => {
  const classes = POLICY_VERSIONS.flatMap((policy) => policy.retention);

  it.each(classes.map((kept) => [kept.key, kept] as const))(
    'knows how %s goes, or why it does not go here, and not both §minimise',
    (key, { job, room }) => {
      const own = REMOVALS.filter((removal) => removal.class === key);
      expect([own.length > 0, key in REMOVED_ELSEWHERE].filter(Boolean)).toHaveLength(1);
      expect(job.startsWith('retention-')).toBe(own.length > 0);
      // What the class is counted from lies in its own room; other rooms may have scopes that were made of it.
      if (own.length > 0) expect(own.map((removal) => removal.room)).toContain(room);
    },
  );

  it('are all there is: no removal and no reason stands for nothing', () => {
    const keys = new Set(classes.map(({ key }) => key));
    for (const key of [...KNOWN, ...Object.keys(REMOVED_ELSEWHERE)]) expect(keys).toContain(key);
  });
});

describe('a plan', () => {
  it('has an instant for each class that goes by time, and none for one that stays', () => {
    const plan = planOf(
      [scheduled('report-ids', 'P25M'), scheduled('failures', 'kept'), scheduled('links', 'until-erased')],
      KNOWN,
      NOW,
    );
    expect([...plan.cutOffs]).toEqual([['report-ids', Date.UTC(2024, 9, 25, 4)]]);
    expect(plan.unknown).toEqual([]);
  });

  it('removes nothing that the schedule does not name', () => {
    expect(planOf([], KNOWN, NOW)).toEqual({ cutOffs: new Map(), unknown: [] });
  });

  it('tells of a class that retention should remove and that nothing here can', () => {
    const plan = planOf([scheduled('new-class', 'P1D'), scheduled('other', 'P1D', 'crossing')], KNOWN, NOW);
    expect(plan.unknown).toEqual(['new-class']);
    expect(plan.cutOffs.size).toBe(0);
  });

  it('lets a row that others refer to go with the last of them, and stay where one of them stays', () => {
    const plan = planOf([scheduled('installations', 'P2M'), scheduled('links', 'P5M')], KNOWN, NOW);
    expect(earliestOf(plan, ['installations', 'links'])).toBe(Date.UTC(2026, 5, 25, 4));
    expect(earliestOf(plan, ['links', 'installations'])).toBe(Date.UTC(2026, 5, 25, 4));
    expect(earliestOf(plan, ['installations', 'report-ids'])).toBeUndefined();
    expect(earliestOf(plan, ['report-ids', 'installations'])).toBeUndefined();
  });
});
