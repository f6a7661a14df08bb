import { licenceHash, pseudonymOf } from '@hearth/keys';
import { CURRENT_POLICY } from '@hearth/policy';
import { TABLES } from '@hearth/rooms';
import type { RoomDatabase } from '@hearth/storage';
import { describeEachDialect } from '@hearth/test-databases';
import { createCaseWriter } from '../storage/case-writer';
import { nameIndex } from '../storage/customer-reader';
import { publishToUsage } from '../storage/publication';
import {
  answered,
  APPROVE,
  ERASE,
  grant,
  openCase,
  propose,
  PUBLISHED,
  readersOf,
  WHOLE,
  wholeCustomer,
} from '../testing/case-questions';
import type { RecordsUnderTest } from '../testing/records-under-test';
import {
  codes,
  COMMUNICATION,
  COMPLIANCE,
  customerItself,
  openRecords,
  partner,
  privacyOffice,
  VENDOR,
} from '../testing/records-under-test';

const NOBODY = 'cus_AAAAAAAAAAAAAAAAAAAAAA';
const NAME = 'Persephone Needleworks';
const LICENCE = 'KEY-PERSEPHONE-ABCD';
const WORDS = [NAME, 'PERSEPHONE', 'persephone', 'all night', 'Please forget', 'Gazette', 'gazette'];

