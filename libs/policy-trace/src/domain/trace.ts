import type { Action, Audience, Category, ClauseId, Purpose, RefusalCode, RowScope } from '@hearth/policy';

/** A part of the code that enforces a clause without being a rule of the policy. */
export interface Mechanism {
  /** One sentence that says what it does. */
  readonly what: string;
  /** From the root of the repository. */
  readonly file: string;
  /** What that file exports. */
  readonly symbol: string;
}

/** What of a clause software does not serve by itself. */
export interface InPart {
  /** The part that is left to others, or is not there. */
  readonly part: string;
  /** How that part is kept all the same. */
  readonly how: string;
}

/** How a clause is enforced beside the rules that cite it, as the project declares it. */
export interface Enforcement {
  readonly mechanisms: readonly Mechanism[];
  /** Categories that the clause is about, where no rule that cites it says so. A parent stands for its children. */
  readonly about?: readonly Category[];
  readonly inPart?: InPart;
}

/** What became of a test. `passed` is the only good one. */
export type TestStatus = 'passed' | 'failed' | 'skipped';

/** A test that claims to enforce clauses, and its last result. */
export interface MarkedTest {
  /** The folder of its project, from the root of the repository. */
  readonly project: string;
  /** From the root of the repository. */
  readonly file: string;
  /** The titles around it and its own, without marks. */
  readonly title: string;
  /** The clauses that its marks name, as they are written: they may name none that exists. */
  readonly marks: readonly string[];
  readonly status: TestStatus;
}

/** A rule of the policy that cites the clause. */
export interface TracedRule {
  readonly audience: Audience;
  readonly purpose: Purpose;
  readonly categories: readonly Category[];
  readonly rows: RowScope;
}

/** A rule for acting that cites the clause. */
export interface TracedActionRule {
  readonly audience: Audience;
  readonly purpose: Purpose;
  readonly actions: readonly Action[];
}

/** What is refused under the clause: to whom, with which code. */
export interface TracedRefusal {
  readonly code: RefusalCode;
  readonly audiences: readonly Audience[];
}

/** A field that the clause opens or is about. */
export interface TracedField {
  readonly coordinate: string;
  readonly categories: readonly Category[];
}

/** A mutation that the clause opens. */
export interface TracedMutation {
  readonly coordinate: string;
  readonly actions: readonly Action[];
}

/** A test as one clause sees it. */
export type TracedTest = Pick<MarkedTest, 'project' | 'file' | 'title' | 'status'>;

/** Everything that holds one clause. */
export interface ClauseTrace {
  readonly clause: ClauseId;
  readonly title: string;
  readonly obliges: string;
  readonly rules: readonly TracedRule[];
  readonly actionRules: readonly TracedActionRule[];
  readonly refusals: readonly TracedRefusal[];
  readonly mechanisms: readonly Mechanism[];
  readonly fields: readonly TracedField[];
  readonly mutations: readonly TracedMutation[];
  readonly tests: readonly TracedTest[];
  /** Only where software serves the clause in part. */
  readonly inPart?: InPart;
}

/** The trace of a whole policy. */
export interface PolicyTrace {
  readonly policyVersion: string;
  /** In the order of the policy. */
  readonly clauses: readonly ClauseTrace[];
  /** Tests of which a mark names no clause of the policy. */
  readonly strays: readonly MarkedTest[];
}
