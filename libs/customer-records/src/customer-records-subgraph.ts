import type { KeyRing } from '@hearth/keys';
import type { EvidenceSource, RowEvidence } from '@hearth/decision-evidence';
import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { ErrorLog, Subgraph } from '@hearth/subgraph';
import { createSubgraph } from '@hearth/subgraph';
import type { Verifier } from '@hearth/tokens';
import { accessOf } from './domain/row-access';
import { createLoaders } from './graphql/loaders';
import { buildCustomerRecordsSchema } from './graphql/schema';
import { createCaseStore } from './storage/case-store';
import { createCaseWriter } from './storage/case-writer';
import { createCustomerStore } from './storage/customer-store';
import { entityOwners } from './storage/entity-owners';
import { publishCustomers, publishToUsage } from './storage/publication';
import { createRecordWriter } from './storage/record-writer';

/** What the subgraph is made of. */
export interface CustomerRecordsOptions {
  /** The personal room, as the account customer-records. */
  readonly personal: RoomDatabase;
  /** The usage room, as the account customer-records. */
  readonly usage: RoomDatabase;
  /** The access room, as the account customer-records: the scopes of cases and consents. */
  readonly access: RoomDatabase;
  /** Needs the keys `customer-master`, `name-index`, `licence-lookup`, `pseudonym` and `cursor`. */
  readonly keys: KeyRing;
  readonly verifier: Verifier;
  /** The policy in force, or where to read it with what was revoked. */
  readonly policy: Policy | EvidenceSource;
  /** What the store decides under, where it is not the door's own policy: a proof gives each door another. */
  readonly storagePolicy?: Policy | undefined;
  /** Whose customers a reader's are, for this subgraph's own door; where absent, the store alone holds the rows. */
  readonly rowEvidence?: RowEvidence | undefined;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Called when a mutation's change has reached the usage room: held reports may have found their agreement. */
  readonly onPublished?: () => void;
  /** Told of every error that readers see only as INTERNAL_ERROR, and of a publication that failed. */
  readonly onError?: ErrorLog;
}

/**
 * The subgraph `customer-records`: customers, contacts, agreements, consents, requests, references, and the addresses of
 * installations. Its door verifies the
 * token and decides over the document; its store decides again over columns and rows.
 */
export async function createCustomerRecordsSubgraph(o: CustomerRecordsOptions): Promise<Subgraph> {
  const { personal, usage, access, keys, now, onError, onPublished } = o;
  const publication = { personal, usage, access, keys, now };
  const cursorKey = keys.get('cursor');
  const carried = async (carry: () => Promise<unknown>): Promise<void> => {
    try {
      await carry();
    } catch (error) {
      // The record is safe and marked: the next publication carries it. To fail the mutation now would be untrue.
      onError?.(error, { path: '', operationName: undefined });
    }
  };
  const publish = () =>
    carried(async () => {
      if ((await publishCustomers(publication)) > 0) onPublished?.();
    });
  const publishCase = (customer: string) =>
    carried(() => publishToUsage({ ...publication, customers: [customer] }));
  return createSubgraph({
    built: await buildCustomerRecordsSchema(),
    verifier: o.verifier,
    policy: o.policy,
    storagePolicy: o.storagePolicy,
    rows: o.rowEvidence && {
      evidence: o.rowEvidence,
      owners: { Customer: 'id' },
      belongings: { SubjectRequest: 'customer' },
      entities: { Contact: 'id', Agreement: 'id', Installation: 'id' },
      ownersOf: (type, ids) => entityOwners(personal, type, ids),
    },
    now,
    ...(onError === undefined ? {} : { onError }),
    makeContext: (reader, policy) => {
      const parts = { personal, keys, policy, reader, now };
      const store = createCustomerStore(parts);
      const cases = createCaseStore(parts);
      return {
        store,
        writer: createRecordWriter(parts),
        cases,
        caseWriter: createCaseWriter(parts),
        access: accessOf(policy, reader),
        loaders: createLoaders(store, cases),
        cursorKey,
        publish,
        publishCase,
      };
    },
  });
}
