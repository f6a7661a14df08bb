import { BoundedMap } from '@hearth/access-plan';
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getOperationAST, print, validate } from 'graphql';

/** A document that was checked against the schema once. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

/** The gateway sends few shapes of documents, again and again. */
const DOCUMENTS_MAX = 1_000;
/** Larger ones are checked anew: a thousand of them would not fit. */
const KEPT_CHARACTERS_MAX = 32_768;

/** Validates documents, each text once. */
export function createCheckedDocuments(schema: GraphQLSchema): (document: DocumentNode) => CheckedDocument {
  const byNode = new WeakMap<DocumentNode, CheckedDocument>();
  const byText = new BoundedMap<string, CheckedDocument>(DOCUMENTS_MAX);
  return (document) => {
    const known = byNode.get(document);
    if (known !== undefined) return known;
    const text = print(document);
    let checked = byText.get(text);
    if (checked === undefined) {
      const errors = validate(schema, document, undefined, { maxErrors: 10, hideSuggestions: true });
      checked = { document, errors };
      if (text.length <= KEPT_CHARACTERS_MAX) byText.set(text, checked);
    }
    byNode.set(document, checked);
    return checked;
  };
}

/** The one operation that a request means; undefined where it means none, or a subscription. */
export function operationOf(
  document: DocumentNode,
  name: string | undefined,
): OperationDefinitionNode | undefined {
  const operation = getOperationAST(document, name);
  return operation?.operation === 'subscription' ? undefined : (operation ?? undefined);
}
