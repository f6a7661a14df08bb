import { traceFigures, type ClauseTrace, type PolicyTrace, type TracedTest } from '@hearth/policy-trace';
import { table } from '../generate/pages/markdown';

/** docs/trace.md: how each clause is enforced and tested, for people. */
export function tracePage(trace: PolicyTrace): string {
  const { traced, clauses, inPart } = traceFigures(trace);
  return `${[
    '# How each clause is enforced',
    '<!-- Generated from the code and the last test run by npm run trace. Do not edit. -->',
    `Version ${trace.policyVersion} of the policy. ${traced} of ${clauses} clauses are traced to enforcement and a passing test; ` +
      `${inPart.length} of them are served by software in part, and say which part and how.`,
    'A rule cites its clause; a mechanism is code that enforces it without being a rule; a test names the clauses that it ' +
      'enforces in its title ([how](../CONTRIBUTING.md)). The rules themselves are in [clauses.md](clauses.md).',
    table(
      ['clause', 'rules', 'mechanisms', 'fields', 'mutations', 'tests', 'served'],
      trace.clauses.map((clause) => [
        `[\`${clause.clause}\`](#${clause.clause})`,
        String(clause.rules.length + clause.actionRules.length),
        String(clause.mechanisms.length),
        String(clause.fields.length),
        String(clause.mutations.length),
        String(clause.tests.length),
        clause.inPart === undefined ? 'whole' : 'in part',
      ]),
    ),
    ...trace.clauses.map(section),
  ].join('\n\n')}\n`;
}

function section(clause: ClauseTrace): string {
  const rules = [
    ...clause.rules.map(({ audience, purpose, categories, rows }) => [
      `${audience} / ${purpose}`,
      `read ${words(categories)}`,
      rows,
    ]),
    ...clause.actionRules.map(({ audience, purpose, actions }) => [
      `${audience} / ${purpose}`,
      `do ${words(actions)}`,
      '',
    ]),
  ];
  return [
    `## ${clause.clause}`,
    `**${clause.title}.** ${clause.obliges}`,
    ...(clause.inPart === undefined
      ? []
      : [`**In part.** ${clause.inPart.part} How it is kept: ${clause.inPart.how}`]),
    ...(rules.length === 0 ? [] : [table(['who', 'may', 'rows'], rules)]),
    ...(clause.refusals.length === 0
      ? []
      : [
          `Refused under it: ${clause.refusals
            .map(({ code, audiences }) => `\`${code}\` to ${audiences.join(', ')}`)
            .join('; ')}.`,
        ]),
    ...(clause.mechanisms.length === 0
      ? []
      : [
          list(
            'Enforced by',
            clause.mechanisms.map(({ what, file, symbol }) => `${what} [\`${symbol}\`](../${file})`),
          ),
        ]),
    ...(clause.fields.length === 0
      ? []
      : [`Fields: ${words(clause.fields.map(({ coordinate }) => coordinate))}.`]),
    ...(clause.mutations.length === 0
      ? []
      : [`Mutations: ${words(clause.mutations.map(({ coordinate }) => coordinate))}.`]),
    list('Tested by', clause.tests.map(testLine)),
  ].join('\n\n');
}

const words = (list: readonly string[]): string => list.map((word) => `\`${word}\``).join(', ');
const list = (head: string, items: readonly string[]): string =>
  `${head}:\n\n${items.map((item) => `- ${item}`).join('\n')}`;

function testLine({ file, title, status }: TracedTest): string {
  const name = file.split('/').pop() ?? file;
  return `${status}: ${title.replaceAll('<', '&lt;')} ([${name}](../${file}))`;
}
