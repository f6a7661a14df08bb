// npm run trace writes libs/policy-trace/trace.json and docs/trace.md from the code and the results of the last test run.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatherTests } from './gather';
import { generateTrace, staleFiles } from './generate';
import { ROOT } from './projects';

const { tests, missing } = gatherTests();
const generated = generateTrace(tests);
const stale = staleFiles(generated);
for (const file of stale) writeFileSync(join(ROOT, file), generated.files[file] ?? '');
for (const fault of [...missing, ...generated.faults]) console.error(fault);
console.log(`${Object.keys(generated.files).length} files of the trace, ${stale.length} written`);
process.exitCode = missing.length + generated.faults.length === 0 ? 0 : 1;
