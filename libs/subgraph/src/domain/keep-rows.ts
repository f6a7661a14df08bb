import type { AccessPlan, RowKeys } from '@hearth/access-plan';
import { rowRightsOf } from '@hearth/decision-evidence';
import type { RowEvidence } from '@hearth/decision-evidence';
import type { Reader } from '@hearth/policy';
import type { GraphQLError } from 'graphql';

/** How a subgraph’s door knows whose rows it answers with, on evidence of its own and not on what the store thought. */
export interface SubgraphRows extends RowKeys {
  readonly evidence: RowEvidence;
  /**
   * The customers of entities that the gateway asks for without one, by id; one that is not there is nobody’s and is refused like
   * one that does not exist. `mine` reads all customers of the reader, for a room that knows them by pseudonyms.
   */
  readonly ownersOf?: (
    type: string,
    ids: readonly string[],
    mine: () => Promise<readonly string[]>,
  ) => Promise<ReadonlyMap<string, readonly string[]>>;
}

interface Executed {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

/** The keys alone, as a plan takes them. */
export function rowKeysOf({ owners, parties, belongings, entities }: RowKeys): RowKeys {
  return {
    ...(owners && { owners }),
    ...(parties && { parties }),
    ...(belongings && { belongings }),
    ...(entities && { entities }),
  };
}

/** Holds what was answered against the evidence, and takes out what is not the reader’s. */
export async function keepRows(
  rows: SubgraphRows | undefined,
  reader: Reader,
  plan: AccessPlan,
  executed: Executed,
): Promise<Executed> {
  const { data, errors = [] } = executed;
  if (!rows || !data || !plan.rows?.isBound) return executed;
  const { customers, parties, entities } = plan.rows.subjectsIn(data);
  const owners = await ownersOf(rows, reader, entities);
  const all = [...customers, ...[...owners.values()].flatMap((byId) => [...byId.values()].flat())];
  const rights = await rowRightsOf(rows.evidence, reader, plan.rows, {
    customers: [...new Set(all)],
    parties,
  });
  return plan.rows.prune(data, errors, {
    ...rights,
    ownersOf: (type, id) => owners.get(type)?.get(id) ?? [],
  });
}

type Owners = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

// One lookup for each type, not for each entity.
async function ownersOf(
  { evidence, ownersOf: lookUp }: SubgraphRows,
  reader: Reader,
  entities: ReadonlyMap<string, readonly string[]>,
): Promise<Owners> {
  if (!lookUp) return new Map();
  const mine = (): Promise<readonly string[]> =>
    reader.customer === undefined ? evidence.customersOf(reader) : Promise.resolve([reader.customer]);
  const found = [...entities].map(async ([type, ids]) => [type, await lookUp(type, ids, mine)] as const);
  return new Map(await Promise.all(found));
}
