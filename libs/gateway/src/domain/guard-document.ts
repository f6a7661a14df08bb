import type { DocumentNode } from 'graphql';
import { GraphQLError, Kind, parse, visit } from 'graphql';
import type { GatewayLimits } from './limits';
import { measureDocument } from './measure-document';

/** Why a document was refused before anybody planned or validated it. */
export type GuardCode =
  | 'TOO_MANY_TOKENS'
  | 'TOO_DEEP'
  | 'TOO_MANY_ALIASES'
  | 'TOO_MANY_DIRECTIVES'
  | 'TOO_MANY_ROOT_FIELDS'
  | 'TOO_MANY_SELECTIONS'
  | 'TOO_BROAD'
  | 'RESERVED_NAME'
  | 'SUBSCRIPTIONS_NOT_SERVED'
  | 'INCREMENTAL_DELIVERY_NOT_SERVED';

/** A document that the door does not take, with what was wrong in words that hold no part of it. */
export interface GuardRefusal {
  readonly code: GuardCode;
  readonly message: string;
}

// A response is an object with the reader's own words as keys. Those that mean something to JavaScript itself have
// let readers of other engines overwrite what every object inherits; nobody needs them as names.
const RESERVED: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * Looks at a document before it is validated: its size in every dimension, names that mean something to the machine,
 * and what this door does not serve. A document that does not parse is left to the parser that comes after.
 */
export function guardDocument(query: string, limits: GatewayLimits): GuardRefusal | undefined {
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true, maxTokens: limits.tokens });
  } catch (error) {
    const tooLong = error instanceof GraphQLError && error.message.includes('tokens. Parsing aborted');
    return tooLong ? tooMuch('TOO_MANY_TOKENS', 'tokens', limits.tokens) : undefined;
  }
  return guardSize(document, limits) ?? guardNames(document);
}

function guardSize(document: DocumentNode, limits: GatewayLimits): GuardRefusal | undefined {
  const measure = measureDocument(document);
  if (measure.depth > limits.depth) return tooMuch('TOO_DEEP', 'levels', limits.depth);
  if (measure.aliases > limits.aliases) return tooMuch('TOO_MANY_ALIASES', 'aliases', limits.aliases);
  if (measure.directives > limits.directives) {
    return tooMuch('TOO_MANY_DIRECTIVES', 'directives', limits.directives);
  }
  if (measure.rootFields > limits.rootFields) {
    return tooMuch('TOO_MANY_ROOT_FIELDS', 'fields at its root', limits.rootFields);
  }
  if (measure.selections > limits.selections) {
    return tooMuch('TOO_MANY_SELECTIONS', 'fields once its fragments are expanded', limits.selections);
  }
  if (measure.breadth > limits.breadth) {
    return tooMuch('TOO_BROAD', 'fields beside each other', limits.breadth);
  }
  return undefined;
}

function guardNames(document: DocumentNode): GuardRefusal | undefined {
  let refusal: GuardRefusal | undefined;
  visit(document, {
    OperationDefinition: (node) => {
      if (node.operation === 'subscription') {
        refusal = { code: 'SUBSCRIPTIONS_NOT_SERVED', message: 'Subscriptions are not served here.' };
      }
    },
    Directive: (node) => {
      if (node.name.value === 'defer' || node.name.value === 'stream') {
        refusal = {
          code: 'INCREMENTAL_DELIVERY_NOT_SERVED',
          message: '@defer and @stream are not served here.',
        };
      }
    },
    Name: (node, _key, parent) => {
      const kind = parent && 'kind' in parent ? parent.kind : undefined;
      // Field and argument names are the schema's, and it has none of these; type names likewise.
      const chosen = kind !== Kind.NAMED_TYPE && kind !== Kind.ARGUMENT && kind !== Kind.OBJECT_FIELD;
      if (chosen && RESERVED.has(node.value)) {
        refusal = {
          code: 'RESERVED_NAME',
          message: 'A name in the document is reserved; choose another alias or variable name.',
        };
      }
    },
  });
  return refusal;
}

function tooMuch(code: GuardCode, what: string, most: number): GuardRefusal {
  return { code, message: `The document has more ${what} than the ${String(most)} allowed.` };
}
