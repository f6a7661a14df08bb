import { readFileSync, statSync } from 'node:fs';
import { readPolicyDocument } from '@hearth/decision-evidence';
import { CURRENT_POLICY, POLICY_VERSIONS } from '@hearth/policy';
import type { Command } from 'commander';
import { askGraph, type AskOptions } from '../ask-graph';
import { withServer } from '../arguments';

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

interface Proposal {
  readonly version: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
}

/** The document of a version that this software was published with, or what a file holds. */
function documentOf(source: string): string {
  const published = POLICY_VERSIONS.find(({ version }) => version === source);
  if (published !== undefined) return JSON.stringify(published);
  if (statSync(source, { throwIfNoEntry: false })?.isFile() !== true) {
    const versions = POLICY_VERSIONS.map(({ version }) => version).join(', ');
    throw new Error(
      `${source} is no file, and no version that is published with this software (${versions}).`,
    );
  }
  return readFileSync(source, 'utf8');
}

/** `hearth policy proposals`, `propose` and `approve`: two people change the policy of a running server. */
export function addPolicyVersions(program: Command): void {
  const policy =
    program.commands.find((command) => command.name() === 'policy') ??
    program.command('policy').description('versions of the privacy policy');

  withServer(
    policy.command('proposals').description('which version is in force, what is proposed, and what could be'),
  ).action(async (options: AskOptions) => {
    const inForce = await askGraph<{ version: string } | null>(options, 'policy', '{ policy { version } }');
    const proposals = await askGraph<readonly Proposal[]>(
      options,
      'policyProposals',
      '{ policyProposals { version proposedBy proposedAt approvedBy approvedAt } }',
    );
    say(`${inForce?.version ?? 'none'} is in force.`);
    for (const one of proposals) {
      const approved =
        one.approvedBy === null ? 'open' : `approved by ${one.approvedBy} at ${one.approvedAt}`;
      say(`  ${one.version}: proposed by ${one.proposedBy} at ${one.proposedAt}; ${approved}`);
    }
    if (inForce?.version !== CURRENT_POLICY.version)
      say(
        `This software is published with ${CURRENT_POLICY.version}: hearth policy propose ${CURRENT_POLICY.version}`,
      );
  });

  withServer(
    policy
      .command('propose')
      .description('propose a version, which somebody else approves')
      .argument('<file-or-version>', 'a policy as JSON, or a version that is published with this software'),
  ).action(async (source: string, options: AskOptions) => {
    const document = documentOf(source);
    // Not every version lets whoever proposes read what is proposed, so nothing of it is asked back.
    await askGraph(
      options,
      'proposePolicy',
      'mutation Propose($document: String!) { proposePolicy(document: $document) { __typename } }',
      { document },
    );
    const { version } = readPolicyDocument(document);
    say(`${version} is proposed. Somebody else approves it: hearth policy approve ${version}`);
  });

  withServer(
    policy
      .command('approve')
      .description('put a version in force that somebody else proposed')
      .argument('<version>'),
  ).action(async (version: string, options: AskOptions) => {
    await askGraph(
      options,
      'approvePolicy',
      'mutation Approve($version: ID!) { approvePolicy(version: $version) { __typename } }',
      { version },
    );
    say(`${version} is in force.`);
  });
}
