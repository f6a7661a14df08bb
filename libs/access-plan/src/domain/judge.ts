import {
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  isInterfaceType,
  isUnionType,
} from 'graphql';
import type { FieldNode, GraphQLCompositeType, GraphQLField, GraphQLSchema } from 'graphql';
import { decide, decideAction } from '@hearth/policy';
import type { Category, Claim, ClauseId, Decision, Policy, RowScope } from '@hearth/policy';
import type { AccessTable } from './access-table';
import { inputDemands } from './input-demands';
import type { Variables } from './input-demands';
import { isMachineryField, isMachineryType } from './machinery';
import { refusalOf } from './refusal';
import type { Refusal } from './refusal';

/** A category that an operation will read, with the clause and the rows that the policy answers for it. */
export interface CategoryRead {
  readonly category: Category;
  readonly clause: ClauseId;
  readonly rows: RowScope;
}

/** The verdict on one field as written in the operation. */
export interface FieldVerdict {
  /** `Type.field`, the type being the one that the selection stands on. */
  readonly coordinate: string;
  readonly reads: readonly CategoryRead[];
  /** Those of them that its arguments demand: the rows that it leads to were chosen or sorted by them. */
  readonly chosenBy: readonly CategoryRead[];
  readonly refusal?: Refusal;
}

/** Judges fields for one reader and one request. */
export interface Judge {
  judge(parent: GraphQLCompositeType, node: FieldNode): FieldVerdict;
  fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined;
}

export interface JudgeOptions {
  readonly schema: GraphQLSchema;
  readonly table: AccessTable;
  readonly reader: Claim;
  readonly policy: Policy;
  readonly variables: Variables;
}

const METADATA = new Map<string, GraphQLField<unknown, unknown>>(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);

/** A judge remembers each category's decision for as long as it lives, which is one plan. */
export function createJudge({ schema, table, reader, policy, variables }: JudgeOptions): Judge {
  const remembered = new Map<Category, Decision>();
  const decisionOn = (category: Category): Decision => {
    const known = remembered.get(category) ?? decide(policy, reader, category);
    remembered.set(category, known);
    return known;
  };

  const fieldOf = (parent: GraphQLCompositeType, name: string) =>
    METADATA.get(name) ?? (isUnionType(parent) ? undefined : parent.getFields()[name]);

  // On an interface the field stands for that of each implementation, so all of them must be open to the reader.
  const ownersOf = (parent: GraphQLCompositeType): readonly string[] => {
    if (!isInterfaceType(parent)) return [parent.name];
    const { objects, interfaces } = schema.getImplementations(parent);
    return [parent.name, ...interfaces.map(({ name }) => name), ...objects.map(({ name }) => name)];
  };

  const byCategories = (
    coordinate: string,
    categories: readonly Category[],
    reads: CategoryRead[],
  ): Refusal | undefined => {
    for (const category of categories) {
      const decision = decisionOn(category);
      if (!decision.allowed) return refusalOf(policy, reader, decision, { category }, coordinate);
      reads.push({ category, clause: decision.clause, rows: decision.rows });
    }
    return undefined;
  };

  const ownDemands = (
    owner: string,
    parent: GraphQLCompositeType,
    name: string,
    reads: CategoryRead[],
  ): Refusal | undefined => {
    const coordinate = `${owner}.${name}`;
    const access = table.fields.get(coordinate);
    const writes = parent === schema.getMutationType();
    if (!access || (writes && access.actions.length === 0))
      return undeclared(policy, reader, coordinate, writes);
    for (const action of access.actions) {
      const decision = decideAction(policy, reader, action);
      if (!decision.allowed) return refusalOf(policy, reader, decision, { action }, coordinate);
    }
    return byCategories(coordinate, access.categories, reads);
  };

  const firstRefusal = (
    parent: GraphQLCompositeType,
    node: FieldNode,
    reads: CategoryRead[],
    chosenBy: CategoryRead[],
  ): Refusal | undefined => {
    const name = node.name.value;
    const field = fieldOf(parent, name);
    if (!field) return undeclared(policy, reader, `${parent.name}.${name}`, false);
    const owners = ownersOf(parent);
    for (const owner of owners) {
      const refusal = ownDemands(owner, parent, name, reads);
      if (refusal) return refusal;
    }
    for (const { coordinate, categories } of inputDemands(table, owners, field, node, variables)) {
      const refusal = byCategories(coordinate, categories, chosenBy);
      if (refusal) return refusal;
    }
    return undefined;
  };

  return {
    fieldOf,
    judge(parent, node) {
      const name = node.name.value;
      const coordinate = `${parent.name}.${name}`;
      const machinery =
        isMachineryType(parent.name) ||
        METADATA.has(name) ||
        (parent === schema.getQueryType() && isMachineryField(name));
      if (machinery) return { coordinate, reads: [], chosenBy: [] };
      const reads: CategoryRead[] = [];
      const chosenBy: CategoryRead[] = [];
      const refusal = firstRefusal(parent, node, reads, chosenBy);
      return refusal
        ? { coordinate, reads: [], chosenBy: [], refusal }
        : { coordinate, reads: [...reads, ...chosenBy], chosenBy: onceEach(chosenBy) };
    },
  };
}

/** The first read of each category. */
export function onceEach(reads: readonly CategoryRead[]): readonly CategoryRead[] {
  const byCategory = new Map<Category, CategoryRead>();
  for (const read of reads) if (!byCategory.has(read.category)) byCategory.set(read.category, read);
  return [...byCategory.values()];
}

function undeclared(policy: Policy, reader: Claim, coordinate: string, writes: boolean): Refusal {
  const needed = writes
    ? 'A declaration of who may call it.'
    : 'A category for it, or a reason for it to be open.';
  const code = writes ? 'ACTION_NOT_ALLOWED' : 'CATEGORY_NOT_ALLOWED';
  return refusalOf(policy, reader, { code, clause: 'minimise', needed }, {}, coordinate);
}
