import type { SubgraphContext } from '@hearth/subgraph';
import type DataLoader from 'dataloader';
import type { AssignmentRecord, PartnerRecord } from '../domain/partner-records';
import type { ReleaseLog } from '../domain/release-log';
import type { PartnerStore } from '../domain/partner-store';

/** What this subgraph's resolvers are given, made anew for each request and its one reader. */
export interface PartnerContext extends SubgraphContext {
  readonly store: PartnerStore;
  readonly assignments: DataLoader<string, readonly AssignmentRecord[]>;
  readonly partners: DataLoader<string, PartnerRecord | null>;
  readonly releaseLog: ReleaseLog;
  readonly cursorKey: Buffer;
  /** Publishes what the outbox holds; it never rejects, since what it leaves behind is done on the next run. */
  readonly publish: () => Promise<void>;
}
