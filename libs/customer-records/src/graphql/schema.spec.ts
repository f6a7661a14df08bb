import { auditAccessTable } from '@hearth/access-plan';
import { parse } from 'graphql';
import { buildCustomerRecordsSchema } from './schema';

describe('the schema of customer records', () => {
  it('says of every field what it is, or why it needs no category', async () => {
    const { sdl } = await buildCustomerRecordsSchema();
    expect(auditAccessTable(parse(sdl))).toEqual([]);
  });

  it('protects filters and orders like the fields that they read', async () => {
    const { table } = await buildCustomerRecordsSchema();
    expect(table.inputFields.get('CustomerFilter.companyName')).toEqual(['company.name']);
    expect(table.inputFields.get('CustomerFilter.industry')).toEqual(['company.demographic']);
    expect(table.enumValues.get('CustomerOrder.COMPANY_NAME')).toEqual(['company.name']);
    expect(table.enumValues.get('CustomerOrder.SIZE_BAND')).toEqual(['company.demographic']);
  });

  it('names an action for each mutation, and so who may call it', async () => {
    const { table } = await buildCustomerRecordsSchema();
    const mutations = [...table.fields].filter(([coordinate]) => coordinate.startsWith('Mutation.'));
    expect(new Map(mutations.map(([coordinate, { actions }]) => [coordinate, actions.join()]))).toEqual(
      new Map([
        ['Mutation.recordCustomer', 'customer.record'],
        ['Mutation.recordContact', 'contact.record'],
        ['Mutation.recordAgreement', 'agreement.record'],
        ['Mutation.grantConsent', 'consent.grant'],
        ['Mutation.withdrawConsent', 'consent.withdraw'],
        ['Mutation.openRequest', 'request.open'],
        ['Mutation.answerRequest', 'request.answer'],
        ['Mutation.eraseCustomer', 'customer.erase'],
        ['Mutation.proposeReference', 'reference.propose'],
        ['Mutation.approveReference', 'reference.approve'],
        ['Mutation.withdrawReference', 'reference.withdraw'],
      ]),
    );
  });
});
