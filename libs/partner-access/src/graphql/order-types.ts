import { Category, connectionType, DateTime } from '@hearth/subgraph';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { CourtOrderState } from '../domain/court-orders';

export const CourtOrderStateEnum = { OPENED: 'OPENED', APPROVED: 'APPROVED', CLOSED: 'CLOSED' } as const;
registerEnumType(CourtOrderStateEnum, {
  name: 'CourtOrderState',
  description: 'What has become of a court order.',
});

@ObjectType('CourtOrder', {
  description: 'What a court ordered to be disclosed: to whom, of whom, what, and how long.',
})
export class CourtOrderType {
  @Field(() => ID, { nullable: true })
  @Category('access.order')
  id!: string;

  @Field(() => String, { nullable: true, description: 'The court’s number of the case.' })
  @Category('access.order')
  caseReference!: string;

  @Field(() => [ID], { nullable: true, description: 'The clients of the persons named.' })
  @Category('access.order')
  persons!: readonly string[];

  @Field(() => [ID], { nullable: true, description: 'The ids of the customers named.' })
  @Category('access.order')
  customers!: readonly string[];

  @Field(() => [String], { nullable: true })
  @Category('access.order')
  categories!: readonly string[];

  @Field(() => DateTime, { nullable: true })
  @Category('access.order')
  from!: number;

  @Field(() => DateTime, { nullable: true })
  @Category('access.order')
  until!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when reads under it are sealed from the customers.',
  })
  @Category('access.order')
  sealedUntil!: number | null;

  @Field(() => CourtOrderStateEnum, { nullable: true })
  @Category('access.order')
  state!: CourtOrderState;

  @Field(() => String, { nullable: true, description: 'A client.' })
  @Category('access.order')
  openedBy!: string;

  @Field(() => String, { nullable: true, description: 'Another client.' })
  @Category('access.order')
  approvedBy!: string | null;

  @Field(() => DateTime, { nullable: true })
  @Category('access.order')
  closedAt!: number | null;
}

export const CourtOrderConnection = connectionType(() => CourtOrderType, 'CourtOrder');

@InputType('CourtOrderInput', {
  description: 'A court order. Another client approves it before anything is read under it.',
})
export class CourtOrderInputType {
  @Field(() => String, { description: 'The court’s number of the case, without names.' })
  caseReference!: string;

  @Field(() => [ID], { description: 'The persons named: clients registered for court orders, at most 20.' })
  persons!: string[];

  @Field(() => [ID], { description: 'At most 200.' })
  customers!: string[];

  @Field(() => [String], { description: 'Keys of categories that the policy opens to court orders.' })
  categories!: string[];

  @Field(() => DateTime)
  from!: number;

  @Field(() => DateTime, { description: 'At most 366 days later.' })
  until!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when reads under it stay sealed from the customers.',
  })
  sealedUntil?: number | null;
}
