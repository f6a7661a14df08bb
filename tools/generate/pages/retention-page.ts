import { CURRENT_POLICY, isWithin, periodWords } from '@hearth/policy';
import { page, table } from './markdown';

/** docs/retention.md */
export function retentionPage(): string {
  const policy = CURRENT_POLICY;
  return page(
    'How long data stays',
    'libs/policy',
    `Declared by policy ${policy.version}. A category without a time fails the policy's audit.`,
    '## By class',
    table(
      ['class', 'what', 'room', 'how long', 'counted from', 'removed by', 'clause'],
      policy.retention.map((kept) => [
        `\`${kept.key}\``,
        kept.data,
        kept.room,
        periodWords(kept.period),
        kept.from,
        kept.job,
        `\`${kept.clause}\``,
      ]),
    ),
    'A name that begins with `retention-` is the account that has the right to remove: [architecture.md](architecture.md) says which accounts a process runs under yet. The other names are parts of the system.',
    '## By category',
    table(
      ['category', 'lies in'],
      policy.categories.map(({ key }) => [
        `\`${key}\``,
        policy.retention
          .filter(({ categories }) => categories.some((held) => isWithin(key, held) || isWithin(held, key)))
          .map((kept) => `${kept.key} (${periodWords(kept.period)})`)
          .join(', '),
      ]),
    ),
  );
}
