import {
  GraphQLSkipDirective,
  Kind,
  getNamedType,
  isAbstractType,
  isCompositeType,
  typeFromAST,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLSchema,
  NamedTypeNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { variableValue } from './input-demands';
import type { Variables } from './input-demands';
import type { FieldVerdict, Judge } from './judge';
import { ownerSelections } from './owner-keys';
import type { ExtraKeys, RowKeys } from './owner-keys';
import type { Refusal } from './refusal';

/** What is left of an operation, and what `complete` must know about what is not. */
export interface FilteredOperation {
  readonly document: DocumentNode | null;
  readonly verdicts: readonly FieldVerdict[];
  /** The verdict by the field as it was written, and by the field as it is left, where that is another. */
  readonly verdictOf: ReadonlyMap<FieldNode, FieldVerdict>;
  readonly refused: ReadonlyMap<FieldNode, Refusal>;
  /** The fields below which the answer must be mended: something was taken out or put in. */
  readonly mended: ReadonlySet<FieldNode>;
  /** Whether anything at all must be mended. */
  readonly rootMended: boolean;
  /** The response key under which the runtime type is asked for; the document uses it nowhere else. */
  readonly typenameKey: string;
  /** The response keys under which whose an object is was asked for. */
  readonly extra: ExtraKeys;
}

export interface FilterOptions {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly rootType: GraphQLObjectType;
  readonly variables: Variables;
  readonly judge: Judge;
  /** Where whose an object is must be known as well. */
  readonly rowKeys?: RowKeys | undefined;
}

interface Kept {
  readonly selections: readonly SelectionNode[];
  /** A field was refused here or below, or the runtime type was added below. */
  readonly mended: boolean;
  readonly changed: boolean;
}

const NOTHING: Kept = { selections: [], mended: false, changed: true };

/** Whether `@skip` or `@include` takes a selection out, as far as the variables tell. */
export function isSkipped(node: SelectionNode, variables: Variables): boolean {
  return (node.directives ?? []).some((directive) => {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') return false;
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const value =
      condition?.kind === Kind.VARIABLE
        ? variableValue(condition.name.value, variables)
        : condition?.kind === Kind.BOOLEAN
          ? condition.value
          : undefined;
    return value === (name === GraphQLSkipDirective.name);
  });
}

/**
 * Takes refused fields out of an operation, and with them the fragments and variables that nothing uses any more. What
 * `@skip` or `@include` takes out goes as well, so that every field of the result has been judged; conditions that
 * hold stay in place. Each fragment is gone through once, however often it is spread.
 */
export function filterOperation(options: FilterOptions): FilteredOperation {
  const { schema, document, operation, rootType, variables, judge, rowKeys } = options;
  const fragments = fragmentsOf(document);
  const verdicts: FieldVerdict[] = [];
  const verdictOf = new Map<FieldNode, FieldVerdict>();
  const refused = new Map<FieldNode, Refusal>();
  const mended = new Set<FieldNode>();
  const keptFragments = new Map<string, Kept>();
  const [typenameKey = '', owner = '', nodeKey = '', edges = ''] = freeResponseKeys(document, [
    'accessTypename',
    'accessOwner',
    'accessNode',
    'accessEdges',
  ]);
  const extra: ExtraKeys = { typename: typenameKey, owner, node: nodeKey, edges };

  const keepFragment = (name: string): Kept => {
    const known = keptFragments.get(name);
    if (known) return known;
    // Stands until the fragment is done, so that a cycle, which validation refuses, ends here too.
    keptFragments.set(name, NOTHING);
    const fragment = fragments.get(name);
    const type = fragment && compositeType(schema, fragment.typeCondition);
    const kept = fragment && type ? keepSet(type, fragment.selectionSet) : NOTHING;
    keptFragments.set(name, kept);
    return kept;
  };

  const mayAsk = (parent: GraphQLCompositeType, node: FieldNode): boolean =>
    judge.judge(parent, node).refusal === undefined;

  const keepField = (parent: GraphQLCompositeType, node: FieldNode): FieldNode | undefined => {
    const verdict = judge.judge(parent, node);
    verdicts.push(verdict);
    verdictOf.set(node, verdict);
    if (verdict.refusal) {
      refused.set(node, verdict.refusal);
      return undefined;
    }
    const type = getNamedType(judge.fieldOf(parent, node.name.value)?.type);
    if (!node.selectionSet || !isCompositeType(type)) return node;
    const kept = keepSet(type, node.selectionSet);
    const empty = kept.selections.length === 0;
    const owners = rowKeys ? ownerSelections(schema, rowKeys, extra, type, node.selectionSet, mayAsk) : [];
    if (kept.mended || empty || owners.length > 0) mended.add(node);
    if (!kept.changed && owners.length === 0) return node;
    // The runtime type tells which of the refused fields an object would have had.
    const askType =
      (empty && owners.length === 0) || ((kept.mended || owners.length > 0) && isAbstractType(type));
    // On a union the owners come with the type already.
    const typename =
      askType && !(owners.length > 0 && isAbstractType(type)) ? [typenameField(typenameKey)] : [];
    const selections = [...typename, ...owners, ...kept.selections];
    const left = { ...node, selectionSet: { ...node.selectionSet, selections } };
    verdictOf.set(left, verdict);
    return left;
  };

  const keepSelection = (
    parent: GraphQLCompositeType,
    node: SelectionNode,
  ): { node?: SelectionNode; mended: boolean } => {
    if (isSkipped(node, variables)) return { mended: false };
    if (node.kind === Kind.FIELD) {
      const kept = keepField(parent, node);
      return { ...(kept ? { node: kept } : {}), mended: !kept || mended.has(node) };
    }
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const kept = keepFragment(node.name.value);
      return { ...(kept.selections.length > 0 ? { node } : {}), mended: kept.mended };
    }
    const type = node.typeCondition ? compositeType(schema, node.typeCondition) : parent;
    const kept = type ? keepSet(type, node.selectionSet) : NOTHING;
    if (kept.selections.length === 0) return { mended: kept.mended };
    const same = kept.changed
      ? { ...node, selectionSet: { ...node.selectionSet, selections: kept.selections } }
      : node;
    return { node: same, mended: kept.mended };
  };

  const keepSet = (parent: GraphQLCompositeType, set: SelectionSetNode): Kept => {
    const results = set.selections.map((selection) => keepSelection(parent, selection));
    const selections = results.flatMap(({ node }) => node ?? []);
    return {
      selections,
      mended: results.some((result) => result.mended),
      changed:
        results.some(({ node }, at) => node !== set.selections[at]) || spreadsChanged(set, keptFragments),
    };
  };

  const kept = keepSet(rootType, operation.selectionSet);
  const outcome = {
    verdicts,
    verdictOf,
    refused,
    mended,
    rootMended: kept.mended || kept.selections.length === 0,
    typenameKey,
    extra,
  };
  if (kept.selections.length === 0) return { ...outcome, document: null };
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (!kept.changed && operations.length === 1) return { ...outcome, document };
  const filtered = { ...operation, selectionSet: { ...operation.selectionSet, selections: kept.selections } };
  const bodies = new Map<string, FragmentDefinitionNode>();
  for (const [name, fragment] of fragments) {
    const selections = keptFragments.get(name)?.selections ?? [];
    bodies.set(name, { ...fragment, selectionSet: { ...fragment.selectionSet, selections } });
  }
  return { ...outcome, document: withoutUnused(document, filtered, bodies) };
}

