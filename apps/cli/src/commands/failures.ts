import type { Command } from 'commander';
import { withServer } from '../arguments';
import { askGraph, type AskOptions } from '../ask-graph';
import { table } from '../table';

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

interface Failure {
  readonly code: string;
  readonly cause: string;
  readonly path: string;
  readonly product: string | null;
  readonly count: string;
  readonly replayable: boolean;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

interface Page {
  readonly edges: readonly { readonly node: Failure }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Replay {
  readonly considered: number;
  readonly hasMore: boolean;
  readonly outcomes: readonly {
    readonly code: string;
    readonly outcome: string;
    readonly refusedFor: string | null;
    readonly count: number;
  }[];
}

const FAILURES = `query Failures($after: String) { failedReports(first: 100, after: $after) {
  edges { node { code cause path product count replayable firstSeen lastSeen } }
  pageInfo { hasNextPage endCursor } } }`;
const REPLAY = `mutation Replay($filter: FailedReportFilter!, $dryRun: Boolean!) {
  replayFailedReports(filter: $filter, dryRun: $dryRun) {
    considered hasMore outcomes { code outcome refusedFor count } } }`;

/** A replay hands up to a thousand reports to the intake, one by one. */
const REPLAY_LIMIT_MS = 120_000;

async function allFailures(options: AskOptions): Promise<readonly Failure[]> {
  const found: Failure[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Page = await askGraph<Page>(options, 'failedReports', FAILURES, { after });
    found.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) return found;
  }
}

/** `hearth failures` and `hearth replay`: what was refused or held and why, and another try. */
export function addFailures(program: Command): void {
  withServer(
    program
      .command('failures')
      .description('why reports were refused, held or left out, and how often (a token of operations)'),
  ).action(async (options: AskOptions) => {
    const failures = await allFailures(options);
    if (failures.length === 0) {
      say('Nothing was refused, held or left out.');
      return;
    }
    say(
      table(
        ['cause', 'code', 'path', 'product', 'count', 'last seen', 'kept'],
        failures.map((one) => [
          one.cause,
          one.code,
          one.path,
          one.product ?? '',
          one.count,
          one.lastSeen,
          one.replayable ? 'yes' : '',
        ]),
      ),
    );
    if (failures.some(({ replayable }) => replayable))
      say('What is kept can be tried again for 30 days: hearth replay');
  });

  withServer(
    program
      .command('replay')
      .description('what another try of held and refused reports would come to; --apply makes it')
      .option('--code <code>', 'only those that failed for this code of hearth failures')
      .option('--product <product>', 'only those of this product')
      .option('--apply', 'try them; without it nothing is written'),
  ).action(async (options: AskOptions & { code?: string; product?: string; apply?: true }) => {
    const { code, product, apply = false } = options;
    const filter = { ...(code ? { code } : {}), ...(product ? { product } : {}) };
    const replay = await askGraph<Replay>(
      options,
      'replayFailedReports',
      REPLAY,
      { filter, dryRun: !apply },
      REPLAY_LIMIT_MS,
    );
    if (replay.considered === 0) {
      say('Nothing is kept that could be tried again.');
      return;
    }
    say(
      table(
        ['failed for', apply ? 'became' : 'would become', 'reports'],
        replay.outcomes.map((one) => [
          one.code,
          one.refusedFor === null ? one.outcome : `${one.outcome} (${one.refusedFor})`,
          String(one.count),
        ]),
      ),
    );
    if (!apply) say('Nothing was written: hearth replay --apply makes it so.');
    if (replay.hasMore) say('There are more: run it again for the next.');
  });
}
