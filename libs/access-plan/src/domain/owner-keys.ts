import { Kind, getNamedType, isAbstractType, isObjectType } from 'graphql';
import type {
  FieldNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

/** Which field of a type tells whose an object is, by the type’s name. */
export interface RowKeys {
  /** Types whose objects are customers: `{ Customer: 'id' }`. What hangs on one belongs to it. */
  readonly owners?: Readonly<Record<string, string>>;
  /** Types whose objects are parties themselves: `{ Partner: 'id' }`. */
  readonly parties?: Readonly<Record<string, string>>;
  /** Types whose objects are a customer’s, with the field that leads to it: `{ Request: 'customer' }`. */
  readonly belongings?: Readonly<Record<string, string>>;
  /** Types that `_entities` may return without their customer; whose they are is looked up. */
  readonly entities?: Readonly<Record<string, string>>;
}

/** What an object of a type is, where it tells whose rows it is of. */
export type RowRole = 'owner' | 'party' | 'belonging' | 'entity';

/** The response keys under which a plan asks for more than its reader did. */
export interface ExtraKeys {
  readonly typename: string;
  readonly owner: string;
  readonly node: string;
  readonly edges: string;
}

/** What a type is among the keys; entities count only where `_entities` returns them. */
export function roleOf(keys: RowKeys, type: string, atEntities: boolean): RowRole | undefined {
  if (keys.owners && Object.hasOwn(keys.owners, type)) return 'owner';
  if (keys.parties && Object.hasOwn(keys.parties, type)) return 'party';
  if (ownerFieldOf(keys, type) !== undefined) return 'belonging';
  return atEntities && keys.entities && Object.hasOwn(keys.entities, type) ? 'entity' : undefined;
}

/** The field of a type that leads to the customer whose its objects are. */
export function ownerFieldOf({ belongings }: RowKeys, type: string): string | undefined {
  return belongings && Object.hasOwn(belongings, type) ? belongings[type] : undefined;
}

/** Whether a type is a page of a list, an edge of one, or where it ends: the frame of rows and none itself. */
export function isFrame(type: { readonly name: string }): boolean {
  return isPage(type) || isEdge(type);
}

/** Whether a type is an edge of a page: it is there for a row only. */
export function isEdge({ name }: { readonly name: string }): boolean {
  return name.endsWith('Edge');
}

/** Whether a type is a page, or where it ends: both are there for no row as well. */
export function isPage({ name }: { readonly name: string }): boolean {
  return name.endsWith('Connection') || name === 'PageInfo';
}

/**
 * What must be asked besides, of objects at a place, so that the answer tells whose they are: the key of a customer or party, on a
 * union or interface that of each kind, and on the frame of a list the rows inside, where they were not asked for. `mayAsk` tells
 * whether the reader may have a field: what is refused to it is not asked for it either, and then it is nobody’s.
 */
export function ownerSelections(
  schema: GraphQLSchema,
  keys: RowKeys,
  extra: ExtraKeys,
  type: GraphQLCompositeType,
  asked: SelectionSetNode,
  mayAsk: MayAsk,
): readonly SelectionNode[] {
  const door = { keys, extra, mayAsk };
  if (isAbstractType(type)) {
    const kinds = schema.getPossibleTypes(type).flatMap((kind) => {
      const own = ownerOf(door, kind, type.name === '_Entity');
      return own.length === 0 ? [] : [fragmentOn(kind, own)];
    });
    return kinds.length === 0 ? [] : [field(extra.typename, '__typename'), ...kinds];
  }
  if (!isObjectType(type)) return [];
  if (isEdge(type)) return asksFor(asked, 'node') ? [] : rowsOf(door, type, 'node');
  if (isPage(type)) return asksFor(asked, 'edges') ? [] : rowsOf(door, type, 'edges');
  return ownerOf(door, type, false);
}

type MayAsk = (type: GraphQLObjectType, node: FieldNode) => boolean;

interface Asking {
  readonly keys: RowKeys;
  readonly extra: ExtraKeys;
  readonly mayAsk: MayAsk;
}

// Its own key, or that of the customer which a field of it leads to.
function ownerOf(door: Asking, type: GraphQLObjectType, atEntities: boolean): readonly SelectionNode[] {
  const { keys, extra, mayAsk } = door;
  const way = ownerFieldOf(keys, type.name);
  if (way === undefined) {
    const key = keyOf(keys, type, atEntities);
    return key === undefined ? [] : [field(extra.owner, key)];
  }
  const owner = getNamedType(type.getFields()[way]?.type);
  const key = isObjectType(owner) ? keyOf(keys, owner, false) : undefined;
  const led = key === undefined ? undefined : field(extra.node, way, [field(extra.owner, key)]);
  return led && mayAsk(type, led) ? [led] : [];
}

// The rows of a frame that were not asked for: `edges { node { key } }` of a page, `node { key }` of an edge.
function rowsOf(door: Asking, type: GraphQLObjectType, name: 'node' | 'edges'): readonly SelectionNode[] {
  const below = getNamedType(type.getFields()[name]?.type);
  if (!isObjectType(below)) return [];
  if (name === 'edges') {
    const inner = rowsOf(door, below, 'node');
    return inner.length === 0 ? [] : [field(door.extra.edges, 'edges', inner)];
  }
  const own = ownerOf(door, below, false);
  return own.length === 0 ? [] : [field(door.extra.node, 'node', own)];
}

function keyOf(keys: RowKeys, type: GraphQLObjectType, atEntities: boolean): string | undefined {
  const role = roleOf(keys, type.name, atEntities);
  const key =
    role === 'owner'
      ? keys.owners?.[type.name]
      : role === 'party'
        ? keys.parties?.[type.name]
        : role && keys.entities?.[type.name];
  return key !== undefined && type.getFields()[key] ? key : undefined;
}

// Only what is asked without a condition and outside of fragments is sure to be there.
function asksFor(set: SelectionSetNode, name: string): boolean {
  return set.selections.some(
    (node) => node.kind === Kind.FIELD && node.name.value === name && !node.directives?.length,
  );
}

function field(key: string, name: string, selections?: readonly SelectionNode[]): FieldNode {
  return {
    kind: Kind.FIELD,
    ...(key === name ? {} : { alias: { kind: Kind.NAME, value: key } }),
    name: { kind: Kind.NAME, value: name },
    ...(selections ? { selectionSet: { kind: Kind.SELECTION_SET, selections } } : {}),
  };
}

function fragmentOn(type: GraphQLObjectType, selections: readonly SelectionNode[]): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
