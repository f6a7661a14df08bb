import type { AccessTable } from '@hearth/access-plan';
import { Kind, parse } from 'graphql';
import type {
  ConstDirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
  SelectionSetNode,
  TypeNode,
} from 'graphql';

/**
 * Fields that are computed from others (`@requires`) and demand less than those do, one sentence each. The gateway fetches what
 * is required without a reader having asked for it, so whoever may have the result must be one who may have what it is made of.
 */
export function transitiveFaults(supergraph: DocumentNode, table: AccessTable): string[] {
  const types = objectTypes(supergraph);
  const faults: string[] = [];
  for (const type of types.values()) {
    for (const field of type.fields ?? []) {
      const own = `${type.name.value}.${field.name.value}`;
      const demanded = table.fields.get(own)?.categories ?? [];
      for (const required of requiredBy(field)) {
        for (const coordinate of coordinatesIn(required, type, types)) {
          const lacking = (table.fields.get(coordinate)?.categories ?? []).filter(
            (category) => !demanded.includes(category),
          );
          for (const category of lacking) {
            faults.push(`${own} requires ${coordinate}, and does not demand its category ${category}.`);
          }
        }
      }
    }
  }
  return faults;
}

/**
 * Keys of entities with a field that has a category, one sentence each. A key is fetched to join subgraphs for whoever reads
 * anything beyond the join, asked for or not, and travels between them: so it must be open, as a random id is.
 */
export function keyFaults(supergraph: DocumentNode, table: AccessTable): string[] {
  const types = objectTypes(supergraph);
  const faults = new Set<string>();
  for (const type of types.values()) {
    for (const key of selectionsOf(type.directives, 'join__type', 'key')) {
      for (const coordinate of coordinatesIn(key, type, types)) {
        for (const category of table.fields.get(coordinate)?.categories ?? [])
          faults.add(`${type.name.value} has the key ${coordinate}, which has the category ${category}.`);
      }
    }
  }
  return [...faults];
}

function objectTypes(supergraph: DocumentNode): ReadonlyMap<string, ObjectTypeDefinitionNode> {
  return new Map(
    supergraph.definitions
      .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((type) => [type.name.value, type]),
  );
}

function requiredBy(field: FieldDefinitionNode): SelectionSetNode[] {
  return selectionsOf(field.directives, 'join__field', 'requires');
}

function selectionsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  directive: string,
  argument: string,
): SelectionSetNode[] {
  return (directives ?? [])
    .filter(({ name }) => name.value === directive)
    .flatMap((node) => {
      const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
      if (value?.kind !== Kind.STRING) return [];
      const [operation] = parse(`{ ${value.value} }`, { noLocation: true }).definitions;
      return operation?.kind === Kind.OPERATION_DEFINITION ? [operation.selectionSet] : [];
    });
}

function* coordinatesIn(
  selection: SelectionSetNode,
  type: ObjectTypeDefinitionNode | undefined,
  types: ReadonlyMap<string, ObjectTypeDefinitionNode>,
): Generator<string> {
  for (const part of selection.selections) {
    if (part.kind === Kind.INLINE_FRAGMENT) {
      const on = part.typeCondition ? types.get(part.typeCondition.name.value) : type;
      yield* coordinatesIn(part.selectionSet, on, types);
    }
    if (part.kind !== Kind.FIELD || type === undefined) continue;
    yield `${type.name.value}.${part.name.value}`;
    const field = type.fields?.find(({ name }) => name.value === part.name.value);
    if (part.selectionSet && field)
      yield* coordinatesIn(part.selectionSet, types.get(namedType(field.type)), types);
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
