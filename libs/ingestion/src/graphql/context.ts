import type { SubgraphContext } from '@hearth/subgraph';
import type { UsageReader } from '../domain/usage-reader';
import type { Loaders } from './loaders';

/** What the resolvers of one request share. */
export interface UsageContext extends SubgraphContext {
  readonly usage: UsageReader;
  readonly loaders: Loaders;
  readonly cursorKey: Buffer;
  /** The pseudonym of a customer id, in hexadecimal. */
  readonly pseudonym: (customer: string) => string;
}
