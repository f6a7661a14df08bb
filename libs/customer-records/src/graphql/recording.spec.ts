import { licenceHash } from '@hearth/keys';
import { describeEachDialect } from '@hearth/test-databases';
import type { RecordsUnderTest } from '../testing/records-under-test';
import { AGREEMENT, codes, COMPLIANCE, openRecords, VENDOR } from '../testing/records-under-test';

const CUSTOMER =
  'mutation ($input: RecordCustomerInput!) { recordCustomer(input: $input) { id companyName industry } }';
const AGREED = 'mutation ($input: RecordAgreementInput!) { recordAgreement(input: $input) { id } }';
const [ENTITLED] = AGREEMENT.entitlements;
const CONTACT =
  'mutation ($input: RecordContactInput!) { recordContact(input: $input) { id name email role } }';

describeEachDialect('recording by the systems of the vendor', (under) => {
  let records: RecordsUnderTest;
  let alder: string;
  beforeAll(async () => {
    records = await openRecords(under);
    alder = await records.recordCustomer({ externalKey: 'C-1', companyName: 'Alder', industry: '333' });
  });
  afterAll(() => records.close());

  it('keeps the id when the same key is recorded again, and changes the rest', async () => {
    const input = { externalKey: 'C-1', companyName: 'Alder Group' };
    const answer = await records.ask(VENDOR, CUSTOMER, { input });
    expect(answer).toEqual({
      data: { recordCustomer: { id: alder, companyName: 'Alder Group', industry: null } },
    });
  });

  it('takes the same key from another system for another customer', async () => {
    const input = { externalKey: 'C-1', companyName: 'Other' };
    const answer = await records.ask({ ...VENDOR, client: 'erp' }, CUSTOMER, { input });
    expect((answer.data?.['recordCustomer'] as { id: string }).id).not.toBe(alder);
  });

  it('makes one customer of two first records at once', async () => {
    const input = { externalKey: 'C-2', companyName: 'Twice' };
    const answers = await Promise.all([1, 2, 3].map(() => records.ask(VENDOR, CUSTOMER, { input })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.errors).toBeUndefined();
  });

  it('gives back what was recorded of an agreement, whole', async () => {
    const answer = await records.recordAgreement(alder);
    const { externalKey: _, ...recorded } = AGREEMENT;
    expect(answer.data).toEqual({
      recordAgreement: { ...recorded, id: expect.stringMatching(/^agr_/) as string, licenceKeyHint: 'ABCD' },
    });
  });

  it('replaces the entitlements of an agreement that is recorded again', async () => {
    const entitlements = [{ metric: 'cpus', limit: '8', measure: 'PEAK', period: 'TERM' }];
    const again = await records.recordAgreement(alder, { entitlements, endsOn: null });
    expect(again.data?.['recordAgreement']).toMatchObject({
      endsOn: null,
      entitlements: [{ ...entitlements[0], tolerancePercent: 0 }],
    });
  });

  it('wants new installations confirmed unless the agreement says that none need be', async () => {
    const silent = await records.recordAgreement(alder, { installationConfirmation: undefined });
    expect(silent.data?.['recordAgreement']).toMatchObject({ installationConfirmation: 'REQUIRED' });
    const said = await records.recordAgreement(alder, { installationConfirmation: 'NOT_REQUIRED' });
    expect(said.data?.['recordAgreement']).toMatchObject({ installationConfirmation: 'NOT_REQUIRED' });
  });

  it('is closed to every other audience', async () => {
    const input = { externalKey: 'C-9', companyName: 'Nobody' };
    for (const who of [
      COMPLIANCE,
      { ...VENDOR, audience: 'approvers', purposes: ['administration'] } as const,
    ]) {
      const answer = await records.ask(who, CUSTOMER, { input });
      expect([answer.data, codes(answer)]).toEqual([{ recordCustomer: null }, ['ACTION_NOT_ALLOWED']]);
    }
  });

  it("answers about another system's customer as about none", async () => {
    const erp = { ...VENDOR, client: 'erp' };
    const answers = await Promise.all(
      [alder, 'cus_AAAAAAAAAAAAAAAAAAAAAA'].map((customer) =>
        records.ask(erp, CONTACT, {
          input: { customer, externalKey: 'p', name: 'Ida', email: 'i@a.example' },
        }),
      ),
    );
    expect(codes(answers[0] ?? {})).toEqual(['NOT_FOUND']);
    expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]));
  });

  it('refuses a licence key that another agreement has, and writes nothing', async () => {
    const answer = await records.recordAgreement(alder, { externalKey: 'A-2' });
    expect(codes(answer)).toEqual(['CONFLICT']);
    expect(answer.errors?.[0]?.message).toBe('licenceKey: another agreement has it');
    const hash = licenceHash(records.keys.get('licence-lookup'), AGREEMENT.licenceKey);
    const rows = await records.personal.read((m) =>
      m.query<unknown[]>('SELECT id FROM agreements WHERE external_key = ? OR licence_hash = ?', [
        'A-2',
        hash,
      ]),
    );
    expect(rows).toHaveLength(1);
  });

  it.each([
    ['companyName', CUSTOMER, { externalKey: 'C-3', companyName: '' }, 'Zq'],
    ['industry', CUSTOMER, { externalKey: 'C-3', companyName: 'Zq', industry: 'Zq9' }, 'Zq'],
    ['country', CUSTOMER, { externalKey: 'C-3', companyName: 'Zq', country: 'Zq' }, 'Zq'],
    ['input.sizeBand', CUSTOMER, { externalKey: 'C-3', companyName: 'Zq', sizeBand: 'Zq' }, 'Zq'],
    ['input.externalKey', CUSTOMER, { companyName: 'Zq' }, 'Zq'],
    ['input.startsOn', AGREED, { ...AGREEMENT, customer: 'x', orderNumber: 'Zq', startsOn: 'Zq-30' }, 'Zq'],
    [
      'input.entitlements[0].limit',
      AGREED,
      { ...AGREEMENT, customer: 'x', entitlements: [{ ...ENTITLED, limit: 'Zq' }] },
      'Zq',
    ],
    ['email', CONTACT, { customer: 'x', externalKey: 'p', name: 'Zq', email: 'Zq at a.example' }, 'Zq'],
  ])('names the field %s of bad input and never its value', async (field, mutation, input, value) => {
    const answer = await records.ask(VENDOR, mutation, { input });
    expect(codes(answer)).toEqual(['BAD_INPUT']);
    expect(answer.errors?.[0]?.message).toContain(field);
    expect(JSON.stringify(answer)).not.toContain(value);
  });
});
