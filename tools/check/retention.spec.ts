import { CURRENT_POLICY } from '@hearth/policy';
import { ACCOUNTS, RIGHTS } from '@hearth/rooms';

describe('the retention schedule and the accounts', () => {
  it.each(CURRENT_POLICY.retention.map((kept) => [kept.key, kept] as const))(
    'has %s removed by an account that there is',
    (_, { job, room }) => {
      expect(ACCOUNTS).toContain(job);
      // The accounts made for removal stay in their room.
      if (job.startsWith('retention-')) expect(job).toBe(`retention-${room}`);
    },
  );

  it('leaves no removal to an account without a right to remove there', () => {
    const without = CURRENT_POLICY.retention
      .filter(({ period }) => period !== 'kept')
      // What is stored nowhere needs no removal.
      .filter(({ key }) => key !== 'previews')
      .filter(
        ({ job, room }) =>
          !RIGHTS.some(
            (right) => right.account === job && right.room === room && right.verbs.includes('DELETE'),
          ),
      );
    expect(without.map(({ key }) => key)).toEqual([]);
  });
});
