import type { GraphQLError } from 'graphql';
import type { Claim, Policy, RowScope } from '@hearth/policy';
import type { ReleasedType } from '@hearth/release-record';
import { idsAt, pruneRows } from './prune-rows';
import type { PrunedAnswer, RowRights } from './prune-rows';
import { releasedRows } from './released-rows';
import { isBound } from './row-places';
import type { Fields, Place } from './row-places';
import type { CategoryRead } from './judge';

/** Whose rows are in an answer. */
export interface RowSubjects {
  /** Ids of customers, each once. */
  readonly customers: readonly string[];
  /** Ids of parties that hang on no customer, each once. */
  readonly parties: readonly string[];
  /** Ids of entities that came without their customer, by type. */
  readonly entities: ReadonlyMap<string, readonly string[]>;
}

/**
 * What a plan knows of the rows of its answers. It is made once for all readers of equal rights and holds no row: which are a
 * reader’s is said at execution.
 */
export interface RowDoor {
  /** Which rows the policy opens to this plan of what is protected, each word once. */
  readonly scopes: readonly RowScope[];
  /** Whether the answer must be pruned: some of what it reads is open on somebody’s rows alone. */
  readonly isBound: boolean;
  /** Whose rows an answer holds, so that the evidence can be asked once for all of them. */
  subjectsIn(data: Fields): RowSubjects;
  /** Takes out what is not the reader’s. The data given stays as it is. */
  prune(data: Fields, errors: readonly GraphQLError[], rights: RowRights): PrunedAnswer;
  /** What of the protected the answer carries, by type; empty where it carries nothing. */
  releasedIn(data: Fields): readonly ReleasedType[];
}

export function createRowDoor(o: {
  readonly root: () => Place;
  readonly reads: readonly CategoryRead[];
  readonly policy: Policy;
  readonly reader: Claim;
  readonly ownerKey: string;
  readonly nodeKey: string;
}): RowDoor {
  const { root, policy, reader, ownerKey, nodeKey } = o;
  return {
    scopes: [...new Set(o.reads.map(({ rows }) => rows))],
    isBound: o.reads.some(isBound),
    subjectsIn(data) {
      const customers = new Set<string>();
      const parties = new Set<string>();
      const entities = new Map<string, Set<string>>();
      idsAt(root(), data, ownerKey, ({ role, type }, id, isOnRow) => {
        if (role === 'owner') customers.add(id);
        if (role === 'party' && !isOnRow) parties.add(id);
        if (role === 'entity') entities.set(type.name, (entities.get(type.name) ?? new Set()).add(id));
      });
      return {
        customers: [...customers],
        parties: [...parties],
        entities: new Map([...entities].map(([type, ids]) => [type, [...ids]])),
      };
    },
    prune: (data, errors, rights) =>
      pruneRows({ root: root(), policy, reader, ownerKey, nodeKey, rights }, data, errors),
    releasedIn: (data) => releasedRows(root(), data, ownerKey),
  };
}
