import { getOperationAST, print } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Claim, Policy } from '@hearth/policy';
import type { AccessTable } from './access-table';
import { BoundedMap } from './bounded-map';
import { decidingVariables } from './deciding-variables';
import { planAccess } from './plan-access';
import type { RowKeys } from './owner-keys';
import type { AccessPlan, PlanAccessOptions } from './plan-access';

/** How often a plan was at hand and how often it had to be made, since the start. */
export interface PlanCounts {
  readonly hits: number;
  readonly misses: number;
  /** Plans at hand now. */
  readonly kept: number;
}

/** The plans of one door, each made once for all readers of equal rights. */
export interface PlanCache {
  /**
   * The plan of a request: that of an earlier one of the same document, rights and policy, where there was one.
   *
   * @throws what `planAccess` throws
   */
  planFor(request: Omit<PlanAccessOptions, 'schema' | 'table' | keyof RowKeys>): AccessPlan;
  /** Counted on; read it whenever it is to be told. */
  readonly counts: PlanCounts;
}

/** Plans kept: documents times the few pairs of audience and purpose that ask each. */
const PLANS_MAX = 2_000;
/** Texts whose number is remembered. */
const DOCUMENTS_MAX = 2_000;
/** Plans of longer documents are made anew: some thousand of them would not fit. */
const DOCUMENT_CHARACTERS_MAX = 32_768;
/** A longer list of enum values or of filters is planned anew rather than remembered. */
const VARIABLE_CHARACTERS_MAX = 2_000;

/**
 * Keeps compiled plans by what they follow from: the document's text, the operation, audience and purpose, the policy that
 * decided, and what of the variables can decide. Nothing of a reader's rows is among them (no token, party or customer), and a
 * plan is made of nothing else, so that it is the same for all readers of equal rights; the rows are bound when it runs.
 * A policy is known by its identity: another version, or the same one built anew, is another policy.
 */
export function createPlanCache(
  door: RowKeys & {
    readonly schema: GraphQLSchema;
    readonly table: AccessTable;
    readonly plansMax?: number;
  },
): PlanCache {
  const { plansMax, ...fixed } = door;
  const plans = new BoundedMap<string, AccessPlan>(plansMax ?? PLANS_MAX);
  const numberOf = numbering();
  const policies = new WeakMap<Policy, number>();
  let lastPolicy = 0;
  let hits = 0;
  let misses = 0;

  const keyOf = (
    request: { readonly document: DocumentNode; readonly reader: Claim; readonly policy: Policy },
    operationName: string,
    variables: Readonly<Record<string, unknown>>,
  ): string | undefined => {
    const document = numberOf(request.document);
    const said = JSON.stringify(variables);
    if (document === undefined || said.length > VARIABLE_CHARACTERS_MAX) return undefined;
    const policy = policies.get(request.policy) ?? (lastPolicy += 1);
    policies.set(request.policy, policy);
    const { audience, purpose } = request.reader;
    return JSON.stringify([document, operationName, audience, purpose, policy, said]);
  };

  return {
    planFor(request) {
      const operation = getOperationAST(request.document, request.operationName);
      const given = request.variables ?? {};
      const variables = operation ? decidingVariables(door.schema, operation, given) : undefined;
      const key = variables && keyOf(request, operation?.name?.value ?? '', variables);
      const known = key === undefined ? undefined : plans.get(key);
      if (known) {
        hits += 1;
        return known;
      }
      misses += 1;
      const { audience, purpose } = request.reader;
      const plan = planAccess({
        ...fixed,
        ...request,
        reader: { audience, purpose },
        variables: variables ?? given,
      });
      if (key !== undefined) plans.set(key, plan);
      return plan;
    },
    counts: {
      get hits() {
        return hits;
      },
      get misses() {
        return misses;
      },
      get kept() {
        return plans.size;
      },
    },
  };
}

// Two documents of one text have one number, as long as the text is remembered; an object that was seen is not printed again.
function numbering(): (document: DocumentNode) => number | undefined {
  const byNode = new WeakMap<DocumentNode, number>();
  const byText = new BoundedMap<string, number>(DOCUMENTS_MAX);
  let last = 0;
  return (document) => {
    const known = byNode.get(document);
    if (known !== undefined) return known;
    const text = textOf(document);
    if (text.length > DOCUMENT_CHARACTERS_MAX) return undefined;
    const number = byText.get(text) ?? (last += 1);
    byText.set(text, number);
    byNode.set(document, number);
    return number;
  };
}

// The source where there is one: errors tell lines of it, and those of another reader's spelling are not this one's.
function textOf(document: DocumentNode): string {
  const source = document.definitions[0]?.loc?.source.body ?? '';
  return document.loc ? source : `${print(document)}\n${source}`;
}
