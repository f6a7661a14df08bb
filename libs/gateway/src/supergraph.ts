import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the committed supergraph lies: beside `src` and `dist` alike, so that both find it. */
export const SUPERGRAPH_FILE: string = join(__dirname, '..', 'supergraph.graphql');

/** The composed supergraph of the four subgraphs, as the build made it. */
export function readSupergraph(): string {
  return readFileSync(SUPERGRAPH_FILE, 'utf8');
}
