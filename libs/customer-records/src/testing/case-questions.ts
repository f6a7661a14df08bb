import type { TokenRequest } from '@hearth/tokens';
import type { Answer, RecordsUnderTest } from './records-under-test';
import { COMMUNICATION, customerItself, privacyOffice, VENDOR } from './records-under-test';

type Fields = Readonly<Record<string, unknown>>;

/** What a mutation answered, or an error that says what it was refused with. */
export function answered(answer: Answer, field: string): Fields {
  const value = answer.data?.[field];
  if (typeof value !== 'object' || value === null) throw new Error(JSON.stringify(answer.errors));
  return value as Fields;
}

export const GRANT = `mutation ($input: GrantConsentInput!) { grantConsent(input: $input) {
  id party purpose categories from until grantedAt withdrawnAt text } }`;
export const WITHDRAW = 'mutation ($id: ID!) { withdrawConsent(id: $id) { id withdrawnAt } }';
export const OPEN = `mutation ($input: OpenRequestInput!) { openRequest(input: $input) {
  id kind status text answer receivedAt dueAt answeredAt overdue customer { id } } }`;
export const ANSWER = `mutation ($id: ID!, $answer: String!) { answerRequest(id: $id, answer: $answer) {
  id status answer answeredAt } }`;
export const ERASE = `mutation ($id: ID!, $case: ID!) { eraseCustomer(id: $id, case: $case) {
  id kind status text answer customer { id } } }`;
export const PROPOSE = `mutation ($input: ProposeReferenceInput!) { proposeReference(input: $input) {
  id version channels companyName quote attribution approvedAt withdrawnAt } }`;
export const APPROVE = 'mutation ($id: ID!) { approveReference(id: $id) { id approvedAt } }';
export const WITHDRAW_REFERENCE = 'mutation ($id: ID!) { withdrawReference(id: $id) { id withdrawnAt } }';
export const PUBLISHED = `{ approvedReferences(first: 50) { edges { node {
  id companyName quote attribution approvedAt } } } }`;

export const CONSENT = {
  party: 'gazette',
  purpose: 'PUBLICATION',
  categories: ['company.name', 'user.name'],
  text: 'The Gazette may name us and our people.',
};

/** A customer with one contact and one agreement. */
export async function wholeCustomer(
  records: RecordsUnderTest,
  companyName: string,
  key: string,
): Promise<string> {
  const customer = await records.recordCustomer({
    externalKey: key,
    companyName,
    industry: '333',
    country: 'DK',
    sizeBand: 'FROM_250_TO_999',
  });
  const contact = await records.ask(
    VENDOR,
    'mutation ($input: RecordContactInput!) { recordContact(input: $input) { id } }',
    {
      input: {
        customer,
        externalKey: `${key}-C`,
        name: `Ida of ${companyName}`,
        email: `ida@${key.toLowerCase()}.example`,
        role: 'Lead',
      },
    },
  );
  answered(contact, 'recordContact');
  await records.recordAgreement(customer, { externalKey: `${key}-A`, licenceKey: `KEY-${key}-ABCD` });
  return customer;
}

export async function grant(
  records: RecordsUnderTest,
  customer: string,
  input: Fields = {},
): Promise<string> {
  const answer = await records.ask(customerItself(customer), GRANT, { input: { ...CONSENT, ...input } });
  return String(answered(answer, 'grantConsent')['id']);
}

export async function openCase(
  records: RecordsUnderTest,
  customer: string,
  kind = 'ACCESS',
  text = 'What do you hold about us?',
): Promise<string> {
  const answer = await records.ask(customerItself(customer), OPEN, { input: { kind, text } });
  return String(answered(answer, 'openRequest')['id']);
}

export async function propose(
  records: RecordsUnderTest,
  customer: string,
  input: Fields = {},
): Promise<string> {
  const answer = await records.ask(COMMUNICATION, PROPOSE, {
    input: {
      customer,
      quote: 'It runs all night.',
      attribution: 'Ida, Lead',
      channels: ['PUBLIC'],
      ...input,
    },
  });
  return String(answered(answer, 'proposeReference')['id']);
}

/** Everything of a customer that this subgraph has a field for. */
export const WHOLE = `query ($id: ID!) { customer(id: $id) {
  companyName industry country sizeBand
  contacts { edges { node { name email role } } }
  agreements { orderNumber edition startsOn endsOn licenceKey licenceKeyHint entitlements { metric limit } }
  consents { party purpose } references { quote } } }`;

/** Readers of every kind, each with the rows that it would have of this customer. */
export function readersOf(customer: string, case_: string): readonly TokenRequest[] {
  return [
    VENDOR,
    COMMUNICATION,
    { audience: 'compliance', purposes: ['compliance'], client: 'desk' },
    { audience: 'partner', purposes: ['communication'], client: 'portal', party: 'par_1' },
    { audience: 'partner', purposes: ['compliance'], client: 'portal', party: 'par_1' },
    { audience: 'court-order', purposes: ['legal-order'], client: 'clerk', party: 'ord_1' },
    { audience: 'consented-party', purposes: ['publication'], client: 'gazette', party: 'gazette' },
    privacyOffice(case_),
    privacyOffice(),
    customerItself(customer),
  ];
}
