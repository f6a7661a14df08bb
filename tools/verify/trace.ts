// npm run verify:trace
// Is each clause of the policy traced to something that enforces it and to a test that passed, and is the committed trace what
// the code and the last test run make of it? Runs the tests of projects that have no results yet.
import { traceFigures } from '@hearth/policy-trace';
import { MYSQL_SKIP_NOTICE, mysqlAtHand } from '@hearth/test-databases';
import { gatherTests } from '../trace/gather';
import { generateTrace, staleFiles } from '../trace/generate';

const { tests, missing } = gatherTests();
const generated = generateTrace(tests);
const stale = staleFiles(generated).map(
  (file) => `${file} is not what the code and the tests make of it: run npm run trace`,
);
const faults = [...missing, ...generated.faults, ...stale];
for (const fault of faults) console.error(`FAILED ${fault}`);
// Marked tests that need a server are skipped without one, which is no result.
if (faults.length > 0 && !mysqlAtHand()) console.error(MYSQL_SKIP_NOTICE);
const figures = traceFigures(generated.trace);
for (const { clause, rules, actionRules, mechanisms, fields, tests: its } of generated.trace.clauses) {
  console.log(
    `${clause}: ${rules.length + actionRules.length} rules, ${mechanisms.length} mechanisms, ${fields.length} fields, ${its.length} tests`,
  );
}
console.log(
  `trace: ${figures.traced} of ${figures.clauses} clauses traced to enforcement and a passing test, ` +
    `${figures.inPart.length} of them in part (${figures.inPart.join(', ')}), ` +
    `${figures.rules} rules, ${figures.fields} fields, ${figures.tests} tests`,
);
process.exitCode = faults.length === 0 && figures.traced === figures.clauses ? 0 : 1;
