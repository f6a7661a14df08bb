import type { AccessTable, FieldAccess } from '@hearth/access-plan';

type Categories = ReadonlyMap<string, readonly string[]>;

/**
 * What a subgraph demands and the supergraph does not, one sentence each; empty when nothing was lost on the way.
 * Composers drop directives that they do not know, and a demand that is dropped reads as none.
 */
export function conservationFaults(subgraph: string, own: AccessTable, supergraph: AccessTable): string[] {
  const faults: string[] = [];
  for (const [coordinate, access] of own.fields) {
    const kept = supergraph.fields.get(coordinate);
    for (const demand of demandsOf(access)) {
      if (!kept || !demandsOf(kept).includes(demand)) {
        faults.push(`${subgraph} demands ${demand} of ${coordinate}, and the supergraph does not.`);
      }
    }
  }
  faults.push(...lost(subgraph, own.arguments, supergraph.arguments));
  faults.push(...lost(subgraph, own.inputFields, supergraph.inputFields));
  faults.push(...lost(subgraph, own.enumValues, supergraph.enumValues));
  return faults;
}

function demandsOf(access: FieldAccess): string[] {
  return [...access.categories, ...access.actions];
}

function lost(subgraph: string, own: Categories, supergraph: Categories): string[] {
  return [...own].flatMap(([coordinate, categories]) =>
    categories
      .filter((category) => !supergraph.get(coordinate)?.includes(category))
      .map((category) => `${subgraph} demands ${category} of ${coordinate}, and the supergraph does not.`),
  );
}
