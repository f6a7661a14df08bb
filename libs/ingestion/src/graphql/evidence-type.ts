import type { ChainedReport, CloneEvidence } from '@hearth/catalogue';
import { cloneEvidence, dayOf } from '@hearth/catalogue';
import { Category, DateOnly } from '@hearth/subgraph';
import { Field, Int, ObjectType } from 'type-graphql';

/** Days that are named as examples: enough to look into, and no diary. */
const EXAMPLES_MAX = 10;

/** What may be asked of whoever runs the installation, where something was found. */
const QUESTIONS: Readonly<Record<keyof CloneEvidence, string>> = {
  forks:
    'Are there two copies of this installation? Two of its reports continue the same one. A backup that was put back looks alike, unless both go on.',
  versionFlipBacks:
    'Do copies of two versions report in turn, or was an upgrade taken back? A version came back within two weeks.',
  overlaps:
    'Do two processes run under this installation’s id, or did its clock jump? One began while another one was still running.',
};

@ObjectType('InstallationEvidence', {
  description:
    'What speaks for two copies under one installation id. Each finding is a question to whoever runs it, and never a violation. Only reports that are chained (schema 2) can tell.',
})
export class InstallationEvidenceType {
  private readonly found: CloneEvidence;

  constructor(private readonly reports: readonly ChainedReport[]) {
    this.found = cloneEvidence(reports);
  }

  @Field(() => Int, {
    nullable: true,
    description:
      'Reports that continue one which another report continues too, or that bear its sequence beside it.',
  })
  @Category('usage.installation')
  get forks(): number {
    return this.found.forks.length;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'How often a version came back within two weeks of being left.',
  })
  @Category('usage.installation')
  get versionFlipBacks(): number {
    return this.found.versionFlipBacks.length;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'Reports of a process that began while one that counts from elsewhere was still running.',
  })
  @Category('usage.installation')
  get overlaps(): number {
    return this.found.overlaps.length;
  }

  @Field(() => DateOnly, {
    nullable: true,
    description: 'The day of the first report that was looked at; null where there is none that is chained.',
  })
  @Category('usage.installation')
  get since(): number | null {
    if (this.reports.length === 0) return null;
    return dayOf(this.reports.reduce((first, { observedAt }) => Math.min(first, observedAt), Infinity));
  }

  @Field(() => [DateOnly], {
    nullable: true,
    description: `The last days of findings, ${EXAMPLES_MAX} at most.`,
  })
  @Category('usage.installation')
  get days(): readonly number[] {
    const { forks, versionFlipBacks, overlaps } = this.found;
    const days = new Set([...forks, ...versionFlipBacks, ...overlaps].map(dayOf));
    return [...days].sort((a, b) => a - b).slice(-EXAMPLES_MAX);
  }

  @Field(() => [String], {
    nullable: true,
    description: 'What was found, as it may be asked. Empty where nothing was.',
  })
  @Category('usage.installation')
  get questions(): readonly string[] {
    return (Object.keys(QUESTIONS) as (keyof CloneEvidence)[])
      .filter((kind) => this.found[kind].length > 0)
      .map((kind) => QUESTIONS[kind]);
  }
}