/** The fragments of a document by name. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const found = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) found.set(node.name.value, node);
  return found;
}

function compositeType(schema: GraphQLSchema, node: NamedTypeNode): GraphQLCompositeType | undefined {
  const type = typeFromAST(schema, node);
  return isCompositeType(type) ? type : undefined;
}

function spreadsChanged(set: SelectionSetNode, kept: ReadonlyMap<string, Kept>): boolean {
  return set.selections.some(
    (node) => node.kind === Kind.FRAGMENT_SPREAD && kept.get(node.name.value)?.changed === true,
  );
}

function typenameField(key: string): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: key },
    name: { kind: Kind.NAME, value: '__typename' },
  };
}

// Names that the document uses for nothing of its own.
function freeResponseKeys(document: DocumentNode, wanted: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  visit(document, { Field: (node) => void taken.add((node.alias ?? node.name).value) });
  return wanted.map((name) => {
    let key = name;
    while (taken.has(key)) key += '_';
    return key;
  });
}

// Validation refuses unused fragments and variables, so what the kept selections do not reach is left out.
function withoutUnused(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  bodies: ReadonlyMap<string, FragmentDefinitionNode>,
): DocumentNode {
  const reached = new Map<string, FragmentDefinitionNode>();
  const used = new Set<string>();
  const pending: (OperationDefinitionNode | FragmentDefinitionNode)[] = [
    { ...operation, variableDefinitions: [] },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    visit(next, {
      Variable: (node) => void used.add(node.name.value),
      FragmentSpread: (node) => {
        const body = bodies.get(node.name.value);
        if (!body || reached.has(node.name.value)) return;
        reached.set(node.name.value, body);
        pending.push(body);
      },
    });
  }
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { ...document, definitions: [{ ...operation, variableDefinitions }, ...reached.values()] };
}
