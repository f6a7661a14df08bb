import {
  CURRENT_POLICY,
  periodWords,
  processingRegister,
  rowWords,
  type RegisterEntry,
} from '@hearth/policy';
import { page, table } from './markdown';

const codes = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(' ');

function row(entry: RegisterEntry): readonly string[] {
  return [
    `**${entry.audience}**${entry.isOutside ? ' (outside)' : ''}: ${entry.recipients}`,
    entry.readings
      .map(({ categories, rows, clause }) => `${codes(categories)} ${rowWords(rows)}, under \`${clause}\``)
      .join('; ') || '–',
    entry.actions.map(({ actions, clause }) => `${codes(actions)}, under \`${clause}\``).join('; ') || '–',
    entry.retention.map(({ key, period }) => `${key}: ${periodWords(period)}`).join('; ') || '–',
    entry.safeguards.join(' ') || '–',
  ];
}

/** docs/register.md */
export function registerPage(): string {
  const policy = CURRENT_POLICY;
  return page(
    'The register of processing',
    'libs/policy',
    `What follows from policy ${policy.version} for a register under article 30 of the GDPR: for each purpose the recipients, the categories they receive, of which customers, under which clause, what they do, how long it is kept, and what guards it. Who the controller is, its representative and its data protection officer, and where it runs Hearth, are the vendor's to add. Hearth itself sends nothing anywhere else.`,
    'The categories in words: [clauses.md](clauses.md). The classes of data: [retention.md](retention.md). Measures of security: [architecture.md](architecture.md) and [keys.md](keys.md).',
    ...policy.refusals
      .filter(({ audiences }) => audiences === 'all')
      .map(({ why }) => `For everybody: ${why}`),
    ...processingRegister(policy).flatMap(({ purpose, entries }) => [
      `## ${purpose.title[0]?.toUpperCase()}${purpose.title.slice(1)}`,
      purpose.description,
      table(['recipients', 'receive', 'do', 'kept', 'safeguards'], entries.map(row)),
    ]),
  );
}
