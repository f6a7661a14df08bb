import type { Policy, Reader } from '@hearth/policy';

/** What every resolver is given. A room adds its loaders and ports. */
export interface SubgraphContext {
  readonly reader: Reader;
  readonly policy: Policy;
  /** The clock, UTC milliseconds. */
  readonly now: () => number;
}
