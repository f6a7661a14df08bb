import { cpus } from 'node:os';
import type { BarVerdict } from './bars';
import { median, ratio } from './bars';
import type { DialectRun, Measure, Watched } from './dialect-run';
import { growthOf } from './memory-run';

const NAMES: Readonly<Record<Measure, string>> = {
  'no-op': 'bare `node:http`, which reads and says yes; one report a request, 50 connections',
  checked: 'the same, which parses and checks the report, and stores nothing',
  single: 'Hearth, one report a request, 50 connections, acknowledged when durable',
  save: 'Express, one TypeORM `save` a request, 50 connections',
  graphql: 'Apollo Server, type-graphql, one mutation with one TypeORM `save` a report, 50 connections',
  rows: 'mysql2, bare text multi-row inserts of the rows that Hearth makes of 500 reports, one connection',
  bodies: 'mysql2, a bare text multi-row insert of 500 ids and bodies as they came, one connection',
  batch: 'Hearth, gzip batches of 500, 4 connections, to committed facts',
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const shown = (value: number): string => (value >= 10 ? value.toFixed(1) : value.toFixed(2));

function rates(run: DialectRun): string {
  const rows = (Object.keys(NAMES) as Measure[]).map((name) => {
    const latency = run.latencies[name];
    const spent = run.processor[name];
    return [
      NAMES[name],
      whole(median(run.rates[name])),
      shown(ratio(run, name, 'no-op')),
      shown(ratio(run, 'batch', name)),
      shown(ratio(run, 'single', name)),
      spent ? median(spent).toFixed(0) : '',
      latency ? `${latency.p50.toFixed(1)} / ${latency.p99.toFixed(1)}` : '',
    ];
  });
  return table(
    [
      'contestant',
      'reports/s, median',
      '÷ no-op',
      'batches ÷ it',
      'singles ÷ it',
      'server’s processor, µs/report',
      'ms, p50 / p99',
    ],
    rows,
  );
}

function stages(watched: Watched): string {
  const perReport = (ms: number) => ((ms * 1000) / watched.reports).toFixed(1);
  const share = (ms: number) => `${((ms / watched.seconds / 1000) * 100).toFixed(1)} %`;
  const own = table(
    ['stage of the main thread', 'µs/report', 'share'],
    watched.stages.map(([name, ms]) => [name, perReport(ms), share(ms)]),
  );
  const waits = [...watched.waits].sort((a, b) => b.milliseconds - a.milliseconds);
  const waited = table(
    ['what the writer waited for', 'times', 'ms each', 'µs/report'],
    waits.map(({ name, times, milliseconds }) => [
      name,
      String(times),
      times > 0 && milliseconds > 0 ? (milliseconds / times).toFixed(2) : '',
      milliseconds > 0 ? perReport(milliseconds) : '',
    ]),
  );
  const { utilization, delayP50, delayP99 } = watched;
  const loop = `Event loop: ${(utilization * 100).toFixed(0)} % busy; turns late by ${delayP50.toFixed(1)} ms (half), ${delayP99.toFixed(1)} ms (99 of 100).`;
  return [own, waited, loop].join('\n\n');
}

function memory({ memory: run }: DialectRun): string {
  const mega = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  const last = run.points.at(-1)?.reports ?? 0;
  const rows = run.points.map(({ reports, heapUsed, rss }) => [whole(reports), mega(heapUsed), mega(rss)]);
  return [
    `${whole(last)} reports in ${run.seconds.toFixed(1)} s: ${whole(last / run.seconds)} a second. The heap's highest rose by ${growthOf(run).toFixed(1)} MB from the first half to the second.`,
    table(['reports', 'heap in use, MB', 'process, MB'], rows),
  ].join('\n\n');
}

/** The benchmark's report in Markdown: bars first, then what they were made of, then where the time goes. */
export function writeReport(runs: readonly DialectRun[], verdicts: readonly BarVerdict[]): string {
  const bars = table(
    ['database', 'what', 'reached', 'bar', 'goal', ''],
    verdicts.map(({ dialect, bar, value, holds }) => [
      dialect,
      bar.title,
      shown(value),
      String(bar.least),
      bar.goal === undefined ? '' : String(bar.goal),
      holds ? 'holds' : 'MISSED',
    ]),
  );
  const parts = runs.flatMap((run) => [
    `## ${run.dialect}\n\n${run.settings}`,
    rates(run),
    `### Where the time goes: single reports (one more round, watched)\n\n${stages(run.watched.single)}`,
    `### Where the time goes: batches\n\n${stages(run.watched.batch)}`,
    `### Memory over the whole corpus\n\n${memory(run)}`,
  ]);
  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; client, server and database share them. Compare within a table.`;
  return `${['# What the intake is worth', machine, bars, ...parts].join('\n\n')}\n`;
}
