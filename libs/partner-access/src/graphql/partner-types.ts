import { Category, connectionType, DateOnly, Key, Open } from '@hearth/subgraph';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { PartnerRole } from '../domain/partner-records';
import { PartnerRoleEnum } from './enums';

@ObjectType('Partner', { description: 'A company authorised to sell or support the software.' })
@Key('id')
export class PartnerType {
  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the partner.')
  id!: string;

  @Field(() => String, { nullable: true })
  @Category('access.partner')
  name!: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'Last day of its contract.' })
  @Category('access.partner')
  contractEndsOn!: string | null;
}

@ObjectType('Assignment', { description: 'That a partner works for a customer.' })
export class AssignmentType {
  /** For the resolver of `partner` alone; no field shows it. */
  partnerId!: string;

  @Field(() => PartnerRoleEnum, { nullable: true })
  @Category('access.assignment')
  role!: PartnerRole | null;

  @Field(() => DateOnly, { nullable: true, description: 'First day.' })
  @Category('access.assignment')
  from!: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'Last day; null while none is set.' })
  @Category('access.assignment')
  until!: string | null;
}

@ObjectType('Customer')
@Key('id')
export class CustomerType {
  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the customer.')
  id!: string;
}

export const PartnerConnection = connectionType(() => PartnerType, 'Partner');

@ObjectType('AssignmentReceipt', { description: 'What became of an assignment.' })
export class AssignmentReceiptType {
  partnerId!: string;

  @Field(() => Int, { description: 'Customers assigned.' })
  @Open('The caller’s own number come back.')
  assigned!: number;
}

@InputType({ description: 'A partner, under the calling system’s own key. The same key again changes it.' })
export class RegisterPartnerInput {
  @Field(() => String)
  externalKey!: string;

  @Field(() => String)
  name!: string;

  @Field(() => DateOnly, { nullable: true, description: 'Last day of its contract.' })
  contractEndsOn?: string | null;
}

@InputType({
  description: 'Customers for a partner. The same partner, customer and role again change the days.',
})
export class AssignCustomersInput {
  @Field(() => ID, { description: 'As registerPartner gave it.' })
  partner!: string;

  @Field(() => [ID], { description: 'At most 1,000.' })
  customers!: string[];

  @Field(() => PartnerRoleEnum)
  role!: PartnerRole;

  @Field(() => DateOnly, { description: 'First day.' })
  from!: string;

  @Field(() => DateOnly, { nullable: true, description: 'Last day; open where absent.' })
  until?: string | null;
}
