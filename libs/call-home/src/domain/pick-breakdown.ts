import type { DeclaredBreakdown, DeclaredForm, DeclaredLabels } from './declared';
import type { Counts, Drop } from './pick-readings';
import { recordOf, wholeNumber } from './pick-readings';

type Given = Readonly<Record<string, unknown>>;

/** Picks the labels that a breakdown declares, with counts within bounds. Counts of 0 say nothing and are left out. */
export function pickBreakdown(metric: DeclaredBreakdown, given: Given, path: string, drop: Drop): Counts {
  const max = BigInt(metric.max);
  if (!metric.open) return pickClosed(new Set(metric.labels), given, max, path, drop);
  return metric.open.second
    ? pickTwoLevels(metric.open, metric.open.second, given, max, path, drop)
    : pickOpen(metric.open, given, max, path, drop);
}

function pickClosed(
  labels: ReadonlySet<string>,
  given: Given,
  max: bigint,
  path: string,
  drop: Drop,
): Counts {
  const picked: Record<string, number> = Object.create(null);
  for (const [label, value] of Object.entries(given)) {
    if (labels.has(label)) count(picked, label, value, max, `${path}/${label}`, drop);
    else drop(`${path}/*`);
  }
  return picked;
}

function pickOpen(open: DeclaredLabels, given: Given, max: bigint, path: string, drop: Drop): Counts {
  const picked: Record<string, number> = Object.create(null);
  const leftOut = matcher(open.leftOut?.label);
  const demanded = matcher(open.demanded) ?? (() => true);
  const fits = formOf(open);
  for (const [raw, value] of Object.entries(given)) {
    const label = raw === '' ? (open.emptyAs ?? raw) : raw;
    if (leftOut?.(label)) continue;
    if (fits(label) && demanded(label)) count(picked, label, value, max, `${path}/*`, drop);
    else drop(`${path}/*`);
  }
  return greatest(picked, open.maxLabels, `${path}/*`, drop);
}

function pickTwoLevels(
  open: DeclaredLabels,
  second: DeclaredForm & { readonly maxLabels: number },
  given: Given,
  max: bigint,
  path: string,
  drop: Drop,
): Counts {
  const picked: Record<string, Record<string, number>> = Object.create(null);
  const [leftOut, secondLeftOut] = [matcher(open.leftOut?.label), matcher(open.leftOut?.second)];
  const [fits, secondFits] = [formOf(open), formOf(second)];
  for (const [label, inner] of Object.entries(given)) {
    if (leftOut?.(label)) continue;
    if (!fits(label)) {
      drop(`${path}/*`);
      continue;
    }
    const counts: Record<string, number> = Object.create(null);
    for (const [name, value] of Object.entries(recordOf(inner))) {
      if (secondLeftOut?.(name)) continue;
      if (secondFits(name)) count(counts, name, value, max, `${path}/*/*`, drop);
      else drop(`${path}/*/*`);
    }
    const kept = greatest(counts, second.maxLabels, `${path}/*/*`, drop);
    if (Object.keys(kept).length > 0) picked[label] = kept;
  }
  return greatest(picked, open.maxLabels, `${path}/*`, drop);
}

function count(
  counts: Record<string, number>,
  label: string,
  value: unknown,
  max: bigint,
  path: string,
  drop: Drop,
): void {
  // Two labels may be filed as one, so the bound is that of their sum.
  const number = wholeNumber(value, max - BigInt(counts[label] ?? 0));
  if (number === undefined) drop(path);
  else if (number > 0n) counts[label] = (counts[label] ?? 0) + Number(number);
}

/** More labels than may be sent would have the report refused: the greatest counts stay. */
function greatest<T extends number | Record<string, number>>(
  counts: Record<string, T>,
  maxLabels: number,
  path: string,
  drop: Drop,
): Record<string, T> {
  const entries = Object.entries(counts);
  if (entries.length <= maxLabels) return counts;
  const weight = (value: T): number =>
    typeof value === 'number' ? value : Object.values(value).reduce((sum, one) => sum + one, 0);
  entries.sort(([, a], [, b]) => weight(b) - weight(a));
  for (const _ of entries.slice(maxLabels)) drop(path);
  const kept: Record<string, T> = Object.create(null);
  for (const [label, value] of entries.slice(0, maxLabels)) kept[label] = value;
  return kept;
}

function formOf(form: DeclaredForm): (label: string) => boolean {
  const pattern = new RegExp(form.pattern);
  return (label) => label.length <= form.maxLength && pattern.test(label);
}

function matcher(pattern: string | undefined): ((label: string) => boolean) | undefined {
  if (pattern === undefined) return undefined;
  const expression = new RegExp(pattern);
  return (label) => expression.test(label);
}
