import type { RetentionRun } from '@hearth/retention';

/** A run as lines for people: class, room, table and rows, and what could not be done. */
export function describeRun({ removed, failed, unknown }: RetentionRun): string {
  const lines = removed.map(
    ({ class: key, room, table, rows }) =>
      `${key.padEnd(20)} ${`${room}.${table}`.padEnd(32)} ${String(rows).padStart(10)}`,
  );
  return [
    ...lines,
    ...failed.map(({ class: key, room, table }) => `failed: ${key} in ${room}.${table}`),
    ...unknown.map((key) => `no way to remove: ${key}`),
    `rows: ${removed.reduce((sum, { rows }) => sum + rows, 0)}`,
    '',
  ].join('\n');
}
