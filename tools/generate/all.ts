// npm run generate:all writes every generated file; npm run generate:check fails where one no longer agrees.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { declaredTable } from './client/declared-table';
import { cataloguePage } from './pages/catalogue-page';
import { configurationPage } from './pages/configuration-page';
import { errorsPage } from './pages/errors-page';
import { failpointsPage } from './pages/failpoints-page';
import { keysPage } from './pages/keys-page';
import { policyPage } from './pages/policy-page';
import { projectsPage } from './pages/projects-page';
import { registerPage } from './pages/register-page';
import { retentionPage } from './pages/retention-page';
import { generateSupergraph } from './supergraph';
import { protocolVectors } from './vectors/protocol-vectors';

const root = join(__dirname, '..', '..');
const DECLARED = 'libs/call-home/src/generated/declared-table.ts';
const check = process.argv.includes('--check');

async function main(): Promise<void> {
  const files: Record<string, string> = {
    'docs/catalogue.md': cataloguePage(),
    'docs/clauses.md': policyPage(),
    'docs/configuration.md': configurationPage(),
    'docs/errors.md': errorsPage(),
    'docs/failpoints.md': failpointsPage(),
    'docs/keys.md': keysPage(),
    'docs/projects.md': projectsPage(root),
    'docs/register.md': registerPage(),
    'docs/retention.md': retentionPage(),
    'libs/call-home/vectors/protocol-vectors.json': protocolVectors(),
    [DECLARED]: await declaredTable(join(root, DECLARED)),
    'libs/gateway/supergraph.graphql': (await generateSupergraph()).text,
  };
  let stale = 0;
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, file);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    stale += 1;
    if (check) console.error(`${file} no longer agrees with the code: run npm run generate:all`);
    else writeFileSync(path, text);
  }
  console.log(`${Object.keys(files).length} generated files, ${stale} ${check ? 'stale' : 'written'}`);
  if (check && stale > 0) process.exit(1);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
