import fc from 'fast-check';
import type { UnlinkedReport } from './build-report';
import type { Waiting } from './spool';
import { spool, withinBounds } from './spool';

const bounds = { reports: 3, bytes: 1000, ageMs: 100 };
const one = (id: string, at: number, since: number, left = false): Waiting => ({
  id,
  at,
  since,
  report: { id } as UnlinkedReport,
  ...(left ? { left: { sequence: 0, text: 'x'.repeat(300) } } : {}),
});
const ids = (waiting: readonly Waiting[]) => waiting.map(({ id }) => id);

describe('The spool', () => {
  it('replaces what never left and counts from the same instant', () => {
    const { waiting, dropped } = spool([one('a', 1, 0), one('b', 2, 5)], one('c', 3, 5), bounds);
    expect([ids(waiting), dropped]).toEqual([['a', 'c'], 0]);
  });

  it('keeps what may have arrived, and puts the new behind it', () => {
    expect(ids(spool([one('a', 1, 0, true)], one('b', 2, 0), bounds).waiting)).toEqual(['a', 'b']);
  });

  it('lets the oldest go beyond the number, the bytes and the age, and counts them', () => {
    const many = [one('a', 1, 1), one('b', 2, 2), one('c', 3, 3)];
    expect(spool(many, one('d', 4, 4), bounds)).toMatchObject({ dropped: 1 });
    const long = [one('a', 1, 1, true), one('b', 2, 2, true), one('c', 3, 3, true)];
    expect(ids(withinBounds(long, { ...bounds, bytes: 700 }, 4).waiting)).toEqual(['b', 'c']);
    expect(ids(withinBounds(many, bounds, 102).waiting)).toEqual(['b', 'c']);
  });

  it('is within its bounds whatever comes, keeps the newest, and loses nothing uncounted', () => {
    const arrivals = fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(arrivals, (all) => {
        let waiting: readonly Waiting[] = [];
        let [dropped, replaced] = [0, 0];
        all.forEach(([since, left], at) => {
          replaced += waiting.filter((old) => !old.left && old.since === since).length;
          const next = spool(waiting, one(String(at), at, since, left), bounds);
          dropped += next.dropped;
          waiting = next.waiting;
          expect(waiting.length).toBeLessThanOrEqual(3);
          expect(waiting.at(-1)?.id).toBe(String(at));
        });
        expect(waiting.length + dropped + replaced).toBe(all.length);
      }),
    );
  });
});
