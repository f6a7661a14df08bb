import {
  rowWords,
  type AccessChange,
  type CategoryChange,
  type Change,
  type PolicyDifference,
  type RowScope,
  type Some,
  type WordChanges,
} from '@hearth/policy';

const SIGN: Readonly<Record<Change, string>> = { gained: '+', lost: '-', changed: '~' };

/** Breaches of invariants that are told one by one; of more, their number. */
const FAULTS_SHOWN = 10;

/**
 * What one version changes in another, for people: in words first, then who gains (+), loses (-) or has otherwise (~), and
 * last what keeps the other from coming into force.
 */
export function showDifference(difference: PolicyDifference, faults: readonly string[]): string {
  const { rules, actionRules, refusals, retention, access } = difference;
  const words = [
    ...wordLines('clause', difference.clauses),
    ...wordLines('category', difference.categories),
    ...wordLines('action', difference.actions),
    ...wordLines('audience', difference.audiences),
    ...wordLines('purpose', difference.purposes),
    ...both(
      refusals,
      (one) =>
        `refusal (${one.clause}): ${some(one.audiences)} for ${some(one.purposes)}: ${what(one)}. ${one.why}`,
    ),
    ...both(
      rules,
      (one) =>
        `rule (${one.clause}): ${one.audience} for ${one.purpose}: ${one.categories.join(' ')} ${rowWords(one.rows)}`,
    ),
    ...both(
      actionRules,
      (one) => `rule (${one.clause}): ${one.audience} for ${one.purpose}: ${one.actions.join(' ')}`,
    ),
    ...both(retention, (one) => `time: ${one.key} ${one.period} from ${one.from}`),
  ];
  return [
    `From policy ${difference.from} to policy ${difference.to}.`,
    ['WHAT IT SAYS', ...(words.length > 0 ? words : ['Nothing changes.'])].join('\n'),
    ['WHO GAINS OR LOSES', ...(access.length > 0 ? access.flatMap(accessLines) : ['Nobody.'])].join('\n'),
    ...(faults.length > 0 ? [['IT CANNOT COME INTO FORCE', ...faultLines(faults)].join('\n')] : []),
  ].join('\n\n');
}

function faultLines(faults: readonly string[]): readonly string[] {
  const more = faults.length - FAULTS_SHOWN;
  return more > 0 ? [...faults.slice(0, FAULTS_SHOWN), `And ${more} more.`] : faults;
}

function wordLines(name: string, { added, removed, reworded }: WordChanges<string>): string[] {
  return [
    ...added.map((word) => `+ ${name} ${word}`),
    ...removed.map((word) => `- ${name} ${word}`),
    ...reworded.map((word) => `~ ${name} ${word} reads otherwise`),
  ];
}

function both<Entry>(
  { added, removed }: { readonly added: readonly Entry[]; readonly removed: readonly Entry[] },
  say: (entry: Entry) => string,
): string[] {
  return [...added.map((entry) => `+ ${say(entry)}`), ...removed.map((entry) => `- ${say(entry)}`)];
}

function accessLines({ audience, purpose, categories, actions, fields }: AccessChange): string[] {
  return [
    `${audience} for ${purpose}`,
    ...categories.map((one) => `  ${SIGN[one.change]} ${one.category} ${grantWords(one)}`),
    ...actions.map(
      ({ action, change, clauseBefore, clauseAfter }) =>
        `  ${SIGN[change]} ${action} (${steps(clauseBefore, clauseAfter)})`,
    ),
    ...fields.map(({ coordinate, change }) => `    ${SIGN[change]} ${coordinate}`),
  ];
}

function grantWords({ rowsBefore, rowsAfter, clauseBefore, clauseAfter }: CategoryChange): string {
  const of = (rows: RowScope | undefined) => rows && rowWords(rows);
  return `${steps(of(rowsBefore), of(rowsAfter))} (${steps(clauseBefore, clauseAfter)})`;
}

function steps(before: string | undefined, after: string | undefined): string {
  if (before === undefined || after === undefined || before === after) return after ?? before ?? '';
  return `${before} → ${after}`;
}

function some(words: Some<string>): string {
  return words === 'all' ? 'all' : words.join(', ');
}

function what({
  categories,
  actions,
}: {
  readonly categories: Some<string>;
  readonly actions: Some<string>;
}): string {
  if (categories === 'all' && actions === 'all') return 'everything';
  return [categories, actions]
    .filter((words) => words.length > 0)
    .map(some)
    .join(', ');
}
