import type { Audience, Purpose, RowScope } from '@hearth/policy';
import { Open } from '@hearth/subgraph';
import { Field, InputType, ObjectType } from 'type-graphql';
import { AudienceEnum, PurposeEnum, RowScopeEnum } from './enums';

const RULES =
  'It follows from the published policy and the asker’s own rights, and reads nothing of anybody.';

@InputType('ReaderInput', { description: 'Somebody else, as whom an operation is looked at.' })
export class ReaderInput {
  @Field(() => AudienceEnum)
  audience!: Audience;

  @Field(() => PurposeEnum)
  purpose!: Purpose;
}

@ObjectType('NeededExplanation', { description: 'What would allow a field, as far as the policy says.' })
export class NeededExplanationType {
  @Field(() => [PurposeEnum], { nullable: true, description: 'Other purposes of the same audience.' })
  @Open(RULES)
  purpose!: readonly Purpose[] | null;

  @Field(() => Boolean, { description: 'A scope that names the customer: an assignment or an open case.' })
  @Open(RULES)
  scope!: boolean;

  @Field(() => [PurposeEnum], {
    nullable: true,
    description: 'The customer’s consent for one of these purposes.',
  })
  @Open(RULES)
  consent!: readonly Purpose[] | null;

  @Field(() => Boolean, { description: 'The order of a court.' })
  @Open(RULES)
  order!: boolean;

  @Field(() => String)
  @Open(RULES)
  words!: string;
}

@ObjectType('FieldExplanation', { description: 'The decision on one field of an operation.' })
export class FieldExplanationType {
  @Field(() => [String], { description: 'Response keys from the root.' })
  @Open(RULES)
  path!: readonly string[];

  @Field(() => String, { description: 'Type.field' })
  @Open(RULES)
  coordinate!: string;

  @Field(() => Boolean)
  @Open(RULES)
  allowed!: boolean;

  @Field(() => [String], { description: 'What it reads, or the category that it is refused for.' })
  @Open(RULES)
  categories!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Null where the field is open to anyone.' })
  @Open(RULES)
  clause!: string | null;

  @Field(() => [RowScopeEnum], { description: 'On which rows each of its categories is open.' })
  @Open(RULES)
  rows!: readonly RowScope[];

  @Field(() => String, { nullable: true, description: 'The id that the refusal would carry.' })
  @Open(RULES)
  decision!: string | null;

  @Field(() => String, { nullable: true })
  @Open(RULES)
  code!: string | null;

  @Field(() => NeededExplanationType, { nullable: true, description: 'Null for outsiders.' })
  @Open(RULES)
  needed!: NeededExplanationType | null;
}

@ObjectType('AccessExplanation', { description: 'What an operation would get, before it is asked.' })
export class AccessExplanationType {
  @Field(() => AudienceEnum)
  @Open(RULES)
  audience!: Audience;

  @Field(() => PurposeEnum)
  @Open(RULES)
  purpose!: Purpose;

  @Field(() => String)
  @Open(RULES)
  policyVersion!: string;

  @Field(() => Boolean, {
    description: 'Whether nothing of it is refused. Which rows there are is not looked at.',
  })
  @Open(RULES)
  wholeServed!: boolean;

  @Field(() => [FieldExplanationType])
  @Open(RULES)
  fields!: readonly FieldExplanationType[];
}
