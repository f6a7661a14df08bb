import type { SubgraphContext } from '@hearth/subgraph';
import type { CaseStore, CaseWriter } from '../domain/case-store';
import type { CustomerStore, RecordWriter } from '../domain/customer-store';
import type { ReaderAccess } from '../domain/row-access';
import type { Loaders } from './loaders';

/** What the resolvers of one request share. */
export interface RecordsContext extends SubgraphContext {
  readonly store: CustomerStore;
  readonly writer: RecordWriter;
  readonly cases: CaseStore;
  readonly caseWriter: CaseWriter;
  readonly access: ReaderAccess;
  readonly loaders: Loaders;
  readonly cursorKey: Buffer;
  /** Carries what a mutation changed to the usage room; it never fails the mutation. */
  readonly publish: () => Promise<void>;
  /** Carries what changed of this customer's cases, consents or erasure to the other rooms; nor does it fail the mutation. */
  readonly publishCase: (customer: string) => Promise<void>;
}
