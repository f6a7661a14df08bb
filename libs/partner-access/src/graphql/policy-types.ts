import type { Audience, Purpose, Room, RowScope, Sensitivity } from '@hearth/policy';
import { DateTime, Open } from '@hearth/subgraph';
import { Field, ObjectType } from 'type-graphql';
import { AudienceEnum, PurposeEnum, RoomEnum, RowScopeEnum, SensitivityEnum } from './enums';

const PUBLISHED = 'The policy is published: whoever it binds or protects may read it.';

@ObjectType('Clause', { description: 'A clause of the privacy policy, in our own words.' })
export class ClauseType {
  @Field(() => String)
  @Open(PUBLISHED)
  id!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  title!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  text!: string;

  @Field(() => String, { description: 'What it obliges the system to do.' })
  @Open(PUBLISHED)
  obliges!: string;
}

@ObjectType('DataCategory', { description: 'What a field can be in the eyes of the policy.' })
export class DataCategoryType {
  @Field(() => String)
  @Open(PUBLISHED)
  key!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  description!: string;

  @Field(() => String, { nullable: true, description: 'A rule for the parent covers this one too.' })
  @Open(PUBLISHED)
  parent?: string;

  @Field(() => SensitivityEnum)
  @Open(PUBLISHED)
  sensitivity!: Sensitivity;
}

@ObjectType('AudienceDeclaration', { description: 'Who asks, in words.' })
export class AudienceDeclarationType {
  @Field(() => AudienceEnum)
  @Open(PUBLISHED)
  key!: Audience;

  @Field(() => String)
  @Open(PUBLISHED)
  title!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  description!: string;
}

@ObjectType('PurposeDeclaration', { description: 'What a reader asks for, in words.' })
export class PurposeDeclarationType {
  @Field(() => PurposeEnum)
  @Open(PUBLISHED)
  key!: Purpose;

  @Field(() => String)
  @Open(PUBLISHED)
  title!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  description!: string;
}

@ObjectType('PolicyRule', { description: 'Lets an audience read categories for one purpose.' })
export class PolicyRuleType {
  @Field(() => AudienceEnum)
  @Open(PUBLISHED)
  audience!: Audience;

  @Field(() => PurposeEnum)
  @Open(PUBLISHED)
  purpose!: Purpose;

  @Field(() => [String])
  @Open(PUBLISHED)
  categories!: readonly string[];

  @Field(() => RowScopeEnum)
  @Open(PUBLISHED)
  rows!: RowScope;

  @Field(() => String)
  @Open(PUBLISHED)
  clause!: string;
}

@ObjectType('PolicyActionRule', { description: 'Lets an audience act for one purpose.' })
export class PolicyActionRuleType {
  @Field(() => AudienceEnum)
  @Open(PUBLISHED)
  audience!: Audience;

  @Field(() => PurposeEnum)
  @Open(PUBLISHED)
  purpose!: Purpose;

  @Field(() => [String])
  @Open(PUBLISHED)
  actions!: readonly string[];

  @Field(() => String)
  @Open(PUBLISHED)
  clause!: string;
}

@ObjectType('PolicyRefusal', {
  description: 'Takes categories and actions from audiences, whatever a rule says.',
})
export class PolicyRefusalType {
  @Field(() => [AudienceEnum])
  @Open(PUBLISHED)
  audiences!: readonly Audience[];

  @Field(() => [PurposeEnum])
  @Open(PUBLISHED)
  purposes!: readonly Purpose[];

  @Field(() => [String])
  @Open(PUBLISHED)
  categories!: readonly string[];

  @Field(() => [String])
  @Open(PUBLISHED)
  actions!: readonly string[];

  @Field(() => String)
  @Open(PUBLISHED)
  clause!: string;

  @Field(() => String, { description: 'One sentence.' })
  @Open(PUBLISHED)
  why!: string;
}

@ObjectType('PolicyRetention', { description: 'How long one class of data stays.' })
export class PolicyRetentionType {
  @Field(() => String)
  @Open(PUBLISHED)
  key!: string;

  @Field(() => String, { description: 'What it is, in words.' })
  @Open(PUBLISHED)
  data!: string;

  @Field(() => [String])
  @Open(PUBLISHED)
  categories!: readonly string[];

  @Field(() => RoomEnum)
  @Open(PUBLISHED)
  room!: Room;

  @Field(() => String, {
    description: 'An ISO 8601 duration in days or months, `until-erased`, or `kept`.',
  })
  @Open(PUBLISHED)
  period!: string;

  @Field(() => String, {
    description: 'What the period is counted from; for what has none, what ends it or why it may stay.',
  })
  @Open(PUBLISHED)
  from!: string;

  @Field(() => String, { description: 'What removes it.' })
  @Open(PUBLISHED)
  job!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  clause!: string;
}

@ObjectType('Policy', { description: 'One version of the privacy policy as the system carries it out.' })
export class PolicyType {
  @Field(() => String)
  @Open(PUBLISHED)
  version!: string;

  @Field(() => String, { description: 'First day of validity, in UTC.' })
  @Open(PUBLISHED)
  effectiveFrom!: string;

  @Field(() => [ClauseType])
  @Open(PUBLISHED)
  clauses!: readonly ClauseType[];

  @Field(() => [DataCategoryType])
  @Open(PUBLISHED)
  categories!: readonly DataCategoryType[];

  @Field(() => [String], { description: 'All that a mutation can be declared to do.' })
  @Open(PUBLISHED)
  actions!: readonly string[];

  @Field(() => [AudienceDeclarationType])
  @Open(PUBLISHED)
  audiences!: readonly AudienceDeclarationType[];

  @Field(() => [PurposeDeclarationType])
  @Open(PUBLISHED)
  purposes!: readonly PurposeDeclarationType[];

  @Field(() => [PolicyRuleType], { description: 'Who may read what. Nothing declared means refused.' })
  @Open(PUBLISHED)
  rules!: readonly PolicyRuleType[];

  @Field(() => [PolicyActionRuleType], { description: 'Who may do what.' })
  @Open(PUBLISHED)
  actionRules!: readonly PolicyActionRuleType[];

  @Field(() => [PolicyRefusalType], { description: 'Asked before the rules.' })
  @Open(PUBLISHED)
  refusals!: readonly PolicyRefusalType[];

  @Field(() => [PolicyRetentionType], { description: 'How long what is held stays.' })
  @Open(PUBLISHED)
  retention!: readonly PolicyRetentionType[];
}

@ObjectType('PolicyPeriod', { description: 'A time in which one version of the policy was in force.' })
export class PolicyPeriodType {
  @Field(() => String)
  @Open(PUBLISHED)
  version!: string;

  @Field(() => DateTime)
  @Open(PUBLISHED)
  from!: number;

  @Field(() => DateTime, { nullable: true, description: 'Null for the one that is in force.' })
  @Open(PUBLISHED)
  until!: number | null;
}
