import { createHash } from 'node:crypto';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Kind, print, visit } from 'graphql';

/** The operation that a request chose, or undefined where the choice is ambiguous or missing. */
export function chosenOperation(
  document: DocumentNode,
  operationName: string | null | undefined,
): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  if (operationName) return operations.find((o) => o.name?.value === operationName);
  return operations.length === 1 ? operations[0] : undefined;
}

// A document that is asked again and again is the same object each time; its operations are few.
const known = new WeakMap<DocumentNode, Map<string, Buffer>>();

/** The signature of an operation, worked out once for each document. */
export function operationSignature(document: DocumentNode, operationName: string | null | undefined): Buffer {
  const ofDocument = known.get(document) ?? new Map<string, Buffer>();
  known.set(document, ofDocument);
  const name = operationName ?? '';
  const signature = ofDocument.get(name) ?? signatureOf(document, operationName);
  if (chosenOperation(document, operationName)) ofDocument.set(name, signature);
  return signature;
}

/**
 * SHA-256 of an operation as a shape: the chosen operation and the fragments it reaches, in order of name, with every
 * literal emptied. So two requests that differ only in whom they ask about have one signature, and the record of
 * releases holds no customer's id by way of a hash that could be guessed.
 */
function signatureOf(document: DocumentNode, operationName: string | null | undefined): Buffer {
  const operation = chosenOperation(document, operationName);
  if (!operation) return createHash('sha256').update('').digest();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const reached = new Map<string, FragmentDefinitionNode>();
  const reach = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (!fragment || reached.has(fragment.name.value)) continue;
        reached.set(fragment.name.value, fragment);
        reach(fragment.selectionSet);
      } else if (selection.selectionSet) {
        reach(selection.selectionSet);
      }
    }
  };
  reach(operation.selectionSet);
  const inOrder = [...reached.keys()].sort().flatMap((name) => reached.get(name) ?? []);
  const shape = visit(
    { kind: Kind.DOCUMENT, definitions: [operation, ...inOrder] },
    {
      IntValue: (node) => ({ ...node, value: '0' }),
      FloatValue: (node) => ({ ...node, value: '0' }),
      StringValue: (node) => ({ ...node, value: '', block: false }),
      ListValue: (node) => ({ ...node, values: [] }),
      ObjectValue: (node) => ({ ...node, fields: [] }),
    },
  );
  return createHash('sha256').update(print(shape)).digest();
}
