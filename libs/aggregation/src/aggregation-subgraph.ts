import type { EvidenceSource } from '@hearth/decision-evidence';
import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph, SubgraphOptions, SubgraphSchema } from '@hearth/subgraph';
import { buildSubgraph, createSubgraph } from '@hearth/subgraph';
import type { Verifier } from '@hearth/tokens';
import type { AggregationContext } from './graphql/statistic-resolver';
import { StatisticResolver } from './graphql/statistic-resolver';
import { storedTables } from './storage/stored-tables';

/** What `createAggregationSubgraph` is told. */
export interface AggregationSubgraphOptions {
  /** The statistics room by the account aggregation: reads only. */
  readonly statistics: RoomDatabase;
  readonly verifier: Verifier;
  /** The policy in force, or where to read it with what was revoked. */
  readonly policy: Policy | EvidenceSource;
  /** What the store decides under, where it is not the door's own policy: a proof gives each door another. */
  readonly storagePolicy?: Policy | undefined;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told of each error that readers see only as INTERNAL_ERROR. */
  readonly onError?: SubgraphOptions['onError'];
}

/** Builds the schema of the subgraph `aggregation`, for composition: no database is needed. */
export function buildAggregationSchema(): Promise<SubgraphSchema> {
  return buildSubgraph<AggregationContext>({
    name: 'aggregation',
    resolvers: [StatisticResolver],
    references: {},
  });
}

/**
 * The subgraph `aggregation`: which statistics are kept (open to anyone), and the statistics of a month (category
 * statistics.internal). Errors of its own: NOT_DECLARED for a statistic or a set of dimensions that the catalogue does not
 * declare, BAD_INPUT for a period that is none.
 */
export async function createAggregationSubgraph(options: AggregationSubgraphOptions): Promise<Subgraph> {
  const { statistics, verifier, policy, now, onError } = options;
  return createSubgraph({
    built: await buildAggregationSchema(),
    verifier,
    policy,
    storagePolicy: options.storagePolicy,
    now,
    makeContext: (reader, inForce) => ({
      tables: storedTables({ now, statistics, reader, policy: inForce }),
    }),
    ...(onError ? { onError } : {}),
  });
}
