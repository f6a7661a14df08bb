import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  DocumentNode,
  EnumTypeDefinitionNode,
  EnumTypeExtensionNode,
  FieldDefinitionNode,
  InputObjectTypeDefinitionNode,
  InputObjectTypeExtensionNode,
  InterfaceTypeDefinitionNode,
  InterfaceTypeExtensionNode,
  ObjectTypeDefinitionNode,
  ObjectTypeExtensionNode,
} from 'graphql';
import type { Action, Category } from '@hearth/policy';
import { accessDirectiveNames, stringArgument } from './directives';
import type { AccessDirective } from './directives';

/**
 * What an SDL declares about one field. Several categories or actions, as subgraphs that share a field may bring
 * together, must all be allowed. They are words of the SDL: `auditAccessTable` tells those that the policy lacks, and
 * a decision refuses them.
 */
export interface FieldAccess {
  readonly categories: readonly Category[];
  readonly actions: readonly Action[];
  /** Why the field needs no category. */
  readonly open?: string;
}

/** What an SDL declares, by schema coordinate. What is not in `fields` is refused. */
export interface AccessTable {
  /** `Type.field` */
  readonly fields: ReadonlyMap<string, FieldAccess>;
  /** `Type.field(argument:)`, where a category is declared. */
  readonly arguments: ReadonlyMap<string, readonly Category[]>;
  /** `Input.field`, where a category is declared. */
  readonly inputFields: ReadonlyMap<string, readonly Category[]>;
  /** `Enum.VALUE`, where a category is declared. */
  readonly enumValues: ReadonlyMap<string, readonly Category[]>;
}

/** A definition or extension of a type that has fields. */
export type FieldOwnerNode =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;
type InputNode = InputObjectTypeDefinitionNode | InputObjectTypeExtensionNode;
type EnumNode = EnumTypeDefinitionNode | EnumTypeExtensionNode;

/** The object and interface types of an SDL, extensions included. */
export function fieldOwners(sdl: DocumentNode): FieldOwnerNode[] {
  return sdl.definitions.filter(
    (node): node is FieldOwnerNode =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION ||
      node.kind === Kind.OBJECT_TYPE_EXTENSION ||
      node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      node.kind === Kind.INTERFACE_TYPE_EXTENSION,
  );
}

/** Reads what a subgraph's or a supergraph's SDL declares; directives that a link renames are understood. */
export function readAccessTable(sdl: DocumentNode): AccessTable {
  const names = accessDirectiveNames(sdl);
  const fields = new Map<string, FieldAccess>();
  const args = new Map<string, readonly Category[]>();
  const inputFields = new Map<string, readonly Category[]>();
  const enumValues = new Map<string, readonly Category[]>();

  for (const owner of fieldOwners(sdl)) {
    for (const field of owner.fields ?? []) {
      const coordinate = `${owner.name.value}.${field.name.value}`;
      const access = fieldAccess(field, names, fields.get(coordinate));
      if (access) fields.set(coordinate, access);
      for (const argument of field.arguments ?? []) {
        addCategories(args, `${coordinate}(${argument.name.value}:)`, argument.directives, names);
      }
    }
  }
  for (const node of sdl.definitions) {
    if (isInput(node)) {
      for (const field of node.fields ?? []) {
        addCategories(inputFields, `${node.name.value}.${field.name.value}`, field.directives, names);
      }
    }
    if (isEnum(node)) {
      for (const value of node.values ?? []) {
        addCategories(enumValues, `${node.name.value}.${value.name.value}`, value.directives, names);
      }
    }
  }
  return { fields, arguments: args, inputFields, enumValues };
}

function isInput(node: { readonly kind: string }): node is InputNode {
  return node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION;
}

function isEnum(node: { readonly kind: string }): node is EnumNode {
  return node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION;
}

function fieldAccess(
  field: FieldDefinitionNode,
  names: ReadonlyMap<string, AccessDirective>,
  before: FieldAccess | undefined,
): FieldAccess | undefined {
  const said = (directive: AccessDirective, argument: string) =>
    (field.directives ?? [])
      .filter(({ name }) => names.get(name.value) === directive)
      .map((node) => stringArgument(node, argument) ?? '');
  const categories = [...(before?.categories ?? []), ...(said('category', 'is') as Category[])];
  const actions = [...(before?.actions ?? []), ...(said('audience', 'action') as Action[])];
  const open = before?.open ?? said('open', 'why')[0];
  if (categories.length === 0 && actions.length === 0 && open === undefined) return undefined;
  return { categories, actions, ...(open === undefined ? {} : { open }) };
}

function addCategories(
  to: Map<string, readonly Category[]>,
  coordinate: string,
  directives: readonly ConstDirectiveNode[] | undefined,
  names: ReadonlyMap<string, AccessDirective>,
): void {
  const said = (directives ?? []).filter(({ name }) => names.get(name.value) === 'category');
  if (said.length === 0) return;
  const categories = said.map((node) => (stringArgument(node, 'is') ?? '') as Category);
  to.set(coordinate, [...(to.get(coordinate) ?? []), ...categories]);
}
