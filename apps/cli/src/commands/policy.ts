import { declaredAccess, readAccessTable } from '@hearth/access-plan';
import { readSupergraph } from '@hearth/gateway';
import { CURRENT_POLICY, POLICY_VERSIONS, policyChanges, policyDigest, type Policy } from '@hearth/policy';
import type { Command } from 'commander';
import { parse } from 'graphql';
import { showDifference } from '../policy/show-difference';
import { showPolicy, showRegister, showRetention } from '../policy/show-policy';
import { table } from '../table';

/** The group `hearth policy`, made by whichever command of it is added first. */
export function policyCommand(program: Command): Command {
  return (
    program.commands.find((command) => command.name() === 'policy') ??
    program.command('policy').description('the privacy policy: its versions, and what they change')
  );
}

/** `hearth policy list|show|diff|register|retention`: what the published versions say, without a running server. */
export function addPolicy(program: Command): void {
  const policy = policyCommand(program);
  policy
    .command('list')
    .description('list the versions of the policy')
    .action(() => print(listed()));
  policy
    .command('show')
    .description('show a version: refusals, rules and clauses')
    .argument('[version]', 'the newest where none is named')
    .action((version?: string) => print(showPolicy(versionOf(version))));
  policy
    .command('diff')
    .description('show what one version changes in another, and who gains or loses which field')
    .argument('<from>')
    .argument('<to>')
    .option('--json', 'for programs')
    .action((from: string, to: string, { json }: { readonly json?: boolean }) => {
      const fields = declaredAccess(readAccessTable(parse(readSupergraph())));
      const difference = policyChanges(versionOf(from), versionOf(to), fields);
      print(json === true ? JSON.stringify(difference, undefined, 2) : showDifference(difference));
    });
  policy
    .command('register')
    .description('show the register of processing that follows from a version')
    .argument('[version]', 'the newest where none is named')
    .action((version?: string) => print(showRegister(versionOf(version))));
  policy
    .command('retention')
    .description('show how long data stays under a version')
    .argument('[version]', 'the newest where none is named')
    .action((version?: string) => print(showRetention(versionOf(version))));
}

function listed(): string {
  return table(
    ['version', 'in effect from', 'rules', 'refusals', 'digest'],
    POLICY_VERSIONS.map((policy) => [
      `${policy.version}${policy === CURRENT_POLICY ? ' (newest)' : ''}`,
      policy.effectiveFrom,
      `${policy.rules.length + policy.actionRules.length}`,
      `${policy.refusals.length}`,
      policyDigest(policy),
    ]),
  );
}

function versionOf(id: string | undefined): Policy {
  const found = id === undefined ? CURRENT_POLICY : POLICY_VERSIONS.find(({ version }) => version === id);
  if (found) return found;
  const known = POLICY_VERSIONS.map(({ version }) => version).join(', ');
  throw new Error(`There is no such version of the policy. Published: ${known}.`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
