import { CURRENT_POLICY, isWithin, periodWords } from '@hearth/policy';
import { REMOVALS, REMOVED_ELSEWHERE } from '@hearth/retention';
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
    'A name that begins with `retention-` is the account that removes, in `hearth serve` or in `apps/retention`: [operations.md](operations.md#retention). The other names are parts of the system. What is counted from receipt goes by when it came in, whatever time it tells of.',
    '## What is removed, and by whom',
    table(
      ['class', 'from where, or why not'],
      policy.retention.map(({ key }) => [
        `\`${key}\``,
        placesOf(key) || (REMOVED_ELSEWHERE[key] ?? 'Not yet.'),
      ]),
    ),
    'A scope says who could see whom, so it stays as long as the consent, the request, the order or the assignment that it was made of. Nothing goes before what refers to it. Why it is done this way: [decision 15](decisions/0015-retention.md).',
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

/** `usage.facts`, for each table from which rows of a class are removed when their time is over. */
function placesOf(key: string): string {
  return REMOVALS.filter((removal) => removal.class === key)
    .map(({ room, table: name }) => `\`${room}.${name}\``)
    .join(', ');
}
