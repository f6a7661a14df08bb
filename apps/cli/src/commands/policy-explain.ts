import { readFileSync } from 'node:fs';
import { createAccessExplainer, type AccessExplanation, type FieldExplanation } from '@hearth/access-plan';
import { readSupergraph } from '@hearth/gateway';
import {
  AUDIENCES,
  CURRENT_POLICY,
  POLICY_VERSIONS,
  PURPOSES,
  type Audience,
  type Policy,
  type Purpose,
} from '@hearth/policy';
import { Option, type Command } from 'commander';

interface ExplainOptions {
  readonly audience: Audience;
  readonly purpose: Purpose;
  readonly policy: string;
  readonly json?: boolean;
}

/** `hearth policy explain`: what an operation would get, field by field, without asking anything. */
export function addPolicyExplain(program: Command): void {
  const group =
    program.commands.find((command) => command.name() === 'policy') ??
    program.command('policy').description('the privacy policy');
  group
    .command('explain <file>')
    .description(
      'tell what a reader would get of an operation, field by field; "-" reads it from the standard input',
    )
    .addOption(new Option('--audience <audience>', 'who would ask').choices(AUDIENCES).makeOptionMandatory())
    .addOption(new Option('--purpose <purpose>', 'for what').choices(PURPOSES).makeOptionMandatory())
    .addOption(
      new Option('--policy <version>', 'under which version of the policy')
        .choices(POLICY_VERSIONS.map(({ version }) => version))
        .default(CURRENT_POLICY.version),
    )
    .option('--json', 'print the explanation as JSON')
    .action((file: string, options: ExplainOptions) => {
      const explanation = explain(readOperation(file), options);
      process.stdout.write(options.json ? `${JSON.stringify(explanation, null, 2)}\n` : table(explanation));
    });
}

function explain(operation: string, { audience, purpose, policy }: ExplainOptions): AccessExplanation {
  const version = POLICY_VERSIONS.find((one) => one.version === policy) as Policy;
  const outcome = createAccessExplainer(readSupergraph())({
    operation,
    reader: { audience, purpose },
    policy: version,
    // Whoever has the program has the policy and the graph: nothing is kept from them here.
    told: { audience: 'approvers', purpose: 'administration' },
  });
  if ('fault' in outcome) throw new Error(`${outcome.fault}.`);
  return outcome.explanation;
}

function readOperation(file: string): string {
  if (file === '-') return readFileSync(0, 'utf8');
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} is no file that can be read.`);
  }
}

function table({ audience, purpose, policyVersion, wholeServed, fields }: AccessExplanation): string {
  const rows = fields.map((field) => [field.path.join('.'), ...told(field)]);
  const header = ['field', 'answer', 'category', 'clause', 'rows, or what is needed'];
  const widths = header.map((title, at) =>
    Math.max(...[header, ...rows].map((row) => row[at]?.length ?? 0), title.length),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  const refused = fields.filter(({ allowed }) => !allowed).length;
  const sum = wholeServed ? 'served whole' : `${refused} of ${fields.length} fields refused`;
  return `${[header, ...rows].map(line).join('\n')}\n${audience} for ${purpose} under policy ${policyVersion}: ${sum}\n`;
}

function told({ allowed, categories, clause, rows, code, needed }: FieldExplanation): string[] {
  const category = categories.join(', ') || '–';
  if (allowed) return ['allowed', category, clause ?? 'open', rows.join(', ') || '–'];
  return [code ?? 'refused', category, clause ?? '–', needed?.words ?? ''];
}
