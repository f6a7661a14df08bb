import type { AccessPlan } from '@hearth/access-plan';
import type { Category } from '@hearth/policy';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { getNamedType, isCompositeType, isObjectType, isInterfaceType, Kind } from 'graphql';

/** What of the protected a response carries. */
export interface Released {
  /** Categories that have a value in the data, sorted. */
  readonly categories: readonly Category[];
  /** Objects that carry one of them. */
  readonly rows: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Looks at the data that is about to leave for what is protected: a category that was asked for and has no value, because
 * the row is not there or not the reader's, was not released. The work is proportional to the data.
 */
export function releasedIn(options: {
  readonly schema: GraphQLSchema;
  readonly plan: AccessPlan;
  readonly operation: OperationDefinitionNode;
  readonly data: Fields | null | undefined;
  readonly guarded: ReadonlySet<Category>;
}): Released {
  const { schema, plan, operation, data, guarded } = options;
  const root = schema.getRootType(operation.operation);
  if (!data || !root || !plan.document || !plan.categories.some((category) => guarded.has(category))) {
    return { categories: [], rows: 0 };
  }
  const reads = readsByCoordinate(plan, guarded);
  const fragments = fragmentsIn(plan.document);
  const released = new Set<Category>();
  const rows = new Set<unknown>();

  // `fromGuarded`: the objects hang on a protected field by nothing but the frame of a list.
  const walk = (
    type: GraphQLCompositeType,
    set: SelectionSetNode,
    objects: readonly Fields[],
    fromGuarded: boolean,
  ): void => {
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) {
        const body =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const condition = body?.typeCondition ? schema.getType(body.typeCondition.name.value) : type;
        if (body && isCompositeType(condition)) walk(condition, body.selectionSet, objects, fromGuarded);
        continue;
      }
      const field =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
      if (!field) continue;
      const key = (selection.alias ?? selection.name).value;
      const categories = reads.get(`${type.name}.${field.name}`) ?? [];
      const below = getNamedType(field.type);
      const values: Fields[] = [];
      let carried = false;
      for (const object of objects) {
        if (!carries(object[key], below)) continue;
        carried = true;
        if (categories.length > 0 && type !== root) rows.add(object);
        if (isCompositeType(below)) values.push(...objectsIn(object[key]));
      }
      if (!carried) continue;
      for (const category of categories) released.add(category);
      if (!isCompositeType(below) || !selection.selectionSet) continue;
      const hangs = categories.length > 0 || (fromGuarded && isFrame(type));
      if (hangs && !isFrame(below)) for (const value of values) rows.add(value);
      walk(below, selection.selectionSet, values, hangs);
    }
  };

  const kept = plan.document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  if (kept && 'selectionSet' in kept && kept.selectionSet) walk(root, kept.selectionSet, [data], false);
  return { categories: [...released].sort(), rows: rows.size };
}

function readsByCoordinate(
  plan: AccessPlan,
  guarded: ReadonlySet<Category>,
): Map<string, readonly Category[]> {
  const reads = new Map<string, readonly Category[]>();
  for (const verdict of plan.fields) {
    const categories = verdict.reads
      .map(({ category }) => category)
      .filter((category) => guarded.has(category));
    if (categories.length === 0) continue;
    reads.set(verdict.coordinate, [...(reads.get(verdict.coordinate) ?? []), ...categories]);
  }
  return reads;
}

function fragmentsIn(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

// The frame of a list is no row: it is there for nobody's data, too.
function isFrame(type: GraphQLCompositeType): boolean {
  return isPage(type) || type.name.endsWith('Edge');
}

// An edge is there for a row only; these two are there for none as well.
function isPage(type: GraphQLCompositeType): boolean {
  return type.name.endsWith('Connection') || type.name === 'PageInfo';
}

// An empty list, and a page that has nothing before or behind it, tell of no one. An object that is a row does, whatever
// its fields say: beside the null that another reader gets, even `false`, null or an empty list inside it is an answer.
function carries(value: unknown, type: GraphQLNamedType): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.some((one) => carries(one, type));
  if (typeof value === 'object' && isCompositeType(type) && isPage(type)) return pageCarries(value);
  return true;
}

function pageCarries(page: object): boolean {
  return Object.values(page).some((inside: unknown) => {
    if (inside === null || inside === undefined || inside === false) return false;
    if (Array.isArray(inside)) return inside.length > 0;
    return typeof inside !== 'object' || pageCarries(inside);
  });
}

function objectsIn(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return typeof value === 'object' && value !== null ? [value as Fields] : [];
}
