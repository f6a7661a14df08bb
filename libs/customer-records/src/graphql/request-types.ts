import { Category, connectionType, DateTime, Open } from '@hearth/subgraph';
import { Ctx, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { RequestKind, RequestRecord, RequestStatus } from '../domain/requests';
import { isOverdue } from '../domain/requests';
import { RequestKindEnum, RequestStatusEnum } from './code-lists';
import type { RecordsContext } from './context';
import { CustomerType } from './customer-types';

@ObjectType('SubjectRequest', { description: 'What a customer asked about its data, and what was answered.' })
export class SubjectRequestType {
  constructor(private readonly record: RequestRecord) {}

  @Field(() => ID, { description: 'Also the party of the tokens that act for this case.' })
  @Open('Random, and of no use to whoever may not read the request.')
  get id(): string {
    return this.record.id;
  }

  @Field(() => RequestKindEnum, { nullable: true })
  @Category('request.record')
  get kind(): RequestKind {
    return this.record.kind;
  }

  @Field(() => RequestStatusEnum, { nullable: true })
  @Category('request.record')
  get status(): RequestStatus {
    return this.record.answeredAt === null ? 'OPEN' : 'ANSWERED';
  }

  @Field(() => String, { nullable: true, description: 'Null once the customer was erased.' })
  @Category('request.record')
  get text(): string | null {
    return this.record.text;
  }

  @Field(() => String, { nullable: true })
  @Category('request.record')
  get answer(): string | null {
    return this.record.answer;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('request.record')
  get receivedAt(): number {
    return this.record.receivedAt;
  }

  @Field(() => DateTime, { nullable: true, description: 'Thirty days after it was received.' })
  @Category('request.record')
  get dueAt(): number {
    return this.record.dueAt;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('request.record')
  get answeredAt(): number | null {
    return this.record.answeredAt;
  }

  @Field(() => Boolean, { nullable: true, description: 'Whether it waits, or waited, beyond its deadline.' })
  @Category('request.record')
  overdue(@Ctx() { now }: RecordsContext): boolean {
    return isOverdue(this.record, now());
  }

  @Field(() => CustomerType, {
    nullable: true,
    description: 'Who asked: for the privacy office while the reader acts for an open case of it.',
  })
  @Category('company.record')
  async customer(@Ctx() context: RecordsContext): Promise<CustomerType | null> {
    const record = await context.loaders.customer.load(this.record.customer);
    return record === undefined ? null : new CustomerType(record, context.access);
  }
}

export const SubjectRequestConnection = connectionType(() => SubjectRequestType as never, 'SubjectRequest');

@InputType({ description: 'What the customer asks.' })
export class OpenRequestInput {
  @Field(() => RequestKindEnum)
  kind!: RequestKind;

  @Field(() => String)
  text!: string;
}
