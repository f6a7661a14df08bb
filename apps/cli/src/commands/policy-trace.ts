import { CLAUSES } from '@hearth/policy';
import { readPolicyTrace, traceFigures, type ClauseTrace } from '@hearth/policy-trace';
import { Argument, type Command } from 'commander';

/** `hearth policy trace [CLAUSE]`: how each clause is enforced and tested. */
export function addPolicyTrace(program: Command): void {
  const policy =
    program.commands.find((command) => command.name() === 'policy') ??
    program.command('policy').description('the privacy policy as it runs');
  policy
    .command('trace')
    .description('show how each clause of the policy is enforced and tested; with a clause, everything of it')
    .addArgument(new Argument('[clause]', 'the id of a clause').choices(CLAUSES.map(({ id }) => id)))
    .option('--json', 'as JSON')
    .action((clause: string | undefined, options: { readonly json?: boolean }) => {
      const trace = readPolicyTrace();
      const found = trace.clauses.filter((each) => clause === undefined || each.clause === clause);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(clause === undefined ? found : found[0], null, 2)}\n`
          : clause === undefined
            ? overview()
            : found.map(everythingOf).join(''),
      );
    });
}

const HEAD = ['clause', 'rules', 'mechanisms', 'fields', 'tests', 'served'] as const;

function overview(): string {
  const trace = readPolicyTrace();
  const { traced, clauses, inPart } = traceFigures(trace);
  const rows = trace.clauses.map((clause) => [
    clause.clause,
    String(clause.rules.length + clause.actionRules.length),
    String(clause.mechanisms.length),
    String(clause.fields.length + clause.mutations.length),
    String(clause.tests.length),
    clause.inPart === undefined ? 'whole' : 'in part',
  ]);
  const widths = HEAD.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(HEAD),
    ...rows.map(line),
    `Policy ${trace.policyVersion}: ${traced} of ${clauses} clauses traced to enforcement and a passing test, ${inPart.length} of them served in part.`,
    '',
  ].join('\n');
}

function everythingOf(trace: ClauseTrace): string {
  const part = (head: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', head, ...lines.map((line) => `  ${line}`)];
  return [
    `${trace.clause}: ${trace.title}`,
    trace.obliges,
    ...part('In part', trace.inPart === undefined ? [] : [trace.inPart.part, trace.inPart.how]),
    ...part('Rules', [
      ...trace.rules.map(
        ({ audience, purpose, categories, rows }) =>
          `${audience} / ${purpose} reads ${categories.join(', ')} (rows: ${rows})`,
      ),
      ...trace.actionRules.map(
        ({ audience, purpose, actions }) => `${audience} / ${purpose} does ${actions.join(', ')}`,
      ),
    ]),
    ...part(
      'Refusals',
      trace.refusals.map(({ code, audiences }) => `${code} to ${audiences.join(', ')}`),
    ),
    ...part(
      'Mechanisms',
      trace.mechanisms.map(({ what, file, symbol }) => `${what} (${symbol} in ${file})`),
    ),
    ...part(
      'Fields',
      trace.fields.map(({ coordinate, categories }) => `${coordinate}: ${categories.join(', ')}`),
    ),
    ...part(
      'Mutations',
      trace.mutations.map(({ coordinate, actions }) => `${coordinate}: ${actions.join(', ')}`),
    ),
    ...part(
      'Tests',
      trace.tests.map(({ status, file, title }) => `${status}  ${title} (${file})`),
    ),
    '',
  ].join('\n');
}
