import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAccessTable } from '@hearth/access-plan';
import { readSupergraph } from '@hearth/gateway';
import { CURRENT_POLICY } from '@hearth/policy';
import {
  buildTrace,
  ENFORCEMENT,
  traceFaults,
  type MarkedTest,
  type PolicyTrace,
} from '@hearth/policy-trace';
import { parse } from 'graphql';
import { compactJson } from './compact-json';
import { ROOT } from './projects';
import { tracePage } from './trace-page';

/** A trace with the files that are committed of it, and what is wrong with it. */
export interface GeneratedTrace {
  readonly trace: PolicyTrace;
  /** Text by path from the root of the repository. */
  readonly files: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
}

/** Makes the trace out of the policy, the committed supergraph, the declared mechanisms and the results of tests. */
export function generateTrace(tests: readonly MarkedTest[]): GeneratedTrace {
  const { fields } = readAccessTable(parse(readSupergraph()));
  const trace = buildTrace({ policy: CURRENT_POLICY, fields, enforcement: ENFORCEMENT, tests });
  return {
    trace,
    files: {
      'libs/policy-trace/trace.json': `${compactJson(trace)}\n`,
      'docs/trace.md': tracePage(trace),
    },
    faults: traceFaults(trace),
  };
}

/** Those of the generated files that are not what is committed. */
export function staleFiles(generated: GeneratedTrace): string[] {
  return Object.entries(generated.files)
    .filter(([file, text]) => {
      const path = join(ROOT, file);
      return !existsSync(path) || readFileSync(path, 'utf8') !== text;
    })
    .map(([file]) => file);
}
