import type { Exit } from './leaving';
import { costsOf, type Row } from './row';

const COLUMNS = [
  'fault',
  'attempts',
  'p50 off → on, ms',
  'p95 off → on, ms',
  'p99 off → on, ms',
  'by chance',
  'cycles',
  'requests/attempt',
  'CPU/attempt, ms',
  'heap, B/cycle',
  'RSS, B/cycle',
  'left',
  'deadline, s',
  'exit, ms',
  'costs',
];

const two = (n: number) => n.toFixed(2);
const p = (n: number) => (n < 0.001 ? '<0.001' : n.toPrecision(2));

function cellsOf(row: Row, bare: Exit): string[] {
  if (row.skipped !== undefined)
    return [row.name, ...Array<string>(COLUMNS.length - 2).fill('–'), `SKIPPED: ${row.skipped}`];
  const { latency: l, growth: g, exit: e } = row;
  const left = g && [...new Set([g.leftBetween, g.leftAfter])].filter(Boolean).join('; ');
  return [
    row.name,
    l ? String(l.attempts) : '–',
    ...[l?.p50, l?.p95, l?.p99].map((shift) => (shift ? `${two(shift.off)} → ${two(shift.on)}` : '–')),
    l ? [l.p50, l.p95, l.p99].map(({ chance }) => p(chance)).join(', ') : '–',
    g ? String(g.cycles) : '–',
    row.requestsPerAttempt === undefined ? '–' : two(row.requestsPerAttempt),
    g ? two(g.cpuMsPerAttempt) : '–',
    g ? g.heapBytesPerCycle.toFixed(0) : '–',
    g ? g.rssBytesPerCycle.toFixed(0) : '–',
    g ? left || 'nothing' : '–',
    row.deadlineMs === undefined ? '–' : two(row.deadlineMs / 1000),
    e ? `${e.runsOutMs}, ${e.callsExitMs}` : '–',
    costsOf(row, bare).join('; ') || 'nothing',
  ];
}

/** The table in Markdown, its columns aligned so that it reads as text too. */
export function tableOf(rows: readonly Row[], bare: Exit): string {
  const cells = [COLUMNS, ...rows.map((row) => cellsOf(row, bare))];
  const widths = COLUMNS.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  const lines = cells.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}
