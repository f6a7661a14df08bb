import type { Audience, Purpose, RowScope } from '@hearth/policy';
import { DateTime, Open } from '@hearth/subgraph';
import { Field, ObjectType } from 'type-graphql';
import { AudienceEnum, PurposeEnum, RowScopeEnum } from './enums';

const OWN = 'It tells nothing but what the asker’s own token says.';

@ObjectType('Reader', { description: 'Whoever asks, as the verified token says.' })
export class ReaderType {
  @Field(() => AudienceEnum)
  @Open(OWN)
  audience!: Audience;

  @Field(() => [PurposeEnum], { description: 'The purposes that may be stated.' })
  @Open(OWN)
  purposes!: readonly Purpose[];

  @Field(() => PurposeEnum, { description: 'The purpose of this request.' })
  @Open(OWN)
  purpose!: Purpose;

  @Field(() => RowScopeEnum, {
    description: 'On which customers this purpose lets the reader see something.',
  })
  @Open(OWN)
  rows!: RowScope;

  @Field(() => String)
  @Open(OWN)
  client!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the token ends; null without one.' })
  @Open(OWN)
  expiresAt!: number | null;

  @Field(() => String)
  @Open(OWN)
  policyVersion!: string;
}
