import type { Audience, Change, Purpose, RowScope } from '@hearth/policy';
import { Open } from '@hearth/subgraph';
import { Field, ObjectType } from 'type-graphql';
import { AudienceEnum, ChangeEnum, PurposeEnum, RowScopeEnum } from './enums';
import { PolicyActionRuleType, PolicyRefusalType, PolicyRetentionType, PolicyRuleType } from './policy-types';

const PUBLISHED = 'Versions of the policy are published, and so is what tells them apart.';

@ObjectType('WordChanges', { description: 'Words of the policy that come, go, or are said otherwise.' })
export class WordChangesType {
  @Field(() => [String])
  @Open(PUBLISHED)
  added!: readonly string[];

  @Field(() => [String])
  @Open(PUBLISHED)
  removed!: readonly string[];

  @Field(() => [String])
  @Open(PUBLISHED)
  reworded!: readonly string[];
}

/** Makes the type of what comes and goes of one kind; one that changes does both. */
function changesOf<T extends object>(name: string, description: string, kind: new () => T) {
  @ObjectType(name, { description })
  class ChangesType {
    @Field(() => [kind])
    @Open(PUBLISHED)
    added!: readonly T[];

    @Field(() => [kind])
    @Open(PUBLISHED)
    removed!: readonly T[];
  }
  return ChangesType;
}

const PolicyRuleChangesType = changesOf(
  'PolicyRuleChanges',
  'Rules that come and go; one that changes does both.',
  PolicyRuleType,
);
const PolicyActionRuleChangesType = changesOf(
  'PolicyActionRuleChanges',
  'Rules for acting that come and go.',
  PolicyActionRuleType,
);
const PolicyRefusalChangesType = changesOf(
  'PolicyRefusalChanges',
  'Refusals that come and go.',
  PolicyRefusalType,
);
const PolicyRetentionChangesType = changesOf(
  'PolicyRetentionChanges',
  'Times of keeping that come and go.',
  PolicyRetentionType,
);

@ObjectType('CategoryChange', { description: 'A category that one audience gains, loses, or has otherwise.' })
export class CategoryChangeType {
  @Field(() => String)
  @Open(PUBLISHED)
  category!: string;

  @Field(() => ChangeEnum)
  @Open(PUBLISHED)
  change!: Change;

  @Field(() => RowScopeEnum, { nullable: true, description: 'Null where it was refused before.' })
  @Open(PUBLISHED)
  rowsBefore!: RowScope | null;

  @Field(() => RowScopeEnum, { nullable: true, description: 'Null where it is refused after.' })
  @Open(PUBLISHED)
  rowsAfter!: RowScope | null;

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  clauseBefore!: string | null;

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  clauseAfter!: string | null;
}

@ObjectType('ActionChange', { description: 'An action that one audience gains, loses, or has otherwise.' })
export class ActionChangeType {
  @Field(() => String)
  @Open(PUBLISHED)
  action!: string;

  @Field(() => ChangeEnum)
  @Open(PUBLISHED)
  change!: Change;

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  clauseBefore!: string | null;

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  clauseAfter!: string | null;
}

@ObjectType('AccessChange', { description: 'All that changes for one audience and purpose.' })
export class AccessChangeType {
  @Field(() => AudienceEnum)
  @Open(PUBLISHED)
  audience!: Audience;

  @Field(() => PurposeEnum)
  @Open(PUBLISHED)
  purpose!: Purpose;

  @Field(() => [CategoryChangeType])
  @Open(PUBLISHED)
  categories!: readonly CategoryChangeType[];

  @Field(() => [ActionChangeType])
  @Open(PUBLISHED)
  actions!: readonly ActionChangeType[];

  @Field(() => [String], {
    description:
      'Fields, arguments, input fields and values of the graph that come, as in `Query.customers(orderBy:)`.',
  })
  @Open(PUBLISHED)
  fieldsGained!: readonly string[];

  @Field(() => [String])
  @Open(PUBLISHED)
  fieldsLost!: readonly string[];

  @Field(() => [String], { description: 'Had before and after, on other rows.' })
  @Open(PUBLISHED)
  fieldsChanged!: readonly string[];
}

@ObjectType('PolicyDifference', { description: 'What one version of the policy changes in another.' })
export class PolicyDifferenceType {
  @Field(() => String)
  @Open(PUBLISHED)
  from!: string;

  @Field(() => String)
  @Open(PUBLISHED)
  to!: string;

  @Field(() => WordChangesType)
  @Open(PUBLISHED)
  clauses!: WordChangesType;

  @Field(() => WordChangesType)
  @Open(PUBLISHED)
  categories!: WordChangesType;

  @Field(() => WordChangesType)
  @Open(PUBLISHED)
  actions!: WordChangesType;

  @Field(() => WordChangesType)
  @Open(PUBLISHED)
  audiences!: WordChangesType;

  @Field(() => WordChangesType)
  @Open(PUBLISHED)
  purposes!: WordChangesType;

  @Field(() => PolicyRuleChangesType)
  @Open(PUBLISHED)
  rules!: InstanceType<typeof PolicyRuleChangesType>;

  @Field(() => PolicyActionRuleChangesType)
  @Open(PUBLISHED)
  actionRules!: InstanceType<typeof PolicyActionRuleChangesType>;

  @Field(() => PolicyRefusalChangesType)
  @Open(PUBLISHED)
  refusals!: InstanceType<typeof PolicyRefusalChangesType>;

  @Field(() => PolicyRetentionChangesType)
  @Open(PUBLISHED)
  retention!: InstanceType<typeof PolicyRetentionChangesType>;

  @Field(() => [AccessChangeType], {
    description:
      'Who gains or loses which category, on which rows, and which field; unchanged ones are left out.',
  })
  @Open(PUBLISHED)
  access!: readonly AccessChangeType[];
}
