// Composes the four subgraphs into libs/gateway/supergraph.graphql.
//   node tools/run.cjs tools/generate/supergraph.ts [--check]
// With --check nothing is written, and a file that is not what the sources make of it fails the run.
import 'reflect-metadata';
import { auditAccessTable, readAccessTable } from '@hearth/access-plan';
import { buildAggregationSchema } from '@hearth/aggregation';
import { buildCustomerRecordsSchema } from '@hearth/customer-records';
import { conservationFaults, SUPERGRAPH_FILE } from '@hearth/gateway';
import { buildIngestionSchema } from '@hearth/ingestion';
import { buildPartnerAccessSchema } from '@hearth/partner-access';
import type { SubgraphSchema } from '@hearth/subgraph';
import { compositionHasErrors, composeServices } from '@theguild/federation-composition';
import { parse, print, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Composes subgraphs. Throws with every fault: what does not compose, is undeclared, or was lost on the way. */
export function composeSupergraph(subgraphs: readonly Pick<SubgraphSchema, 'name' | 'sdl'>[]): string {
  const result = composeServices(
    subgraphs.map(({ name, sdl }) => ({
      name,
      typeDefs: parse(sdl),
      // Names that resolve nowhere: where a subgraph is, the gateway is told when it starts.
      url: `http://${name}.hearth.invalid/graphql`,
    })),
  );
  if (compositionHasErrors(result)) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  const supergraph = parse(result.supergraphSdl);
  const table = readAccessTable(supergraph);
  const faults = [
    ...auditAccessTable(supergraph),
    ...subgraphs.flatMap(({ name, sdl }) => conservationFaults(name, readAccessTable(parse(sdl)), table)),
  ];
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return `${print(withOneReason(supergraph)).trim()}\n`;
}

// A field of several subgraphs, a key above all, may come with a reason from each. The first stands.
function withOneReason(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, {
    FieldDefinition: (field) => {
      const reasons = (field.directives ?? []).filter(({ name }) => name.value === 'open');
      const directives = (field.directives ?? []).filter(
        (one) => one === reasons[0] || !reasons.includes(one),
      );
      return reasons.length > 1 ? { ...field, directives } : undefined;
    },
  });
}

/** The supergraph of the project as its sources make it. */
export async function generateSupergraph(): Promise<{ readonly file: string; readonly text: string }> {
  const subgraphs = await Promise.all([
    buildCustomerRecordsSchema(),
    buildIngestionSchema(),
    buildAggregationSchema(),
    buildPartnerAccessSchema(),
  ]);
  return { file: SUPERGRAPH_FILE, text: composeSupergraph(subgraphs) };
}

async function main(): Promise<void> {
  const { file, text } = await generateSupergraph();
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (before === text) {
    console.log('libs/gateway/supergraph.graphql is what the subgraphs make of it.');
  } else if (process.argv.includes('--check')) {
    console.error(
      'libs/gateway/supergraph.graphql is stale: node tools/run.cjs tools/generate/supergraph.ts',
    );
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log('Wrote libs/gateway/supergraph.graphql.');
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
