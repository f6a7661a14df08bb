import type { SubgraphContext } from '@hearth/subgraph';
import type { ReplayPort } from '../domain/replay-port';
import type { InstallationClaims } from '../domain/claim';
import type { UsageReader } from '../domain/usage-reader';
import type { Loaders } from './loaders';

/** What the resolvers of one request share. */
export interface UsageContext extends SubgraphContext {
  readonly usage: UsageReader;
  readonly claims: InstallationClaims;
  readonly loaders: Loaders;
  /** Tries failed reports again; it asks the policy itself. */
  readonly replay: ReplayPort;
  readonly cursorKey: Buffer;
  /** The pseudonym of a customer id, in hexadecimal. */
  readonly pseudonym: (customer: string) => string;
  /** Every customer that the reader holds anything of, as this door knows it; absent where the store alone holds the rows. */
  readonly customersOfReader: (() => Promise<readonly string[]>) | undefined;
}
