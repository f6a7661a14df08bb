import { Kind, visit } from 'graphql';
import type { ASTNode, DocumentNode, FieldDefinitionNode, TypeNode } from 'graphql';
import { ACTIONS, CATEGORIES } from '@hearth/policy';
import { fieldOwners, readAccessTable } from './access-table';
import type { AccessTable, FieldOwnerNode } from './access-table';
import { accessDirectiveNames } from './directives';
import { isMachineryField, isMachineryType } from './machinery';

const CATEGORY_KEYS: ReadonlySet<string> = new Set(CATEGORIES.map(({ key }) => key));
const ACTION_KEYS: ReadonlySet<string> = new Set(ACTIONS);
const PLACES: readonly string[] = [
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
];

/**
 * The faults of an SDL in the policy's eyes, one sentence each; empty when it is sound. Each field has a category or a
 * reason for being open, each mutation an audience, and wherever null may stand for a refusal, null is permitted. What
 * federation adds is passed over.
 */
export function auditAccessTable(sdl: DocumentNode): string[] {
  const table = readAccessTable(sdl);
  const roots = rootTypes(sdl);
  const guarded = guardedTypes(sdl, table);
  const faults: string[] = [];
  for (const owner of fieldOwners(sdl)) {
    if (isMachineryType(owner.name.value)) continue;
    for (const field of owner.fields ?? []) {
      if (roots.query === owner.name.value && isMachineryField(field.name.value)) continue;
      faults.push(...auditField(owner, field, table, roots, guarded));
    }
  }
  return [...new Set([...faults, ...auditWords(table), ...auditPlaces(sdl)])];
}

interface Roots {
  readonly query: string;
  readonly mutation: string;
  readonly subscription: string;
}

function auditField(
  owner: FieldOwnerNode,
  field: FieldDefinitionNode,
  table: AccessTable,
  roots: Roots,
  guarded: ReadonlySet<string>,
): string[] {
  const type = owner.name.value;
  const coordinate = `${type}.${field.name.value}`;
  const access = table.fields.get(coordinate);
  const faults: string[] = [];
  const writes = type === roots.mutation;
  if (writes && !access?.actions.length) faults.push(`${coordinate} names no audience.`);
  if (!writes && access?.actions.length) faults.push(`${coordinate} names an audience and is no mutation.`);
  if (!writes && !access?.categories.length && access?.open === undefined) {
    faults.push(`${coordinate} has neither a category nor a reason for being open.`);
  }
  if (access?.categories.length && access.open !== undefined)
    faults.push(`${coordinate} has a category and is open.`);
  if (access?.open?.trim() === '') faults.push(`${coordinate} is open without a reason.`);
  if (field.type.kind === Kind.NON_NULL_TYPE) {
    const isRoot = Object.values(roots).includes(type);
    if (isRoot) faults.push(`${coordinate} is a root field and must be nullable.`);
    else if (access?.categories.length) faults.push(`${coordinate} has a category and must be nullable.`);
    else if (guarded.has(namedType(field.type))) {
      faults.push(`${coordinate} returns a type with fields that have a category and must be nullable.`);
    }
  }
  return faults;
}

function auditWords(table: AccessTable): string[] {
  const faults: string[] = [];
  const categories = [
    ...[...table.fields].map(([coordinate, access]) => [coordinate, access.categories] as const),
    ...table.arguments,
    ...table.inputFields,
    ...table.enumValues,
  ];
  for (const [coordinate, keys] of categories) {
    for (const key of keys)
      if (!CATEGORY_KEYS.has(key)) faults.push(`${coordinate} has the unknown category ${key}.`);
  }
  for (const [coordinate, { actions }] of table.fields) {
    for (const key of actions)
      if (!ACTION_KEYS.has(key)) faults.push(`${coordinate} has the unknown action ${key}.`);
  }
  return faults;
}

// A directive on a type, a scalar or a whole enum would protect nothing: it is told rather than passed over.
function auditPlaces(sdl: DocumentNode): string[] {
  const names = accessDirectiveNames(sdl);
  const faults: string[] = [];
  visit(sdl, {
    enter(node: ASTNode) {
      if (!('directives' in node) || PLACES.includes(node.kind)) return;
      for (const { name } of node.directives ?? []) {
        if (names.has(name.value))
          faults.push(`@${name.value} stands on ${placeName(node)}, where it protects nothing.`);
      }
    },
  });
  return faults;
}

function placeName(node: ASTNode): string {
  return 'name' in node && node.name && 'value' in node.name ? String(node.name.value) : 'the schema';
}

function rootTypes(sdl: DocumentNode): Roots {
  const roots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  for (const node of sdl.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const { operation, type } of node.operationTypes ?? []) roots[operation] = type.name.value;
  }
  return roots;
}

// Types that a refusal can leave a hole in: those with a category on a field, and the abstract types they belong to.
function guardedTypes(sdl: DocumentNode, table: AccessTable): ReadonlySet<string> {
  const guarded = new Set<string>();
  for (const [coordinate, { categories }] of table.fields) {
    if (categories.length > 0) guarded.add(coordinate.slice(0, coordinate.indexOf('.')));
  }
  for (const owner of fieldOwners(sdl)) {
    if (guarded.has(owner.name.value)) for (const { name } of owner.interfaces ?? []) guarded.add(name.value);
  }
  for (const node of sdl.definitions) {
    if (node.kind !== Kind.UNION_TYPE_DEFINITION && node.kind !== Kind.UNION_TYPE_EXTENSION) continue;
    if (node.types?.some(({ name }) => guarded.has(name.value))) guarded.add(node.name.value);
  }
  return guarded;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
