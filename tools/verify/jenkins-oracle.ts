// The statistics of the Jenkins reports, computed straight from the raw lines by the published rules, sharing no code with
// the catalogue: a second opinion for the months and tables of which there is no published answer key.
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

interface RawReport {
  readonly install: string;
  readonly version: string;
  readonly timestamp: string;
  readonly jobs: Readonly<Record<string, number>>;
  readonly nodes: readonly { master?: boolean; os?: string; executors: number; 'jvm-version'?: string }[];
  readonly plugins: readonly { name: string; version: string }[];
}
interface LastOfMonth {
  at: number;
  /** File and line decide a tie through the report id, which is derived from both; see reportOrder. */
  order: string;
  reports: number;
  raw: RawReport;
}
/** Table → key → count. Keys of two parts are joined with a tab. */
export type Tables = Readonly<Record<string, ReadonlyMap<string, number>>>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function instantOf(timestamp: string): number {
  const [, day, month, year, time, sign, hours, minutes] =
    /^(\d+)\/(\w+)\/(\d+):([\d:]+) ([+-])(\d\d)(\d\d)$/.exec(timestamp) ?? [];
  if (day === undefined) throw new Error('A timestamp of the corpus is not in its own format.');
  const monthNumber = String(MONTHS.indexOf(month as string) + 1).padStart(2, '0');
  return Date.parse(
    `${String(year)}-${monthNumber}-${day}T${String(time)}${String(sign)}${String(hours)}:${String(minutes)}`,
  );
}

const refused = (r: RawReport): boolean =>
  r.version.length > 32 ||
  ['SNAPSHOT', '***', '?'].some((part) => r.version.includes(part)) ||
  r.nodes.some((n) => !Number.isInteger(n.executors) || n.executors < 0) ||
  Object.values(r.jobs).some((n) => !Number.isInteger(n) || n < 0);

const jobsOf = (r: RawReport): [string, number][] =>
  Object.entries(r.jobs).filter(([type, n]) => !type.startsWith('private') && n !== 0);

function jvmFamily(version: string | undefined): string {
  if (version === undefined) return 'N/A';
  if (['2.3', '2.4', '5.1.0844', '5.1.0909'].includes(version) || /^1[0-7]\.\d-b\d\d$/.test(version))
    return '1.6';
  if (version === '8') return '1.8';
  return version.startsWith('1.') ? version.split('.').slice(0, 2).join('.') : String(version.split('.')[0]);
}

export interface Oracle {
  readonly lines: number;
  readonly refused: number;
  readonly ignored: number;
  /** The lines in the order of files and lines, each by what `reportOrder` calls it. */
  readonly names: readonly string[];
  /** Whether the rules refuse the line of this name. */
  isRefused(name: string): boolean;
  tables(month: number): Tables;
}

/** Reads <data>/jenkins-usage/reports whole. `reportOrder` gives the id that decides between reports of one instant. */
export async function readOracle(
  data: string,
  reportOrder: (file: string, line: number) => string,
): Promise<Oracle> {
  const folder = join(data, 'jenkins-usage', 'reports');
  const months = new Map<number, Map<string, LastOfMonth>>();
  let lines = 0;
  const names: string[] = [];
  const refusals = new Set<string>();
  let ignored = 0;
  for (const file of readdirSync(folder).sort()) {
    const reader = createInterface({ input: createReadStream(join(folder, file)).pipe(createGunzip()) });
    let number = 0;
    for await (const line of reader) {
      number += 1;
      lines += 1;
      const raw = JSON.parse(line) as RawReport;
      const name = reportOrder(file, number);
      names.push(name);
      if (refused(raw)) {
        refusals.add(name);
        continue;
      }
      if (jobsOf(raw).length === 0) {
        ignored += 1;
        continue;
      }
      const at = instantOf(raw.timestamp);
      const date = new Date(at);
      const month = date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
      const states = months.get(month) ?? new Map<string, LastOfMonth>();
      months.set(month, states);
      const state = states.get(raw.install);
      if (!state) states.set(raw.install, { at, order: name, reports: 1, raw });
      else {
        state.reports += 1;
        if (at > state.at || (at === state.at && name < state.order))
          Object.assign(state, { at, order: name, raw });
      }
    }
  }
  return {
    lines,
    refused: refusals.size,
    names,
    isRefused: (name) => refusals.has(name),
    ignored,
    tables: (month) => tablesOf(months.get(month) ?? new Map()),
  };
}

function tablesOf(states: ReadonlyMap<string, LastOfMonth>): Tables {
  const names = [
    'installations-by-version',
    'installations-by-jvm',
    'installations-by-plugin',
    'plugin-versions',
    'jobs-by-type',
    'nodes-by-os',
    'installations-by-executors',
  ] as const;
  const tables = Object.fromEntries(names.map((n) => [n, new Map<string, number>()])) as Record<
    (typeof names)[number],
    Map<string, number>
  >;
  const add = (table: (typeof names)[number], key: string, n = 1) =>
    tables[table].set(key, (tables[table].get(key) ?? 0) + n);
  for (const { raw, reports } of states.values()) {
    if (reports < 2) continue;
    if (/^\d/.test(raw.version) && !raw.version.includes('private'))
      add('installations-by-version', raw.version);
    add('installations-by-jvm', jvmFamily(raw.nodes.find((n) => n.master === true)?.['jvm-version']));
    const plugins = raw.plugins.filter(
      (p) => !p.name.startsWith('privateplugin') && !p.version.includes('(private)'),
    );
    // An installation that lists a plugin twice counts twice: so does the published table.
    for (const plugin of plugins) {
      add('installations-by-plugin', plugin.name);
      add('plugin-versions', `${plugin.name}\t${plugin.version}`);
    }
    for (const [type, n] of jobsOf(raw)) add('jobs-by-type', type, n);
    for (const node of raw.nodes)
      add('nodes-by-os', node.os === undefined || node.os === '' ? 'N/A' : node.os);
    const executors = raw.nodes.reduce((sum, n) => sum + (n.executors === 2147483647 ? 0 : n.executors), 0);
    add('installations-by-executors', String(executors));
  }
  return tables;
}
