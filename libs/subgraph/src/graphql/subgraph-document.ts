import type {
  ConstDirectiveNode,
  DocumentNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  InputValueDefinitionNode,
  TypeDefinitionNode,
} from 'graphql';
import { isInputObjectType, isInterfaceType, isObjectType, Kind, parse, printSchema, visit } from 'graphql';

/**
 * Directives for what has no decorator, by schema coordinate: `CustomerOrder.COMPANY_NAME` (enum value),
 * `CustomerFilter.companyName` (input field), `Customer.usage(metrics:)` (argument), `Customer.name` or `Customer`.
 */
export type DirectivesOn = Readonly<Record<string, string>>;

interface HasAst {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
}

type Definition =
  TypeDefinitionNode | FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

const applied = (part: HasAst | undefined): readonly ConstDirectiveNode[] => part?.astNode?.directives ?? [];

const fieldsOf = (type: GraphQLNamedType | undefined) =>
  isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? type.getFields() : {};

/** Reads `@category(is: "…") @open(why: "…")` as directive nodes. */
function parseDirectives(text: string): readonly ConstDirectiveNode[] {
  const [definition] = parse(`scalar S ${text}`).definitions;
  return definition?.kind === Kind.SCALAR_TYPE_DEFINITION ? (definition.directives ?? []) : [];
}

function partAt(
  schema: GraphQLSchema,
  typeName: string,
  fieldName?: string,
  argument?: string,
): HasAst | undefined {
  const type = schema.getType(typeName);
  if (fieldName === undefined) return type as HasAst | undefined;
  const field = fieldsOf(type)[fieldName];
  if (argument === undefined) return field as HasAst | undefined;
  return field !== undefined && 'args' in field
    ? (field.args.find((arg) => arg.name === argument) as HasAst | undefined)
    : undefined;
}

/**
 * The document of a code-first schema with its directives. type-graphql leaves them on partial astNodes, which no printer
 * reads; they are grafted on what graphql-js prints. Throws TypeError when `directivesOn` names what is not there.
 */
export function subgraphDocument(schema: GraphQLSchema, directivesOn: DirectivesOn): DocumentNode {
  const unused = new Set(Object.keys(directivesOn));
  let typeName = '';
  let fieldName: string | undefined;
  function graft<N extends Definition>(node: N, coordinate: string, part: HasAst | undefined): N {
    const extra = Object.hasOwn(directivesOn, coordinate) ? directivesOn[coordinate] : undefined;
    unused.delete(coordinate);
    const own = extra === undefined ? [] : parseDirectives(extra);
    return { ...node, directives: [...(node.directives ?? []), ...applied(part), ...own] };
  }
  const named = {
    enter<N extends TypeDefinitionNode>(node: N): N {
      typeName = node.name.value;
      fieldName = undefined;
      return graft(node, typeName, partAt(schema, typeName));
    },
  };
  const document = visit(parse(printSchema(schema)), {
    ObjectTypeDefinition: named,
    InterfaceTypeDefinition: named,
    InputObjectTypeDefinition: named,
    EnumTypeDefinition: named,
    UnionTypeDefinition: named,
    ScalarTypeDefinition: named,
    EnumValueDefinition: {
      enter: (node) => graft(node, `${typeName}.${node.name.value}`, undefined),
    },
    FieldDefinition: {
      enter(node) {
        fieldName = node.name.value;
        return graft(node, `${typeName}.${fieldName}`, partAt(schema, typeName, fieldName));
      },
      leave() {
        fieldName = undefined;
      },
    },
    InputValueDefinition: {
      enter(node) {
        const name = node.name.value;
        return fieldName === undefined
          ? graft(node, `${typeName}.${name}`, partAt(schema, typeName, name))
          : graft(node, `${typeName}.${fieldName}(${name}:)`, partAt(schema, typeName, fieldName, name));
      },
    },
  });
  if (unused.size > 0) throw new TypeError(`directivesOn: nothing is at ${[...unused].join(', ')}`);
  return document;
}
