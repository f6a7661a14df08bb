import type { Candidate } from './candidate';
import { judgeGroup } from './judge-group';

function candidate(
  key: string,
  changes: Partial<Candidate> & { countable?: boolean; observedAt?: number; publicKey?: string } = {},
): Candidate {
  const { countable = true, observedAt = 1_000, publicKey, ...rest } = changes;
  return {
    key,
    report: { countable, observedAt, ...(publicKey === undefined ? {} : { publicKey }) },
    counted: { installationId: 'installation' },
    digest: 'same',
    licence: 'known',
    signedBy: null,
    sentAt: null,
    link: null,
    resubmitted: false,
    dropped: [],
    ...rest,
  } as Candidate;
}

const subjects = new Map([['known', { subject: 'customer', startsAt: 1_000, needsConfirmation: false }]]);
const judge = (
  candidates: Candidate[],
  known: [string, { digest: string; outcome: string }][] = [],
  registered: string | null = null,
) =>
  judgeGroup(
    candidates,
    {
      reports: new Map(known),
      subjects,
      installations: new Map([
        ['customer/installation', { identityDigest: 'any', publicKey: registered, needsConfirmation: false }],
      ]),
    },
    (subject, id) => `${subject}/${id}`,
  );
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

const ONE = Buffer.alloc(32, 1);
const OTHER = Buffer.alloc(32, 2);
const signed = (key: string, by: Buffer, names = by, changes: Parameters<typeof candidate>[1] = {}) =>
  candidate(key, { signedBy: by.toString('hex'), publicKey: names.toString('base64url'), ...changes });

describe('what becomes of signed reports', () => {
  it.each([
    [
      'one that names a key and is not signed',
      candidate('a', { publicKey: ONE.toString('base64url') }),
      null,
      'SIGNATURE_REQUIRED',
    ],
    ['one signed by another key than it names', signed('a', ONE, OTHER), null, 'KEY_CONFLICT'],
    ['one that is not signed, of an installation with a key', candidate('a'), ONE, 'SIGNATURE_REQUIRED'],
    ['one signed by another key than the registered one', signed('a', OTHER), ONE, 'KEY_CONFLICT'],
  ])('refuses %s', (_what, one, registered, code) => {
    expect(judge([one], [], registered?.toString('hex')).verdicts).toEqual([
      { outcome: 'refused', code, path: '/publicKey' },
    ]);
  });

  it('counts one signed by the registered key, and one that registers the first', () => {
    expect(judge([signed('a', ONE)], [], ONE.toString('hex')).verdicts).toEqual([{ outcome: 'counted' }]);
    expect(judge([signed('a', ONE)]).verdicts).toEqual([{ outcome: 'counted' }]);
  });

  it('holds the rest of a group to the key that its first report registers', () => {
    const outcome = judge([signed('a', ONE), signed('b', OTHER), candidate('c'), signed('d', ONE)]);
    expect(outcome.verdicts.map((verdict) => ('code' in verdict ? verdict.code : verdict.outcome))).toEqual([
      'counted',
      'KEY_CONFLICT',
      'SIGNATURE_REQUIRED',
      'counted',
    ]);
  });

  it('does not tell by a key that is named wrongly whether a licence is known', () => {
    const verdicts = ['known', 'unknown'].map(
      (licence) => judge([signed('a', ONE, OTHER, { licence })]).verdicts[0],
    );
    expect(verdicts[0]).toEqual(verdicts[1]);
  });

  it('remembers no id of a refused report, so that it counts once it is signed', () => {
    const group = [candidate('a', { publicKey: ONE.toString('base64url') }), signed('a', ONE)];
    expect(judge(group).verdicts.map(({ outcome }) => outcome)).toEqual(['refused', 'counted']);
  });
});
