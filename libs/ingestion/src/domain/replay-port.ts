import type { Policy, Reader } from '@hearth/policy';
import { decideAction } from '@hearth/policy';
import { ActionRefused } from './row-grant';

/** What of the failed reports is tried again. */
export interface ReplayQuestion {
  readonly filter: { readonly code?: string; readonly product?: string };
  readonly isDryRun: boolean;
}

/** What became, or would become, of them: counts by reason and outcome, and nothing of any report. */
export interface ReplayAnswer {
  readonly isDryRun: boolean;
  readonly considered: number;
  readonly hasMore: boolean;
  readonly groups: readonly {
    readonly code: string;
    readonly outcome: string;
    readonly refusedFor?: string;
    readonly count: number;
  }[];
}

/** The way to the crossing, which alone can open what was kept. Rejects where it cannot be reached. */
export type ReplayPort = (question: ReplayQuestion) => Promise<ReplayAnswer>;

/** The port for one reader: it asks the policy itself, whatever was asked before. */
export function replayFor(policy: Policy, reader: Reader, port: ReplayPort): ReplayPort {
  return async (question) => {
    const decision = decideAction(policy, reader, 'report.replay');
    if (!decision.allowed) throw new ActionRefused(decision, 'report.replay');
    return port(question);
  };
}
