import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEMONSTRATION_ISSUER } from '@hearth/assembly';
import { AUDIENCES, PURPOSES, type Audience, type Purpose } from '@hearth/policy';
import { keysOf, roomsOf } from '@hearth/process';
import { createIssuer, LIFETIME_DEFAULT_SECONDS, LIFETIME_MAX_SECONDS } from '@hearth/tokens';
import { Option, type Command } from 'commander';
import { whole, withServer } from '../arguments';
import { askGraph, type AskOptions } from '../ask-graph';
import { cliConfig } from '../config';
import { policyInForce } from '../policy-in-force';

interface TokenOptions {
  readonly audience: Audience;
  readonly purpose: readonly Purpose[];
  readonly client: string;
  readonly party?: string;
  readonly customer?: string;
  readonly minutes: number;
  readonly demonstration?: boolean;
}

/** `hearth token issue`: a signed access token for one audience and its purposes; and `hearth token revoke`. */
export function addToken(program: Command): void {
  const tokens = program.command('token').description('access tokens');
  withServer(
    tokens
      .command('revoke')
      .description('end a token, and those that were issued with it, on a running server')
      .argument('<id>', 'tok_…, as issueToken gave it and as the token itself says (jti)'),
  ).action(async (id: string, options: AskOptions) => {
    const ended = await askGraph<{ tokens: number }>(
      options,
      'revokeToken',
      'mutation Revoke($id: ID!) { revokeToken(id: $id) { tokens } }',
      { id },
    );
    process.stdout.write(`${ended.tokens} ${ended.tokens === 1 ? 'token' : 'tokens'} revoked.\n`);
  });

  tokens
    .command('issue')
    .description('issue an access token; it is printed and kept nowhere')
    .addOption(
      new Option('--audience <audience>', 'who will use it').choices(AUDIENCES).makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--purpose <purpose...>',
        'what it may be used for; several are chosen from by the header hearth-purpose',
      )
        .choices(PURPOSES)
        .makeOptionMandatory(),
    )
    .option(
      '--client <name>',
      'the program or person that will use it, as the record of releases names it',
      'command-line',
    )
    .option('--party <id>', 'the partner, consented party, case or order that scopes its rows')
    .option('--customer <id>', 'the customer that the reader is (audience customer)')
    .option(
      '--minutes <n>',
      `how long it lives, at most a day (${LIFETIME_MAX_SECONDS / 60})`,
      (text) => whole(text, LIFETIME_MAX_SECONDS / 60),
      LIFETIME_DEFAULT_SECONDS / 60,
    )
    .option(
      '--demonstration',
      'for the demonstration of npm start; without it, too, where the home holds nothing else',
    )
    .action(async (options: TokenOptions) => {
      const config = cliConfig();
      const demonstration = join(config.home, 'demonstration', 'keys');
      const folder =
        options.demonstration === true || (!existsSync(config.keysFolder) && existsSync(demonstration))
          ? demonstration
          : config.keysFolder;
      if (!existsSync(folder))
        throw new Error(
          `There are no keys in ${folder} yet: hearth serve and hearth provision make them, and npm start makes the demonstration's.`,
        );
      const keys = keysOf(folder, 'issuer');
      const issuer = createIssuer({
        signingKey: keys.get('token-signing'),
        issuer: keys.demonstration ? DEMONSTRATION_ISSUER : config.issuer,
        now: Date.now,
        policy: await policyInForce(
          keys.demonstration
            ? { kind: 'sqlite', folder: join(config.home, 'demonstration', 'data') }
            : roomsOf(config, folder),
        ),
      });
      const { token, id, expiresAt } = await issuer.issue({
        audience: options.audience,
        purposes: options.purpose,
        client: options.client,
        lifetimeSeconds: options.minutes * 60,
        ...(options.party === undefined ? {} : { party: options.party }),
        ...(options.customer === undefined ? {} : { customer: options.customer }),
      });
      process.stdout.write(`${token}\n`);
      process.stderr.write(`${id}, valid until ${new Date(expiresAt).toISOString()}\n`);
    });
}
