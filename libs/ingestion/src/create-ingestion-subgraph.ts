import type { KeyRing } from '@hearth/keys';
import { pseudonymOf } from '@hearth/keys';
import type { EvidenceSource, RowEvidence } from '@hearth/decision-evidence';
import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { ErrorLog, Subgraph } from '@hearth/subgraph';
import { createSubgraph, PublicError } from '@hearth/subgraph';
import type { Verifier } from '@hearth/tokens';
import type { ReplayPort } from './domain/replay-port';
import { replayFor } from './domain/replay-port';
import type { UsageContext } from './graphql/context';
import { createLoaders } from './graphql/loaders';
import { buildIngestionSchema } from './graphql/schema';
import { createInstallationClaims } from './storage/installation-claims';
import { installationOwners } from './storage/installation-owners';
import { createUsageStore } from './storage/usage-store';

/** What the subgraph is made of. */
export interface IngestionSubgraphParts {
  /** The usage room, as the account `usage-reader`. */
  readonly usage: RoomDatabase;
  /** Holds pseudonym and cursor. */
  readonly keys: KeyRing;
  readonly verifier: Verifier;
  /** The policy in force, or where to read it with what was revoked. */
  readonly policy: Policy | EvidenceSource;
  /** What the store decides under, where it is not the door's own policy: a proof gives each door another. */
  readonly storagePolicy?: Policy | undefined;
  /** Whose customers a reader's are, for this subgraph's own door; where absent, the store alone holds the rows. */
  readonly rowEvidence?: RowEvidence | undefined;
  /** The way to the crossing, for replays; where absent, there are none here. */
  readonly replay?: ReplayPort | undefined;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told of errors that readers see as INTERNAL_ERROR only. */
  readonly onError?: ErrorLog;
}

function noReplay(): Promise<never> {
  throw new PublicError(
    'NOT_SERVED',
    'This server was not told where its crossing listens: HEARTH_CROSSING_URL.',
  );
}

/**
 * The subgraph `ingestion`: installations and usage of customers, the catalogue of products, and how the intake fares. What a
 * reader is released is decided at its door, and once more by the storage port that is made for each request.
 */
export async function createIngestionSubgraph(parts: IngestionSubgraphParts): Promise<Subgraph> {
  const { usage: database, keys, verifier, policy, now, onError } = parts;
  const pseudonymKey = keys.get('pseudonym');
  const cursorKey = keys.get('cursor');
  return createSubgraph({
    built: await buildIngestionSchema(),
    verifier,
    policy,
    storagePolicy: parts.storagePolicy,
    rows: parts.rowEvidence && {
      evidence: parts.rowEvidence,
      owners: { Customer: 'id' },
      entities: { Installation: 'id' },
      ownersOf: (_type, ids, mine) => installationOwners({ usage: database, pseudonymKey }, ids, mine),
    },
    now,
    ...(onError === undefined ? {} : { onError }),
    makeContext: (reader, inForce): Omit<UsageContext, 'reader' | 'policy' | 'now'> => {
      const store = { usage: database, pseudonymKey, reader, policy: inForce, now };
      const usage = createUsageStore(store);
      const { rowEvidence } = parts;
      return {
        usage,
        claims: createInstallationClaims(store),
        customersOfReader: rowEvidence && (() => rowEvidence.customersOf(reader)),
        loaders: createLoaders(usage),
        replay: replayFor(inForce, reader, parts.replay ?? noReplay),
        cursorKey,
        pseudonym: (customer) => pseudonymOf(pseudonymKey, customer).toString('hex'),
      };
    },
  });
}
