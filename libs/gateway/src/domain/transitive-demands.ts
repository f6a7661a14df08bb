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
  const types = new Map(
    supergraph.definitions
      .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((type) => [type.name.value, type]),
  );
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

function requiredBy(field: FieldDefinitionNode): SelectionSetNode[] {
  return (field.directives ?? [])
    .filter(({ name }) => name.value === 'join__field')
    .flatMap((directive: ConstDirectiveNode) => {
      const value = directive.arguments?.find(({ name }) => name.value === 'requires')?.value;
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
