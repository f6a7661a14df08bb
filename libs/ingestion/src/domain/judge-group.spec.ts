import type { Candidate } from './candidate';
import { judgeGroup } from './judge-group';

function candidate(
  key: string,
  changes: Partial<Candidate> & { countable?: boolean; observedAt?: number } = {},
): Candidate {
  const { countable = true, observedAt = 1_000, ...rest } = changes;
  return {
    key,
    report: { countable, observedAt },
    counted: { installationId: 'installation' },
    digest: 'same',
    licence: 'known',
    resubmitted: false,
    dropped: [],
    ...rest,
  } as Candidate;
}

const subjects = new Map([['known', { subject: 'customer', startsAt: 1_000 }]]);
const judge = (candidates: Candidate[], known: [string, { digest: string; outcome: string }][] = []) =>
  judgeGroup(candidates, new Map(known), subjects, (subject, id) => `${subject}/${id}`);
const outcomes = (...of: Parameters<typeof judge>) => judge(...of).verdicts.map(({ outcome }) => outcome);

describe('what becomes of a group', () => {
  it.each([
    ['a report under an agreement', candidate('a'), 'counted'],
    ['one observed before it', candidate('a', { observedAt: 999 }), 'before-agreement'],
    ['one with an unknown key', candidate('a', { licence: 'unknown' }), 'held'],
    ['one that its product ignores', candidate('a', { countable: false }), 'ignored'],
    [
      'one that is ignored, whoever’s it is',
      candidate('a', { countable: false, licence: 'unknown' }),
      'ignored',
    ],
  ])('of %s', (_what, one, outcome) => {
    expect(outcomes([one])).toEqual([outcome]);
  });

  it.each([
    ['the same content', candidate('a'), 'counted', 'duplicate'],
    ['another content', candidate('a', { digest: 'other' }), 'counted', 'refused'],
    ['another content of a held one', candidate('a', { digest: 'other' }), 'held', 'refused'],
    [
      'a held one that is resubmitted',
      candidate('a', { resubmitted: true, digest: 'other' }),
      'held',
      'counted',
    ],
    ['a counted one that is resubmitted', candidate('a', { resubmitted: true }), 'counted', 'duplicate'],
  ])('when its id is known, with %s', (_what, one, before, outcome) => {
    expect(outcomes([one], [['a', { digest: 'same', outcome: before }]])).toEqual([outcome]);
  });

  it('lets a repeat within the group follow the first of its id', () => {
    const group = [candidate('b'), candidate('a'), candidate('b'), candidate('b', { digest: 'other' })];
    const judgement = judge(group);
    expect(judgement.verdicts.map(({ outcome }) => outcome)).toEqual([
      'counted',
      'counted',
      'duplicate',
      'refused',
    ]);
    expect(judgement.counted.map(({ candidate: { key } }) => key)).toEqual(['a', 'b']);
    expect(judgement.counted[0]).toMatchObject({
      subject: 'customer',
      installation: 'customer/installation',
    });
  });

  it('says of a conflict which field it is, and no more', () => {
    const { verdicts } = judge(
      [candidate('a', { digest: 'other' })],
      [['a', { digest: 'same', outcome: 'counted' }]],
    );
    expect(verdicts).toEqual([{ outcome: 'refused', code: 'ID_CONFLICT', path: '/id' }]);
  });
});
