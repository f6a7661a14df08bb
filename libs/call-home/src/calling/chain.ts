import type { Link } from '../domain/build-report';
import { reportText } from '../domain/build-report';
import type { Waiting } from '../domain/spool';
import { digestOfText } from '../signing/digest';
import type { Kept } from '../state/kept';
import type { Memory } from '../state/memory';

/** A waiting report with its place and text, and the state once it has left. */
interface Placed {
  readonly text: string;
  readonly kept: Kept;
}

/**
 * Gives a report its place in the chain, when it is about to leave for the first time. The state is on the disk before the bytes
 * leave: a process that is killed in between must not give the same place to another report, which would look like a copy of the
 * installation. Where it cannot be written, the report says nothing of the one before.
 */
export async function place(memory: Memory, report: Waiting): Promise<string> {
  if (report.left) return report.left.text;
  const placed = placeIn(memory.kept, report, memory.isKeeping);
  if (await memory.change(changesOf(placed.kept), true)) return placed.text;
  const { sequence } = placed.kept;
  const text = reportText(report.report, { sequence: sequence - 1, previous: undefined });
  await memory.change({
    previous: digestOfText(text),
    waiting: left(memory.kept, report, sequence - 1, text),
  });
  return text;
}

/** The texts that these reports would leave as, in this order, were they placed now. */
export function textsOf(
  memory: Pick<Memory, 'kept' | 'isKeeping'>,
  reports: readonly Waiting[],
): readonly string[] {
  let { kept } = memory;
  return reports.map((report) => {
    if (report.left) return report.left.text;
    const placed = placeIn(kept, report, memory.isKeeping);
    kept = placed.kept;
    return placed.text;
  });
}

function placeIn(kept: Kept, report: Waiting, isKeeping: boolean): Placed {
  const { sequence } = kept;
  const link: Link = { sequence, previous: isKeeping ? (kept.previous ?? undefined) : undefined };
  const text = reportText(report.report, link);
  return {
    text,
    kept: {
      ...kept,
      sequence: sequence + 1,
      previous: digestOfText(text),
      waiting: left(kept, report, sequence, text),
    },
  };
}

const left = (kept: Kept, report: Waiting, sequence: number, text: string): readonly Waiting[] =>
  kept.waiting.map((one) => (one.id === report.id ? { ...one, left: { sequence, text } } : one));

const changesOf = ({ sequence, previous, waiting }: Kept): Partial<Kept> => ({ sequence, previous, waiting });
