import type { Audience } from '@hearth/policy';
import type { TestStatus } from '@hearth/policy-trace';
import { Open } from '@hearth/subgraph';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { AudienceEnum } from './enums';
import { PolicyActionRuleType, PolicyRuleType } from './policy-types';

const PUBLISHED = 'How the policy is enforced is published like the policy itself.';

export const TestStatusEnum = { PASSED: 'passed', FAILED: 'failed', SKIPPED: 'skipped' } as const;
registerEnumType(TestStatusEnum, { name: 'TestStatus', description: 'What became of a test.' });

@ObjectType('TracedRefusal', { description: 'What is refused under a clause, and to whom.' })
export class TracedRefusalType {
  @Field(() => String)
  @Open(PUBLISHED)
  code!: string;

  @Field(() => [AudienceEnum])
  @Open(PUBLISHED)
  audiences!: readonly Audience[];
}

@ObjectType('Mechanism', { description: 'Code that enforces a clause without being a rule of the policy.' })
export class MechanismType {
  @Field(() => String)
  @Open(PUBLISHED)
  what!: string;

  @Field(() => String, { description: 'From the root of the source repository.' })
  @Open(PUBLISHED)
  file!: string;

  @Field(() => String, { description: 'What that file exports.' })
  @Open(PUBLISHED)
  symbol!: string;
}

@ObjectType('TracedField', { description: 'A field of the graph that a clause opens or is about.' })
export class TracedFieldType {
  @Field(() => String, { description: '`Type.field`' })
  @Open(PUBLISHED)
  coordinate!: string;

  @Field(() => [String])
  @Open(PUBLISHED)
  categories!: readonly string[];
}

@ObjectType('TracedMutation', { description: 'A mutation that a clause opens.' })
export class TracedMutationType {
  @Field(() => String, { description: '`Mutation.field`' })
  @Open(PUBLISHED)
  coordinate!: string;

  @Field(() => [String])
  @Open(PUBLISHED)
  actions!: readonly string[];
}

@ObjectType('TracedTest', { description: 'A test that shows a clause to be enforced, and its last result.' })
export class TracedTestType {
  @Field(() => String)
  @Open(PUBLISHED)
  project!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  file!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  title!: string;

  @Field(() => TestStatusEnum)
  @Open(PUBLISHED)
  status!: TestStatus;
}

@ObjectType('ServedInPart', { description: 'What of a clause software does not serve by itself.' })
export class ServedInPartType {
  @Field(() => String, { description: 'The part that is left to people, or is not there.' })
  @Open(PUBLISHED)
  part!: string;

  @Field(() => String, { description: 'How that part is kept all the same.' })
  @Open(PUBLISHED)
  how!: string;
}

@ObjectType('ClauseTrace', { description: 'Everything that holds one clause of the policy.' })
export class ClauseTraceType {
  @Field(() => String, { description: 'The id of the clause.' })
  @Open(PUBLISHED)
  clause!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  title!: string;

  @Field(() => String, { description: 'What it obliges the system to do.' })
  @Open(PUBLISHED)
  obliges!: string;

  @Field(() => [PolicyRuleType], { description: 'The rules for reading that cite it.' })
  @Open(PUBLISHED)
  rules!: readonly PolicyRuleType[];

  @Field(() => [PolicyActionRuleType], { description: 'The rules for acting that cite it.' })
  @Open(PUBLISHED)
  actionRules!: readonly PolicyActionRuleType[];

  @Field(() => [TracedRefusalType])
  @Open(PUBLISHED)
  refusals!: readonly TracedRefusalType[];

  @Field(() => [MechanismType])
  @Open(PUBLISHED)
  mechanisms!: readonly MechanismType[];

  @Field(() => [TracedFieldType])
  @Open(PUBLISHED)
  fields!: readonly TracedFieldType[];

  @Field(() => [TracedMutationType])
  @Open(PUBLISHED)
  mutations!: readonly TracedMutationType[];

  @Field(() => [TracedTestType])
  @Open(PUBLISHED)
  tests!: readonly TracedTestType[];

  @Field(() => ServedInPartType, { nullable: true, description: 'Null where software serves it whole.' })
  @Open(PUBLISHED)
  inPart?: ServedInPartType;
}
