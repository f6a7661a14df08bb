import * as fc from 'fast-check';
import { RecordsFault } from './faults';
import type { AgreementInput, ContactInput, CustomerInput } from './record-inputs';
import { checkAgreement, checkContact, checkCustomer } from './record-inputs';

const customer: CustomerInput = {
  externalKey: 'C-1',
  companyName: 'Alder & Finch',
  industry: '333',
  country: 'DK',
};
const contact: ContactInput = {
  customer: 'cus_x',
  externalKey: 'P-1',
  name: 'Ida Bruun',
  email: 'ida@alder.example',
};
const agreement: AgreementInput = {
  customer: 'cus_x',
  externalKey: 'A-1',
  orderNumber: 'SO-1',
  edition: 'enterprise',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  licenceKey: 'KEY-0001-ABCD',
  installationConfirmation: 'REQUIRED',
  entitlements: [{ metric: 'cpus', limit: 8n, measure: 'PEAK', period: 'TERM', tolerancePercent: 0 }],
};
const entitled = (change: object) => ({ entitlements: [{ ...agreement.entitlements[0], ...change }] });

function faultOf(check: () => unknown): RecordsFault {
  try {
    check();
  } catch (error) {
    if (error instanceof RecordsFault) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('what systems record', () => {
  it('is trimmed', () => {
    expect(checkCustomer({ ...customer, companyName: '  Alder & Finch ' }).companyName).toBe('Alder & Finch');
    expect(checkContact(contact)).toEqual(contact);
    expect(checkAgreement(agreement)).toEqual(agreement);
  });

  it.each([
    ['externalKey', { externalKey: '' }],
    ['externalKey', { externalKey: 'x'.repeat(65) }],
    ['companyName', { companyName: ' \t ' }],
    ['companyName', { companyName: 'a\u0000b' }],
    ['companyName', { companyName: 'half \ud800 pair' }],
    ['companyName', { companyName: 'x'.repeat(201) }],
    ['industry', { industry: '999' }],
    ['country', { country: 'dk' }],
  ])('is refused for a customer with a bad %s: %j', (field, change) => {
    const fault = faultOf(() => checkCustomer({ ...customer, ...change }));
    expect([fault.code, fault.field]).toEqual(['BAD_INPUT', field]);
  });

  it.each([
    ['name', { name: '' }],
    ['email', { email: 'ida' }],
    ['email', { email: 'ida bruun@alder.example' }],
    ['email', { email: `${'x'.repeat(250)}@a.example` }],
    ['role', { role: '' }],
  ])('is refused for a contact with a bad %s: %j', (field, change) => {
    const fault = faultOf(() => checkContact({ ...contact, ...change }));
    expect([fault.code, fault.field]).toEqual(['BAD_INPUT', field]);
  });

  it.each([
    ['orderNumber', { orderNumber: '' }],
    ['edition', { edition: '<b>' }],
    ['startsOn', { startsOn: '2026-02-30' }],
    ['startsOn', { startsOn: '1 January' }],
    ['endsOn', { endsOn: '2025-12-31' }],
    ['licenceKey', { licenceKey: 'short' }],
    ['licenceKey', { licenceKey: 'has a space in it' }],
    ['licenceKey', { licenceKey: 'UNDER_SCORED_KEY' }],
    ['licenceKey', { licenceKey: 'K'.repeat(65) }],
    ['entitlements[0].metric', entitled({ metric: 'no-such-metric' })],
    ['entitlements[0].metric', entitled({ metric: 'constructor' })],
    ['entitlements[0].limit', entitled({ limit: -1n })],
    ['entitlements[0].limit', entitled({ limit: 2n ** 63n })],
    ['entitlements[0].tolerancePercent', entitled({ tolerancePercent: 101 })],
    ['entitlements[1].metric', { entitlements: [...agreement.entitlements, ...agreement.entitlements] }],
    ['entitlements', { entitlements: Array.from({ length: 101 }, () => agreement.entitlements[0]) }],
  ])('is refused for an agreement with a bad %s', (field, change) => {
    const fault = faultOf(() => checkAgreement({ ...agreement, ...change } as AgreementInput));
    expect([fault.code, fault.field]).toEqual(['BAD_INPUT', field]);
  });

  it('never comes back in the message that refuses it', () => {
    const secret = fc.string({ minLength: 12 }).map((text) => `\u0007Zq${text}qZ`);
    fc.assert(
      fc.property(secret, (value) => {
        const faults = [
          faultOf(() => checkCustomer({ ...customer, companyName: value })),
          faultOf(() => checkCustomer({ ...customer, country: value })),
          faultOf(() => checkContact({ ...contact, email: value })),
          faultOf(() => checkAgreement({ ...agreement, licenceKey: value })),
        ];
        for (const { message } of faults) expect(message).not.toContain('Zq');
      }),
    );
  });
});