describeEachDialect('the erasure of a customer', (under) => {
  let records: RecordsUnderTest;
  let erased: string;
  let birch: string;
  let request: string;
  beforeAll(async () => {
    records = await openRecords(under);
  });
  afterAll(() => records.close());
  beforeEach(async () => {
    await records.clear();
    erased = await wholeCustomer(records, 'Persephone Needleworks', 'PERSEPHONE');
    birch = await wholeCustomer(records, 'Birch', 'C-2');
    await grant(records, erased);
    const reference = await propose(records, erased);
    answered(await records.ask(customerItself(erased), APPROVE, { id: reference }), 'approveReference');
    await records.grant('par_1', erased);
    await records.grant('ord_1', erased);
    const assignments = await records.rooms.open('access', 'partner-access');
    await assignments.write(async (m) => {
      await m.query(
        `INSERT INTO assignments (partner, customer, role, recorded_by, starts_on, ends_on, revision)
         VALUES ('par_1', ?, 'SELLS', 'crm', '2026-01-01', NULL, 1)`,
        [erased],
      );
      await m.query(
        "INSERT INTO scope (party, customer, category, until_at, version) VALUES ('ord_1', ?, '*', NULL, 1)",
        [erased],
      );
    });
    await openCase(records, erased, 'QUESTION', 'Please forget this one too.');
    request = await openCase(records, erased, 'ERASURE', 'Please forget us.');
  });

  const erase = (id = erased, case_ = request) =>
    records.ask(privacyOffice(request), ERASE, { id, case: case_ });
  const rows = (room: RoomDatabase, text: string) =>
    room.read((m) => m.query<Record<string, unknown>[]>(text));
  const parts = () => ({
    personal: records.personal,
    usage: records.usage,
    access: records.access,
    keys: records.keys,
    now: () => records.clock.at,
  });
  /** Every value of every table that this account reads, one after the other: text as it is, and bytes as they are. */
  const dump = async (): Promise<Buffer> => {
    const found = [
      ...(await Promise.all(
        TABLES.personal.map((table) => rows(records.personal, `SELECT * FROM ${table}`)),
      )),
      ...(await Promise.all(['subjects', 'scope'].map((t) => rows(records.usage, `SELECT * FROM ${t}`)))),
      ...(await Promise.all(
        ['assignments', 'scope', 'customer_recorders'].map((t) => rows(records.access, `SELECT * FROM ${t}`)),
      )),
    ];
    const values = found.flat().flatMap((row) => Object.values(row));
    return Buffer.concat(
      values.map((value) =>
        value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(`${String(value)}\n`),
      ),
    );
  };

  it('is refused to everybody but the privacy office, which needs an open request of erasure', async () => {
    for (const reader of [VENDOR, COMMUNICATION, COMPLIANCE, partner('par_1'), customerItself(erased)]) {
      const refused = await records.ask(reader, ERASE, { id: erased, case: request });
      expect(codes(refused)).toEqual(['ACTION_NOT_ALLOWED']);
    }
    const question = await openCase(records, erased, 'ACCESS');
    const other = await openCase(records, birch, 'ERASURE');
    for (const case_ of [question, other, 'req_none', '']) {
      expect(codes(await erase(erased, case_))).toEqual(['NOT_FOUND']);
    }
    expect(codes(await erase(NOBODY))).toEqual(['NOT_FOUND']);
    expect((await records.ask(COMMUNICATION, WHOLE, { id: erased })).data?.['customer']).not.toBeNull();
  });

  it('closes its request and leaves no word of it §contact', async () => {
    expect(answered(await erase(), 'eraseCustomer')).toEqual({
      id: request,
      kind: 'ERASURE',
      status: 'ANSWERED',
      text: null,
      answer: null,
      customer: null,
    });
    const left = await rows(records.personal, 'SELECT text, answer, answered_at FROM requests ORDER BY id');
    expect(left).toHaveLength(2);
    for (const row of left) expect(row).toMatchObject({ text: null, answer: null });
    for (const row of left) expect(Number(row['answered_at'])).toBe(records.clock.at);
  });

  it('answers every reader as for a customer who never existed §contact §knowledge', async () => {
    const readers = readersOf(erased, request);
    const before = await Promise.all(readers.map((reader) => records.ask(reader, WHOLE, { id: erased })));
    expect(before.filter(({ data }) => data?.['customer']).length).toBeGreaterThan(7);
    answered(await erase(), 'eraseCustomer');
    for (const reader of readers) {
      const asked = await records.ask(reader, WHOLE, { id: erased });
      expect(JSON.stringify(asked)).toBe(JSON.stringify(await records.ask(reader, WHOLE, { id: NOBODY })));
    }
    for (const query of ['{ me { companyName } }', '{ requests { edges { node { id } } } }']) {
      const [own, nobody] = [
        await records.ask(customerItself(erased), query),
        await records.ask(customerItself(NOBODY), query),
      ];
      expect(JSON.stringify(own)).toBe(JSON.stringify(nobody));
    }
    const found = await records.ask(
      COMMUNICATION,
      '{ customers(filter: { companyName: "Persephone Needleworks" }) { edges { node { id } } } }',
    );
    expect(found.data).toEqual({ customers: { edges: [] } });
    const published = await records.ask(COMMUNICATION, PUBLISHED);
    expect(published.data).toEqual({ approvedReferences: { edges: [] } });
  });

  it('leaves its words in no table, nor what they can be found by, and its neighbour whole §contact', async () => {
    const key = (await rows(records.personal, 'SELECT * FROM data_keys')).length;
    const found = (text: Buffer, needle: string | Buffer) => [needle, text.includes(needle)];
    const digests = [
      nameIndex(records.keys.get('name-index'), NAME),
      licenceHash(records.keys.get('licence-lookup'), LICENCE),
      pseudonymOf(records.keys.get('pseudonym'), erased),
    ];
    const before = await dump();
    // The search must be able to find: the public reference in the clear, the external key, and every digest.
    for (const needle of [NAME, 'PERSEPHONE', ...digests])
      expect(found(before, needle)).toEqual([needle, true]);
    answered(await erase(), 'eraseCustomer');
    const after = await dump();
    for (const needle of [...WORDS, ...digests]) expect(found(after, needle)).toEqual([needle, false]);
    expect(await rows(records.personal, 'SELECT * FROM data_keys')).toHaveLength(key - 1);
    for (const table of ['customers', 'contacts', 'agreements']) {
      expect(await rows(records.personal, `SELECT * FROM ${table}`)).toHaveLength(1);
    }
    for (const table of [
      'consents',
      'customer_references',
      'published_references',
      'scope',
      'outbox',
      'scope_outbox',
    ]) {
      expect([table, await rows(records.personal, `SELECT * FROM ${table}`)]).toEqual([table, []]);
    }
    expect(await rows(records.usage, 'SELECT * FROM subjects')).toHaveLength(1);
    expect(await rows(records.usage, 'SELECT * FROM scope')).toEqual([]);
    for (const table of ['assignments', 'scope']) {
      expect(await rows(records.access, `SELECT * FROM ${table}`)).toEqual([]);
    }
    expect(await rows(records.access, 'SELECT customer FROM customer_recorders')).toEqual([
      { customer: birch },
    ]);
    expect((await records.ask(COMMUNICATION, WHOLE, { id: birch })).data?.['customer']).toMatchObject({
      companyName: 'Birch',
    });
  });

  it('is done once: a repeat answers the same and changes nothing', async () => {
    const first = answered(await erase(), 'eraseCustomer');
    const after = await dump();
    expect(answered(await erase(), 'eraseCustomer')).toEqual(first);
    expect((await dump()).equals(after)).toBe(true);
    expect(codes(await erase(erased, 'req_other'))).toEqual(['NOT_FOUND']);
  });

  it('is finished by a repeat, or by the next run, where a crash came between the rooms §contact', async () => {
    const writer = createCaseWriter({
      personal: records.personal,
      keys: records.keys,
      policy: CURRENT_POLICY,
      reader: {
        audience: 'privacy-office',
        purpose: 'privacy-administration',
        purposes: [],
        client: 'office',
      },
      now: () => records.clock.at,
    });
    // The personal room alone, as if the process had ended there.
    await writer.eraseCustomer(erased, request);
    expect(await rows(records.usage, 'SELECT * FROM subjects')).toHaveLength(2);
    // As a crossing would, that had looked at the customer before.
    await records.personal.write((m) =>
      m.query(
        `INSERT INTO sightings (id, customer, installation, observed_at, received_at, differs)
         VALUES (?, ?, ?, 1, 1, 0)`,
        [Buffer.alloc(16, 1), erased, Buffer.alloc(16, 2)],
      ),
    );
    const away = { ...records.access, write: () => Promise.reject(new Error('the access room is away')) };
    await expect(publishToUsage({ ...parts(), access: away })).rejects.toThrow('away');
    expect(await rows(records.personal, 'SELECT finished_at FROM erasures')).toEqual([{ finished_at: null }]);
    await publishToUsage(parts());
    await publishToUsage(parts());
    expect(await rows(records.usage, 'SELECT * FROM subjects')).toHaveLength(1);
    expect(await rows(records.access, 'SELECT * FROM assignments')).toEqual([]);
    expect(await rows(records.personal, 'SELECT * FROM sightings')).toEqual([]);
    answered(await erase(), 'eraseCustomer');
  });

  it('is not undone by the system that recorded the customer', async () => {
    answered(await erase(), 'eraseCustomer');
    const record = 'mutation ($input: RecordCustomerInput!) { recordCustomer(input: $input) { id } }';
    const input = { externalKey: 'PERSEPHONE', companyName: 'Persephone Needleworks' };
    const refused = await records.ask(VENDOR, record, { input });
    expect(codes(refused)).toEqual(['CONFLICT']);
    expect(refused.errors?.[0]?.message).not.toContain('PERSEPHONE');
    // Another system's record under the same key is another customer's.
    const other = await records.ask({ ...VENDOR, client: 'erp' }, record, { input });
    expect(answered(other, 'recordCustomer')['id']).not.toBe(erased);
  });
});
