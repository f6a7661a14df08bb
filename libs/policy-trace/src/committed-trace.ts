import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyTrace } from './domain/trace';

/** Where the committed trace lies: beside `src` and `dist` alike, so that both find it. */
export const TRACE_FILE: string = join(__dirname, '..', 'trace.json');

let committed: PolicyTrace | undefined;

/** The trace that this version of the software was published with. It is read once. */
export function readPolicyTrace(): PolicyTrace {
  committed ??= JSON.parse(readFileSync(TRACE_FILE, 'utf8')) as PolicyTrace;
  return committed;
}
