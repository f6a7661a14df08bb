// type-graphql keeps what its decorators saw in one global store and exports no way to it. Two things there need settling
// before a schema is built; both are idempotent.
interface FieldMetadata {
  readonly name: string;
  readonly schemaName: string;
  readonly target: unknown;
  simple?: boolean;
}
interface MetadataStore {
  readonly params: { readonly index: number }[];
  readonly fields: FieldMetadata[];
  readonly middlewares: readonly { readonly target: unknown; readonly fieldName: string }[];
}

const store = globalThis as { TypeGraphQLMetadataStorage?: MetadataStore };

/** Settles the store: arguments in the order they are written, plain fields without a wrapper around each read. */
export function settleMetadata(): void {
  const metadata = store.TypeGraphQLMetadataStorage;
  if (metadata === undefined) return;
  // Parameter decorators run last to first, and arguments would be printed in that order.
  metadata.params.sort((a, b) => a.index - b.index);
  // Without middleware the wrapper only reads the property, at several times the cost of graphql-js doing so.
  for (const field of metadata.fields) {
    const watched = metadata.middlewares.some((m) => m.target === field.target && m.fieldName === field.name);
    if (field.simple === undefined && field.name === field.schemaName && !watched) field.simple = true;
  }
}
