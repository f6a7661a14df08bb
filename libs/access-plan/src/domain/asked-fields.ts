import { Kind, isAbstractType } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { isSkipped } from './filter-operation';
import type { Variables } from './input-demands';

/** All that was asked under one response key of objects of one type. */
export interface AskedField {
  readonly key: string;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
}

/** Gathers what several selections ask of objects of one type, as execution does: by response key, in the order asked. */
export function askedFields(
  request: {
    readonly schema: GraphQLSchema;
    readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
    readonly variables: Variables;
  },
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): readonly AskedField[] {
  const { schema, fragments, variables } = request;
  const asked = new Map<string, [FieldNode, ...FieldNode[]]>();
  const seen = new Set<string>();

  const collect = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (isSkipped(node, variables)) continue;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const known = asked.get(key);
        if (known) known.push(node);
        else asked.set(key, [node]);
        continue;
      }
      const body = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
      if (!body || (node.kind === Kind.FRAGMENT_SPREAD && seen.has(node.name.value))) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) seen.add(node.name.value);
      if (applies(body.typeCondition?.name.value)) collect(body.selectionSet);
    }
  };

  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const named = schema.getType(condition);
    return isAbstractType(named) && schema.isSubType(named, type);
  };

  sets.forEach(collect);
  return [...asked].map(([key, nodes]) => ({ key, nodes }));
}
