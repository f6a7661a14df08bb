import type { SubgraphContext } from '@hearth/subgraph';
import type { ReplayPort } from '../domain/replay-port';
import type { UsageReader } from '../domain/usage-reader';
import type { Loaders } from './loaders';

/** What the resolvers of one request share. */
export interface UsageContext extends SubgraphContext {
  readonly usage: UsageReader;
  readonly loaders: Loaders;
  /** Tries failed reports again; it asks the policy itself. */
  readonly replay: ReplayPort;
  readonly cursorKey: Buffer;
  /** The pseudonym of a customer id, in hexadecimal. */
  readonly pseudonym: (customer: string) => string;
}
