import { Category, connectionType, DateTime, Open } from '@hearth/subgraph';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type {
  ApprovedReference,
  ReferenceChannel,
  ReferenceInput,
  ReferenceRecord,
} from '../domain/references';
import { ReferenceChannelEnum } from './code-lists';

@ObjectType('Reference', { description: 'A quote of a customer, with its history. Its words never change.' })
export class ReferenceType {
  constructor(private readonly record: ReferenceRecord) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the reference.')
  get id(): string {
    return this.record.id;
  }

  @Field(() => Int, { nullable: true, description: 'One more than the reference that it replaces.' })
  @Category('reference.record')
  get version(): number {
    return this.record.version;
  }

  @Field(() => [ReferenceChannelEnum], { nullable: true })
  @Category('reference.record')
  get channels(): readonly ReferenceChannel[] {
    return this.record.channels;
  }

  @Field(() => String, { nullable: true, description: 'As it was when the quote was proposed.' })
  @Category('reference.record')
  get companyName(): string | null {
    return this.record.companyName;
  }

  @Field(() => String, { nullable: true })
  @Category('reference.record')
  get quote(): string | null {
    return this.record.quote;
  }

  @Field(() => String, { nullable: true, description: 'Who is named below it.' })
  @Category('reference.record')
  get attribution(): string | null {
    return this.record.attribution;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('reference.record')
  get proposedAt(): number {
    return this.record.proposedAt;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('reference.record')
  get approvedAt(): number | null {
    return this.record.approvedAt;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('reference.record')
  get withdrawnAt(): number | null {
    return this.record.withdrawnAt;
  }
}

@ObjectType('ApprovedReference', {
  description: 'A quote exactly as the customer approved it for the public.',
})
export class ApprovedReferenceType {
  constructor(private readonly record: ApprovedReference) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the reference.')
  get id(): string {
    return this.record.id;
  }

  @Field(() => String, { nullable: true })
  @Category('reference.approved')
  get companyName(): string {
    return this.record.companyName;
  }

  @Field(() => String, { nullable: true })
  @Category('reference.approved')
  get quote(): string {
    return this.record.quote;
  }

  @Field(() => String, { nullable: true })
  @Category('reference.approved')
  get attribution(): string | null {
    return this.record.attribution;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('reference.approved')
  get approvedAt(): number {
    return this.record.approvedAt;
  }
}

export const ReferenceConnection = connectionType(() => ApprovedReferenceType as never, 'Reference');

@InputType({ description: 'A quote for the customer to approve.' })
export class ProposeReferenceInput {
  @Field(() => ID)
  customer!: string;

  @Field(() => String)
  quote!: string;

  @Field(() => String, { nullable: true, description: 'Who is named below it.' })
  attribution?: string | null;

  @Field(() => [ReferenceChannelEnum], { description: 'One at least.' })
  channels!: ReferenceChannel[];

  @Field(() => ID, {
    nullable: true,
    description: 'The reference that this one replaces once it is approved.',
  })
  replaces?: string | null;
}

export function referenceInputOf(input: ProposeReferenceInput): ReferenceInput {
  const { customer, quote, attribution, channels, replaces } = input;
  return {
    customer,
    quote,
    channels,
    ...(attribution === null || attribution === undefined ? {} : { attribution }),
    ...(replaces === null || replaces === undefined ? {} : { replaces }),
  };
}
