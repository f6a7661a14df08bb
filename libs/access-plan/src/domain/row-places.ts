import { getNamedType, isAbstractType, isCompositeType, isObjectType } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import type { Category } from '@hearth/policy';
import { askedFields } from './asked-fields';
import type { Variables } from './input-demands';
import type { CategoryRead, FieldVerdict } from './judge';
import { isEdge, isFrame, isPage, ownerFieldOf, roleOf } from './owner-keys';
import type { RowKeys, RowRole } from './owner-keys';

/** An object of an answer. */
export type Fields = Readonly<Record<string, unknown>>;

/** One field of the objects at a place. */
export interface Slot {
  readonly key: string;
  readonly name: string;
  readonly node: FieldNode;
  readonly coordinate: string;
  /** The protected categories that the field reads. */
  readonly reads: readonly CategoryRead[];
  /** The same that hang on whose row it is. */
  readonly bound: readonly CategoryRead[];
  /** Those of them by which the field chose or sorted the rows that it leads to. */
  readonly chosenBy: readonly CategoryRead[];
  /** Where the field leads to objects: what is asked of one. Undefined for one of a type that is not known. */
  readonly below: ((object: Fields) => Place | undefined) | undefined;
  /** Whether the field leads to pages, which may tell of no row. */
  readonly leadsToPage: boolean;
}

/** What is asked of the objects of one type at one place of an answer. */
export interface Place {
  readonly type: GraphQLObjectType;
  readonly role: RowRole | undefined;
  /** The field that leads to the customer whose the objects are, where they belong to one in that way. */
  readonly ownerField: string | undefined;
  readonly isRoot: boolean;
  readonly isFrame: boolean;
  readonly isEdge: boolean;
  readonly isPage: boolean;
  readonly slots: readonly Slot[];
}

export interface PlacesOptions {
  readonly schema: GraphQLSchema;
  readonly rootType: GraphQLObjectType;
  readonly selectionSet: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
  readonly verdictOf: ReadonlyMap<FieldNode, FieldVerdict>;
  readonly keys: RowKeys;
  readonly typenameKey: string;
  readonly guarded: ReadonlySet<Category>;
}

/** Rows that are somebody’s: what the policy opens on them hangs on evidence, and not on the policy alone. */
export function isBound({ rows }: CategoryRead): boolean {
  return rows === 'scoped' || rows === 'self' || rows === 'own-records';
}

/** The places of an operation, each gone through once and only where an answer leads there. */
export function placesOf(options: PlacesOptions): () => Place {
  const { schema, rootType, typenameKey } = options;

  const placeOf = (
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    atEntities: boolean,
    isRoot = false,
  ): Place => ({
    type,
    role: roleOf(options.keys, type.name, atEntities),
    ownerField: ownerFieldOf(options.keys, type.name),
    isRoot,
    isFrame: isFrame(type),
    isEdge: isEdge(type),
    isPage: isPage(type),
    slots: askedFields(options, type, sets).map(({ key, nodes }) => slotOf(type, key, nodes)),
  });

  const slotOf = (
    parent: GraphQLObjectType,
    key: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
  ): Slot => {
    const [node] = nodes;
    const name = node.name.value;
    const guardedOf = (which: 'reads' | 'chosenBy') =>
      nodes.flatMap((each) =>
        (options.verdictOf.get(each)?.[which] ?? []).filter(({ category }) => options.guarded.has(category)),
      );
    const reads = guardedOf('reads');
    const type = getNamedType(parent.getFields()[name]?.type);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return {
      key,
      name,
      node,
      coordinate: options.verdictOf.get(node)?.coordinate ?? `${parent.name}.${name}`,
      reads,
      bound: reads.filter(isBound),
      chosenBy: guardedOf('chosenBy').filter(isBound),
      below: isCompositeType(type) ? belowOf(type, sets) : undefined,
      leadsToPage: type !== undefined && isPage(type),
    };
  };

  const belowOf = (type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Slot['below'] => {
    const known = new Map<string, Place>();
    const at = (kind: GraphQLObjectType): Place => {
      const before = known.get(kind.name);
      if (before) return before;
      const place = placeOf(kind, sets, type.name === '_Entity');
      known.set(kind.name, place);
      return place;
    };
    if (isObjectType(type)) return () => at(type);
    return (object) => {
      const kind = schema.getType(String(object[typenameKey]));
      return isObjectType(kind) && isAbstractType(type) && schema.isSubType(type, kind)
        ? at(kind)
        : undefined;
    };
  };

  let root: Place | undefined;
  return () => (root ??= placeOf(rootType, [options.selectionSet], false, true));
}

/** The objects of a value, through lists of lists. */
export function objectsIn(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return typeof value === 'object' && value !== null ? [value as Fields] : [];
}
