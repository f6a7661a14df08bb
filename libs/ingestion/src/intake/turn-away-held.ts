import type { Candidate } from '../domain/candidate';
import type { GroupKnowledge, Judgement } from '../domain/judge-group';
import type { Verdict } from '../domain/receipt';

const SEND_AGAIN: Verdict = { outcome: 'refused', code: 'INTERNAL_ERROR', path: '' };

/**
 * The judgement of a group of which nothing can be held any more: reports that would be held, and repeats of them within the
 * group, are to be sent again. What the crossing brought lies in the inbox, and stays held.
 */
export function turnAwayHeld(
  judgement: Judgement,
  candidates: readonly Candidate[],
  { reports }: GroupKnowledge,
): Judgement {
  const away = new Set(judgement.held.filter(({ resubmitted }) => !resubmitted).map(({ key }) => key));
  return {
    ...judgement,
    held: judgement.held.filter(({ key }) => !away.has(key)),
    verdicts: judgement.verdicts.map((verdict, index) => {
      const key = candidates[index]?.key ?? '';
      return away.has(key) && !reports.has(key) ? SEND_AGAIN : verdict;
    }),
  };
}
