import type { AccessPlan } from '@hearth/access-plan';
import type { Category, ClauseId, Policy } from '@hearth/policy';
import type { ReleasedType } from '@hearth/release-record';
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

/** Collects what one type of the graph carried. */
interface Carried {
  readonly categories: Set<Category>;
  readonly rows: Set<unknown>;
  readonly customers: Set<string>;
}

type Fields = Readonly<Record<string, unknown>>;

/** The categories whose release goes on the record: personal and company-specific ones. */
export function protectedCategories(policy: Policy): ReadonlySet<Category> {
  return new Set(
    policy.categories
      .filter(({ sensitivity }) => sensitivity === 'personal' || sensitivity === 'company-specific')
      .map(({ key }) => key),
  );
}

/**
 * Looks at the data that is about to leave for what is protected: a category that was asked for and has no value, because
 * the row is not there or not the reader's, was not released. Customers are those whose id is in the data, above the
 * objects that carry it. The work is proportional to the data. One entry for each type, sorted by its name.
 */
export function releasedIn(options: {
  readonly schema: GraphQLSchema;
  readonly plan: AccessPlan;
  readonly operation: OperationDefinitionNode;
  readonly data: Fields | null | undefined;
  readonly guarded: ReadonlySet<Category>;
}): ReleasedType[] {
  const { schema, plan, operation, data, guarded } = options;
  const root = schema.getRootType(operation.operation);
  if (!data || !root || !plan.document || !plan.categories.some((category) => guarded.has(category))) {
    return [];
  }
  const reads = readsByCoordinate(plan, guarded);
  const fragments = fragmentsIn(plan.document);
  const carriedBy = new Map<string, Carried>();
  const customerOf = new Map<unknown, string>();

  const note = (
    type: GraphQLCompositeType,
    categories: readonly Category[],
    rows: readonly unknown[],
  ): void => {
    const one = carriedBy.get(type.name) ?? { categories: new Set(), rows: new Set(), customers: new Set() };
    carriedBy.set(type.name, one);
    for (const category of categories) one.categories.add(category);
    for (const row of rows) {
      one.rows.add(row);
      const customer = customerOf.get(row);
      if (customer !== undefined) one.customers.add(customer);
    }
  };

  // `from`: the protected categories of the field that the objects hang on, by nothing but the frame of a list.
  const walk = (
    type: GraphQLCompositeType,
    set: SelectionSetNode,
    objects: readonly Fields[],
    from: readonly Category[],
  ): void => {
    const idKey = type.name === 'Customer' ? keyOf(set, 'id') : undefined;
    for (const object of idKey === undefined ? [] : objects) {
      const id = object[idKey as string];
      if (typeof id === 'string') customerOf.set(object, id);
    }
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) {
        const body =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const condition = body?.typeCondition ? schema.getType(body.typeCondition.name.value) : type;
        if (body && isCompositeType(condition)) walk(condition, body.selectionSet, objects, from);
        continue;
      }
      const field =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
      if (!field) continue;
      const key = (selection.alias ?? selection.name).value;
      const categories = reads.get(`${type.name}.${field.name}`) ?? [];
      const below = getNamedType(field.type);
      const values: Fields[] = [];
      const carriers: Fields[] = [];
      for (const object of objects) {
        if (!carries(object[key], below)) continue;
        carriers.push(object);
        if (!isCompositeType(below)) continue;
        const found = objectsIn(object[key]);
        const customer = customerOf.get(object);
        if (customer !== undefined) for (const value of found) customerOf.set(value, customer);
        values.push(...found);
      }
      if (carriers.length === 0) continue;
      const row = type !== root && !isFrame(type);
      if (categories.length > 0 && (row || !isCompositeType(below)))
        note(type, categories, row ? carriers : []);
      if (!isCompositeType(below) || !selection.selectionSet) continue;
      const hangs = [...categories, ...(isFrame(type) ? from : [])];
      walk(below, selection.selectionSet, values, hangs);
      if (hangs.length > 0 && !isFrame(below)) note(below, hangs, values);
      else if (categories.length > 0 && !row) note(rowTypeOf(below), categories, []);
    }
  };

  const kept = plan.document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  if (kept && 'selectionSet' in kept && kept.selectionSet) walk(root, kept.selectionSet, [data], []);
  return [...carriedBy]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, carried]) => ({
      type,
      categories: [...carried.categories].sort(),
      clauses: clausesOf(plan, carried.categories),
      customers: [...carried.customers].sort(),
      rows: carried.rows.size,
    }));
}

function clausesOf(plan: AccessPlan, categories: ReadonlySet<Category>): ClauseId[] {
  const reads = plan.reads.filter(({ category }) => categories.has(category));
  return [...new Set(reads.map(({ clause }) => clause))].sort();
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

// Under which key a field was asked for: an alias may give its name to another.
function keyOf(set: SelectionSetNode, name: string): string | undefined {
  for (const one of set.selections) {
    if (one.kind === Kind.FIELD && one.name.value === name) return (one.alias ?? one.name).value;
  }
  return undefined;
}

// A list whose frame alone was released still says something of what it lists.
function rowTypeOf(type: GraphQLCompositeType): GraphQLCompositeType {
  if (!isObjectType(type) || !isFrame(type)) return type;
  const inner = type.getFields()['edges'] ?? type.getFields()['node'];
  const below = inner ? getNamedType(inner.type) : undefined;
  return below && isCompositeType(below) ? rowTypeOf(below) : type;
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
