import { declaredAccess, readAccessTable } from '@hearth/access-plan';
import { readSupergraph } from '@hearth/gateway';
import {
  CURRENT_POLICY,
  POLICY_VERSIONS,
  auditPolicy,
  policyChanges,
  policyDigest,
  policyDocument,
} from '@hearth/policy';
import type { Command } from 'commander';
import { parse } from 'graphql';
import { policyNamed } from '../policy/policy-named';
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

const VERSION = 'a published version, or a document by its path, which ends in .json';

/**
 * `hearth policy list|show|diff|register|retention`: what published versions and documents not yet proposed say, without a
 * running server.
 */
export function addPolicy(program: Command): void {
  const policy = policyCommand(program);
  policy
    .command('list')
    .description('list the versions of the policy')
    .action(() => print(listed()));
  policy
    .command('show')
    .description('show a version, the newest where none is named: refusals, rules and clauses')
    .argument('[version]', VERSION)
    .option('--json', 'the document, as it is stored and proposed')
    .action((version: string | undefined, { json }: { readonly json?: boolean }) => {
      const found = policyNamed(version);
      print(json === true ? policyDocument(found) : showPolicy(found));
    });
  policy
    .command('diff')
    .description(
      'show what one version changes in another, who gains or loses which field, and which invariants it breaks',
    )
    .argument('<from>', VERSION)
    .argument('<to>', VERSION)
    .option('--json', 'for programs')
    .action((from: string, to: string, { json }: { readonly json?: boolean }) => {
      const fields = declaredAccess(readAccessTable(parse(readSupergraph())));
      const after = policyNamed(to);
      const difference = policyChanges(policyNamed(from), after, fields);
      const faults = auditPolicy(after);
      print(
        json === true
          ? JSON.stringify({ ...difference, faults }, undefined, 2)
          : showDifference(difference, faults),
      );
    });
  policy
    .command('register')
    .description('show the register of processing that follows from a version')
    .argument('[version]', VERSION)
    .action((version?: string) => print(showRegister(policyNamed(version))));
  policy
    .command('retention')
    .description('show how long data stays under a version')
    .argument('[version]', VERSION)
    .action((version?: string) => print(showRetention(policyNamed(version))));
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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
