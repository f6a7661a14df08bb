import type { Action, Reader } from '@hearth/policy';
import { AUDIENCES, CURRENT_POLICY, decideAction, PURPOSES } from '@hearth/policy';
import { describeEachDialect } from '@hearth/test-databases';
import type { CaseWriter } from '../domain/case-store';
import { grant, openCase, propose, wholeCustomer } from '../testing/case-questions';
import type { RecordsUnderTest } from '../testing/records-under-test';
import { openRecords } from '../testing/records-under-test';
import { createCaseStore } from './case-store';
import { createCaseWriter } from './case-writer';

const TABLES = ['consents', 'requests', 'customer_references', 'published_references', 'scope', 'erasures'];

// The writer and the store are called as if there were no gateway and no subgraph.
describeEachDialect('the writer of cases, with no other door before it', (under) => {
  let records: RecordsUnderTest;
  let alder: string;
  let consent: string;
  let request: string;
  let reference: string;
  beforeAll(async () => {
    records = await openRecords(under);
    alder = await wholeCustomer(records, 'Alder', 'C-1');
    consent = await grant(records, alder);
    request = await openCase(records, alder, 'ERASURE');
    reference = await propose(records, alder);
  });
  afterAll(() => records.close());

  const partsOf = (reader: Reader) => ({
    personal: records.personal,
    keys: records.keys,
    policy: CURRENT_POLICY,
    reader,
    now: () => records.clock.at,
  });
  const writes: readonly (readonly [Action, (writer: CaseWriter) => Promise<unknown>])[] = [
    [
      'consent.grant',
      (writer) =>
        writer.grantConsent({
          party: 'herald',
          purpose: 'analysis',
          categories: ['company.name'],
          text: 'Yes.',
        }),
    ],
    ['consent.withdraw', (writer) => writer.withdrawConsent(consent)],
    ['request.open', (writer) => writer.openRequest({ kind: 'QUESTION', text: 'Why?' })],
    ['request.answer', (writer) => writer.answerRequest(request, 'So.')],
    [
      'reference.propose',
      (writer) => writer.proposeReference({ customer: alder, quote: 'Fine.', channels: ['PUBLIC'] }),
    ],
    ['reference.approve', (writer) => writer.approveReference(reference)],
    ['reference.withdraw', (writer) => writer.withdrawReference(reference)],
    ['customer.erase', (writer) => writer.eraseCustomer(alder, request)],
  ];
  const contents = async () =>
    JSON.stringify(
      await Promise.all(
        TABLES.map((table) => records.personal.read((m) => m.query(`SELECT * FROM ${table} ORDER BY 1, 2`))),
      ),
    );

  it('refuses each act to every audience and purpose that the policy gives it not, and writes nothing §consent §contact §attribution', async () => {
    const before = await contents();
    let refused = 0;
    for (const audience of AUDIENCES) {
      for (const purpose of PURPOSES) {
        const claim = {
          audience,
          purpose,
          purposes: [purpose],
          client: 'test',
          party: request,
          customer: alder,
        };
        const writer = createCaseWriter(partsOf(claim));
        for (const [action, write] of writes) {
          if (decideAction(CURRENT_POLICY, claim, action).allowed) continue;
          await expect(write(writer)).rejects.toThrow('NOT_ALLOWED');
          refused += 1;
        }
      }
    }
    expect(refused).toBe(AUDIENCES.length * PURPOSES.length * writes.length - writes.length);
    expect(await contents()).toBe(before);
  });

  it('finds for a customer nothing of another, and for whoever says it is one but is not, nothing at all', async () => {
    const before = await contents();
    const self = { audience: 'customer', purpose: 'self-access', purposes: [], client: 'self' } as const;
    for (const reader of [{ ...self, customer: 'cus_other' }, self]) {
      const writer = createCaseWriter(partsOf(reader));
      for (const [action, write] of writes) {
        if (!decideAction(CURRENT_POLICY, reader, action).allowed) continue;
        await expect(write(writer)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    expect(await contents()).toBe(before);
  });

  it('and the store beside it give the privacy office no consent and no reference without the case §contact', async () => {
    const office = {
      audience: 'privacy-office',
      purpose: 'privacy-administration',
      purposes: [],
      client: 'office',
    } as const;
    const without = createCaseStore(partsOf(office));
    expect((await without.consentsOf([alder])).get(alder)).toEqual([]);
    expect((await without.consentsById([consent])).size).toBe(0);
    expect((await without.referencesById([reference])).size).toBe(0);
    const acting = createCaseStore(partsOf({ ...office, party: request }));
    expect((await acting.consentsOf([alder])).get(alder)).toHaveLength(1);
    expect((await acting.referencesById([reference])).get(reference)?.quote).toBe('It runs all night.');
    const strange = createCaseStore(partsOf({ ...office, party: 'req_other' }));
    expect((await strange.consentsOf([alder])).get(alder)).toEqual([]);
  });
});
