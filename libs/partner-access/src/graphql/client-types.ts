import type { Audience, Purpose } from '@hearth/policy';
import { Category, connectionType, DateTime, Open } from '@hearth/subgraph';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AudienceEnum, PurposeEnum } from './enums';

@ObjectType('Client', { description: 'A program that holds tokens.' })
export class ClientType {
  @Field(() => ID, { nullable: true })
  @Category('access.client')
  id!: string;

  @Field(() => String, { nullable: true })
  @Category('access.client')
  name!: string;

  @Field(() => AudienceEnum, { nullable: true })
  @Category('access.client')
  audience!: Audience;

  @Field(() => [PurposeEnum], { nullable: true })
  @Category('access.client')
  purposes!: readonly Purpose[];

  @Field(() => String, {
    nullable: true,
    description: 'The last four characters of the token that was issued to it last and still lives.',
  })
  @Category('access.client')
  tokenHint!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When that token ends.' })
  @Category('access.client')
  expiresAt!: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was revoked with all its tokens; null while it is not.',
  })
  @Category('access.client')
  revokedAt!: number | null;
}

export const ClientConnection = connectionType(() => ClientType, 'Client');

@ObjectType('IssuedToken', { description: 'A new access token. It is shown once and kept nowhere.' })
export class IssuedTokenType {
  @Field(() => ID, { nullable: true, description: 'What revokeToken takes.' })
  @Category('access.client')
  id!: string;

  @Field(() => String, { nullable: true })
  @Category('access.client')
  token!: string;

  @Field(() => DateTime, { nullable: true })
  @Category('access.client')
  expiresAt!: number;
}

@ObjectType('TokenRevocation', {
  description: 'What became of a token, and of those that were issued with it.',
})
export class TokenRevocationType {
  @Field(() => ID)
  @Open('The caller’s own argument come back.')
  id!: string;

  @Field(() => Int, { description: 'Tokens that ended: this one, and those that were issued with it.' })
  @Open('It tells nothing but how many tokens were issued with the one that the caller named.')
  tokens!: number;
}

@InputType({
  description: 'A program that will hold tokens. Its name is that of a program or post, not of a person.',
})
export class RegisterClientInput {
  @Field(() => String)
  name!: string;

  @Field(() => AudienceEnum)
  audience!: Audience;

  @Field(() => [PurposeEnum], { description: 'All that its tokens may ever state.' })
  purposes!: Purpose[];

  @Field(() => ID, { nullable: true, description: 'The partner or consented party that it belongs to.' })
  party?: string | null;

  @Field(() => ID, { nullable: true, description: 'The customer that it belongs to, for that audience.' })
  customer?: string | null;
}

@InputType({
  description: 'A token, never wider than its holder’s rights nor longer-lived than the caller’s own.',
})
export class TokenInput {
  @Field(() => ID, { nullable: true, description: 'A registered client; the caller itself where absent.' })
  client?: string | null;

  @Field(() => [PurposeEnum])
  purposes!: Purpose[];

  @Field(() => ID, {
    nullable: true,
    description: 'The court order that it rests on, for a client of that audience.',
  })
  party?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'An hour where absent, and at most what is left of the caller’s own.',
  })
  lifetimeSeconds?: number | null;
}
