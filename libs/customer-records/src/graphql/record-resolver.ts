import { MutationAudience } from '@hearth/subgraph';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { AgreementType } from './agreement-types';
import type { RecordsContext } from './context';
import { ContactType, CustomerType } from './customer-types';
import {
  agreementInputOf,
  contactInputOf,
  customerInputOf,
  RecordAgreementInput,
  RecordContactInput,
  RecordCustomerInput,
} from './inputs';
import { asked } from './reader-errors';

/** Upserts for the vendor's own systems. What comes back is read anew, as the caller may read it. */
@Resolver()
export class RecordResolver {
  @Mutation(() => CustomerType, {
    nullable: true,
    description: "Records a customer by the caller's own key.",
  })
  @MutationAudience('customer.record')
  async recordCustomer(
    @Arg('input', () => RecordCustomerInput) input: RecordCustomerInput,
    @Ctx() context: RecordsContext,
  ): Promise<CustomerType | null> {
    const id = await asked(() => context.writer.recordCustomer(customerInputOf(input)));
    await context.publish();
    const record = (await asked(() => context.store.customersById([id]))).get(id);
    return record === undefined ? null : new CustomerType(record, context.access);
  }

  @Mutation(() => ContactType, { nullable: true, description: "Records a contact by the caller's own key." })
  @MutationAudience('contact.record')
  async recordContact(
    @Arg('input', () => RecordContactInput) input: RecordContactInput,
    @Ctx() context: RecordsContext,
  ): Promise<ContactType | null> {
    const { id } = await asked(() => context.writer.recordContact(contactInputOf(input)));
    const record = (await asked(() => context.store.contactsById([id]))).get(id);
    return record === undefined ? null : new ContactType(record, context.access);
  }

  @Mutation(() => AgreementType, {
    nullable: true,
    description: "Records an agreement by the caller's own key.",
  })
  @MutationAudience('agreement.record')
  async recordAgreement(
    @Arg('input', () => RecordAgreementInput) input: RecordAgreementInput,
    @Ctx() context: RecordsContext,
  ): Promise<AgreementType | null> {
    const { id } = await asked(() => context.writer.recordAgreement(agreementInputOf(input)));
    await context.publish();
    const record = (await asked(() => context.store.agreementsById([id]))).get(id);
    return record === undefined ? null : new AgreementType(record, context.access);
  }
}
