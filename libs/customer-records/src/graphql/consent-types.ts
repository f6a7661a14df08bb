import { Category, DateTime, Open } from '@hearth/subgraph';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ConsentInput, ConsentPurpose, ConsentRecord } from '../domain/consents';
import { ConsentPurposeEnum } from './code-lists';

@ObjectType('Consent', { description: 'What a customer permitted to an outside party, for one purpose.' })
export class ConsentType {
  constructor(private readonly record: ConsentRecord) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the consent.')
  get id(): string {
    return this.record.id;
  }

  @Field(() => String, { nullable: true })
  @Category('consent.record')
  get party(): string {
    return this.record.party;
  }

  @Field(() => ConsentPurposeEnum, { nullable: true })
  @Category('consent.record')
  get purpose(): ConsentPurpose {
    return this.record.purpose;
  }

  @Field(() => [String], { nullable: true, description: 'Categories of the policy: what may be read.' })
  @Category('consent.record')
  get categories(): readonly string[] {
    return this.record.categories;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('consent.record')
  get from(): number {
    return this.record.from;
  }

  @Field(() => DateTime, { nullable: true, description: 'Null where only a withdrawal ends it.' })
  @Category('consent.record')
  get until(): number | null {
    return this.record.until;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('consent.record')
  get grantedAt(): number {
    return this.record.grantedAt;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('consent.record')
  get withdrawnAt(): number | null {
    return this.record.withdrawnAt;
  }

  @Field(() => String, { nullable: true, description: 'The permission in the words in which it was given.' })
  @Category('consent.record')
  get text(): string | null {
    return this.record.text;
  }
}

@InputType({ description: 'A permission to an outside party, for one purpose and some fields.' })
export class GrantConsentInput {
  @Field(() => String, {
    description: 'The party of its token: at most 40 letters, digits, dots, colons, underscores and hyphens.',
  })
  party!: string;

  @Field(() => ConsentPurposeEnum)
  purpose!: ConsentPurpose;

  @Field(() => [String], {
    description:
      'Of company, company.name, company.demographic, user.name, user.contact, user.contact.email and user.job_title.',
  })
  categories!: string[];

  @Field(() => DateTime, { nullable: true, description: 'At once where absent.' })
  from?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Until withdrawn where absent.' })
  until?: number | null;

  @Field(() => String, { description: 'The permission in words.' })
  text!: string;
}

export function consentInputOf(input: GrantConsentInput): ConsentInput {
  const { party, purpose, categories, from, until, text } = input;
  return {
    party,
    purpose,
    categories,
    text,
    ...(from === null || from === undefined ? {} : { from }),
    ...(until === null || until === undefined ? {} : { until }),
  };
}
