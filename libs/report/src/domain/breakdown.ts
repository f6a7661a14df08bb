import type { Breakdown, LabelForm, OpenLabels } from '@hearth/catalogue';
import { Refused } from './codes';
import type { BreakdownReader } from './product-reader';
import type { JsonRecord } from './values';
import { countAt, recordAt } from './values';

type Counts = Record<string, number>;

const fits = (label: string, form: LabelForm): boolean =>
  label.length <= form.maxLength && form.pattern.test(label);

/**
 * Reads one breakdown. Closed labels that are not listed and open ones that lack the declared form are dropped by path;
 * what the product's rules leave out, and counts of 0, go without remark.
 */
export function readBreakdown(value: unknown, reader: BreakdownReader, dropped: Set<string>): Breakdown {
  const record = recordAt(value, reader.path);
  const { open } = reader.metric;
  if (!open) return readClosed(record, reader, dropped);
  return open.levels === 1
    ? readOpen(record, open, reader, dropped)
    : readTwoLevels(record, open, open.second ?? open, reader, dropped);
}

function readClosed(record: JsonRecord, reader: BreakdownReader, dropped: Set<string>): Counts {
  const counts: Counts = Object.create(null);
  for (const label of Object.keys(record)) {
    if (!reader.labels?.has(label)) {
      dropped.add(reader.labelPath);
      continue;
    }
    const count = countAt(record[label], `${reader.path}/${label}`, reader.max);
    if (count > 0) counts[label] = count;
  }
  return counts;
}

function readOpen(
  record: JsonRecord,
  open: OpenLabels,
  reader: BreakdownReader,
  dropped: Set<string>,
): Counts {
  const counts: Counts = Object.create(null);
  const labels = Object.keys(record);
  if (labels.length > open.maxLabels) throw new Refused('OUT_OF_BOUNDS', reader.path);
  for (const raw of labels) {
    if (open.demanded?.test(raw) === false) throw new Refused('REFUSED_BY_PRODUCT', reader.labelPath);
    // The value is checked even where the label is left out: a name where a count belongs is refused wherever it stands.
    const count = countAt(record[raw], reader.labelPath, reader.max);
    if (open.leftOut?.label?.test(raw)) continue;
    const label = raw === '' ? (open.emptyAs ?? raw) : raw;
    if (!fits(label, open)) dropped.add(reader.labelPath);
    else if (count > 0) counts[label] = countAt((counts[label] ?? 0) + count, reader.labelPath, reader.max);
  }
  return counts;
}

function readTwoLevels(
  record: JsonRecord,
  open: OpenLabels,
  second: LabelForm,
  reader: BreakdownReader,
  dropped: Set<string>,
): Breakdown {
  const counts: Record<string, Counts> = Object.create(null);
  const labels = Object.keys(record);
  if (labels.length > open.maxLabels) throw new Refused('OUT_OF_BOUNDS', reader.path);
  for (const label of labels) {
    const inner = recordAt(record[label], reader.labelPath);
    const seconds = Object.keys(inner);
    if (seconds.length > second.maxLabels) throw new Refused('OUT_OF_BOUNDS', reader.labelPath);
    const labelFits = fits(label, open);
    const leftOut = open.leftOut?.label?.test(label) === true;
    let kept: Counts | undefined;
    for (const name of seconds) {
      const count = countAt(inner[name], reader.secondPath, reader.max);
      if (leftOut || open.leftOut?.second?.test(name)) continue;
      if (!labelFits) dropped.add(reader.labelPath);
      else if (!fits(name, second)) dropped.add(reader.secondPath);
      else if (count > 0) (kept ??= Object.create(null) as Counts)[name] = count;
    }
    if (kept) counts[label] = kept;
  }
  return counts;
}
