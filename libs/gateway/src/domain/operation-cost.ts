import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLNamedType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
} from 'graphql';

/** Entries that a list is taken to have where no argument says how many. */
const LIST_SIZE_ASSUMED = 5;
/** Entries of a page whose size was not stated. */
const PAGE_SIZE_DEFAULT = 20;
/** The argument of a list that says how many entries it may have. */
const SIZE_ARGUMENT = 'first';

/** What an operation's cost is counted from. */
export interface CostOptions {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * How many values an answer may hold: every field counts once for each object that it may be asked of, and lists within lists
 * multiply. It is counted before anything runs, from the sizes that the arguments state, in time that grows with the length of
 * the document: a fragment is counted once, and multiplied wherever it is spread.
 */
export function operationCost(o: CostOptions): number {
  const { schema } = o;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of o.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const counted = new Map<string, number>();

  const ofFragment = (name: string): number => {
    const known = counted.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    // Validation refuses cycles; one that came here all the same ends.
    counted.set(name, 0);
    const cost = fragment && isCompositeType(type) ? ofSet(type, fragment.selectionSet) : 0;
    counted.set(name, cost);
    return cost;
  };

  const ofField = (parent: GraphQLCompositeType, node: FieldNode): number => {
    const field = fieldOf(parent, node.name.value);
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(type)) return 1;
    return 1 + listSize(parent, field, node, o.variables) * ofSet(type, node.selectionSet);
  };

  const ofSet = (type: GraphQLCompositeType, set: SelectionSetNode): number => {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += ofField(type, selection);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost += ofFragment(selection.name.value);
      else {
        const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        cost += ofSet(isCompositeType(condition) ? condition : type, selection.selectionSet);
      }
    }
    return cost;
  };

  const root = schema.getRootType(o.operation.operation);
  return root ? ofSet(root, o.operation.selectionSet) : 0;
}

function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function listSize(
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const sized = field.args.find(({ name }) => name === SIZE_ARGUMENT);
  if (sized) {
    const given = node.arguments?.find(({ name }) => name.value === SIZE_ARGUMENT)?.value;
    const stated = given?.kind === Kind.INT ? Number(given.value) : undefined;
    const bound = given?.kind === Kind.VARIABLE ? variables[given.name.value] : stated;
    const size = bound ?? sized.defaultValue ?? PAGE_SIZE_DEFAULT;
    // What is no number, or out of bounds, is refused by the field itself, for the price of one.
    return typeof size === 'number' && size > 1 ? size : 1;
  }
  // The edges of a page are as many as the field said that gave the page.
  if (isPage(parent)) return 1;
  return isPage(getNamedType(field.type)) || isList(field.type) ? LIST_SIZE_ASSUMED : 1;
}

function isPage({ name }: GraphQLNamedType): boolean {
  return name.endsWith('Connection');
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}
