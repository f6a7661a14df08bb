import { GraphQLError, Kind, buildASTSchema, getOperationAST, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Category, Claim, ClauseId, Policy, RefusalCode, RowScope } from '@hearth/policy';
import { readAccessTable } from './access-table';
import type { Needed } from './needed';
import { planAccess } from './plan-access';
import { schemaFor } from './reader-schema';
import { isOutsider } from './refusal';
import type { ExplainedField } from './explain-operation';

/** The decision on one field of an operation, before it runs. */
export interface FieldExplanation {
  /** Response keys from the root, as in `customer.agreements.licenceKey`. */
  readonly path: readonly string[];
  /** `Type.field` */
  readonly coordinate: string;
  readonly allowed: boolean;
  /** What the field reads, or, where it is refused, the category that it is refused for. */
  readonly categories: readonly Category[];
  /** Under which clause; absent where the field is open to anyone. */
  readonly clause?: ClauseId | undefined;
  /** On which rows each category is open; empty where it is refused or needs no category. */
  readonly rows: readonly RowScope[];
  readonly decision?: string | undefined;
  readonly code?: RefusalCode | undefined;
  /** What would allow it; outsiders are not told. */
  readonly needed?: Needed | undefined;
}

/** What an operation would get for a reader, field by field in the order in which it is written. */
export interface AccessExplanation {
  readonly audience: Claim['audience'];
  readonly purpose: Claim['purpose'];
  readonly policyVersion: string;
  /** Whether nothing of it is refused. Which rows there are is not looked at. */
  readonly wholeServed: boolean;
  readonly fields: readonly FieldExplanation[];
}

/** The explanation, or why there is none in a sentence that holds nothing of the operation. */
export type ExplanationOutcome = { readonly explanation: AccessExplanation } | { readonly fault: string };

/** Explains operations over one graph. */
export type AccessExplainer = (request: {
  /** A GraphQL document with one operation. */
  readonly operation: string;
  readonly reader: Claim;
  readonly policy: Policy;
  /** Who is told, where it is another: who may look on as somebody else is told all of it. */
  readonly told?: Claim;
}) => ExplanationOutcome;

/** Words and signs of an operation that is explained: what people write by hand has fewer. */
const TOKENS_MAX = 2_000;
/** Longer ones are not gone through. */
const FIELDS_MAX = 2_000;

const MISFIT = 'operation: does not fit the schema that this reader may use';

/**
 * Explains what the doors would decide. Staff and partners, who are told of refusals, ask over the whole graph. An outsider asks over
 * the schema that it may use: a field that is hidden from it and one that does not exist are the same fault, so that nothing is
 * learnt here of what is there.
 */
export function createAccessExplainer(supergraphSdl: string): AccessExplainer {
  const sdl = parse(supergraphSdl, { noLocation: true });
  const schema = buildASTSchema(sdl, { assumeValidSDL: true });
  const table = readAccessTable(sdl);
  const seen = new WeakMap<Policy, Map<string, GraphQLSchema>>();

  const seenBy = (claim: Claim, policy: Policy): GraphQLSchema => {
    const ofPolicy = seen.get(policy) ?? new Map<string, GraphQLSchema>();
    seen.set(policy, ofPolicy);
    const key = `${claim.audience} ${claim.purpose}`;
    const own = ofPolicy.get(key) ?? schemaFor(schema, table, claim, policy);
    ofPolicy.set(key, own);
    return own;
  };

  return ({ operation, reader, policy, told = reader }) => {
    const document = parsed(operation);
    if (document === undefined) return { fault: 'operation: is no GraphQL document, or too long a one' };
    if (!getOperationAST(document)) return { fault: 'operation: holds none, or several' };
    const view = isOutsider(told.audience) ? seenBy(reader, policy) : schema;
    const faults = validate(view, document, undefined, { maxErrors: 1, hideSuggestions: true });
    if (faults.length > 0) return { fault: MISFIT };
    const plan = planAccess({ schema, table, document, reader, policy, variables: supposed(document) });
    const fields = plan.explain();
    if (fields.length > FIELDS_MAX) return { fault: 'operation: asks for too many fields to be explained' };
    const { audience, purpose } = reader;
    return {
      explanation: {
        audience,
        purpose,
        policyVersion: policy.version,
        wholeServed: plan.refusals === 0,
        fields: fields.map((field) => explained(field, isOutsider(told.audience))),
      },
    };
  };
}

function explained({ path, verdict }: ExplainedField, isOutside: boolean): FieldExplanation {
  const { coordinate, reads, refusal } = verdict;
  if (!refusal) {
    return {
      path,
      coordinate,
      allowed: true,
      categories: [...new Set(reads.map(({ category }) => category))],
      clause: reads[0]?.clause,
      rows: [...new Set(reads.map(({ rows }) => rows))],
    };
  }
  const { category, clause, decision, code, needed } = refusal;
  return {
    path,
    coordinate,
    allowed: false,
    categories: category === undefined || isOutside ? [] : [category],
    clause,
    rows: [],
    decision,
    code,
    needed: isOutside ? undefined : needed,
  };
}

function parsed(operation: string): DocumentNode | undefined {
  try {
    return parse(operation, { noLocation: true, maxTokens: TOKENS_MAX });
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

// Nobody said what the variables would be: each without a default is taken to be given, but for conditions, which are left open.
function supposed(document: DocumentNode): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (const { variable, type, defaultValue } of getOperationAST(document)?.variableDefinitions ?? []) {
    const bare = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    const isCondition = bare.kind === Kind.NAMED_TYPE && bare.name.value === 'Boolean';
    if (!defaultValue && !isCondition) given[variable.name.value] = true;
  }
  return given;
}
