/** What one request may ask of the graph's door. Every number is counted before anything is planned. */
export interface GatewayLimits {
  /** Bytes of a request's body, after decompression. */
  readonly bodyBytes: number;
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Nesting of selection sets, through fragments. */
  readonly depth: number;
  /** Fields under another name than their own, fragments expanded. */
  readonly aliases: number;
  /** Directives in the document, fragments expanded. */
  readonly directives: number;
  /** Fields at the root of one operation, fragments expanded. */
  readonly rootFields: number;
  /** Selected fields after every fragment is expanded where it is spread. */
  readonly selections: number;
  /** Fields beside each other in one selection set, fragments expanded. */
  readonly breadth: number;
  /** Values that the answer may hold, lists multiplied by the sizes asked for. */
  readonly cost: number;
  /** Milliseconds from the plan of an operation to its answer. */
  readonly answerMs: number;
}

/**
 * The limits a gateway has when it is given no others. The deepest honest document known is the introspection
 * query (15 levels); the longest are those of the access proof, which select every field of a type. A full page of a
 * hundred customers with twenty installations and as many fields each costs some 50,000.
 */
export const GATEWAY_LIMITS: GatewayLimits = {
  bodyBytes: 1_048_576,
  tokens: 8_000,
  depth: 20,
  aliases: 100,
  directives: 50,
  rootFields: 30,
  selections: 8_000,
  breadth: 200,
  cost: 250_000,
  answerMs: 30_000,
};
