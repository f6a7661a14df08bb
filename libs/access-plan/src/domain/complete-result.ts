import { getNamedType, isCompositeType, isObjectType } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLError,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { askedFields } from './asked-fields';
import type { FilteredOperation } from './filter-operation';
import type { Variables } from './input-demands';
import { accessError } from './refusal';
import type { Refusal } from './refusal';

/** Written out only where there is an error to tell. */
type Path = { readonly key: string | number; readonly back: Path } | undefined;
type Fields = Readonly<Record<string, unknown>>;

interface Entry {
  readonly key: string;
  readonly node: FieldNode;
  readonly refusal: Refusal | undefined;
  /** What was asked below, where the answer must be mended. */
  readonly below: Shape | undefined;
}

/** Everything that was asked of the objects at one place, however many selections ask there. */
interface Shape {
  readonly type: GraphQLCompositeType;
  readonly sets: readonly SelectionSetNode[];
  readonly entries: Map<string, readonly Entry[]>;
}

export interface CompletionOptions {
  readonly schema: GraphQLSchema;
  readonly rootType: GraphQLObjectType;
  readonly selectionSet: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
  readonly filtered: FilteredOperation;
}

/**
 * Builds the function that puts null and an error wherever the original operation asked for a refused field of an object
 * that is there. Keys come in the order they were asked in. The work is proportional to the mended part of the answer.
 */
export function createCompletion(
  options: CompletionOptions,
): (data: Fields, errors: GraphQLError[]) => Fields {
  const { schema, rootType, selectionSet, filtered } = options;

  const entriesOf = (shape: Shape, type: GraphQLObjectType): readonly Entry[] => {
    const known = shape.entries.get(type.name);
    if (known) return known;
    const entries = askedFields(options, type, shape.sets).map(({ key, nodes }) => {
      const refusal = nodes.map((each) => filtered.refused.get(each)).find(Boolean);
      return { key, node: nodes[0], refusal, below: refusal ? undefined : shapeBelow(type, nodes) };
    });
    shape.entries.set(type.name, entries);
    return entries;
  };

  const shapeBelow = (parent: GraphQLObjectType, nodes: readonly FieldNode[]): Shape | undefined => {
    if (!nodes.some((node) => filtered.mended.has(node))) return undefined;
    const name = nodes[0]?.name.value ?? '';
    const type = getNamedType(parent.getFields()[name]?.type);
    const sets = nodes.flatMap(({ selectionSet: set }) => set ?? []);
    return isCompositeType(type) ? { type, sets, entries: new Map() } : undefined;
  };

  const mendValue = (shape: Shape, value: unknown, path: Path, errors: GraphQLError[]): unknown => {
    if (Array.isArray(value))
      return value.map((item: unknown, at) => mendValue(shape, item, { key: at, back: path }, errors));
    return typeof value === 'object' && value !== null
      ? mendObject(shape, value as Fields, path, errors)
      : value;
  };

  const mendObject = (shape: Shape, value: Fields, path: Path, errors: GraphQLError[]): Fields => {
    const type = isObjectType(shape.type) ? shape.type : schema.getType(String(value[filtered.typenameKey]));
    // Keys are the client's words, and one of them may be `__proto__`.
    const mended = Object.create(null) as Record<string, unknown>;
    if (!isObjectType(type)) return mended;
    for (const { key, node, refusal, below } of entriesOf(shape, type)) {
      if (refusal) {
        mended[key] = null;
        errors.push(
          accessError(refusal, node.name.value, { nodes: node, path: written({ key, back: path }) }),
        );
      } else if (Object.hasOwn(value, key)) {
        mended[key] = below ? mendValue(below, value[key], { key, back: path }, errors) : value[key];
      }
    }
    return mended;
  };

  const root: Shape = { type: rootType, sets: [selectionSet], entries: new Map() };
  return (data, errors) => mendObject(root, data, undefined, errors);
}

function written(path: Path): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at = path; at; at = at.back) steps.unshift(at.key);
  return steps;
}
