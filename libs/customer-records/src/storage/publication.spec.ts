import { licenceHash, pseudonymOf } from '@hearth/keys';
import { describeEachDialect } from '@hearth/test-databases';
import type { RecordsUnderTest } from '../testing/records-under-test';
import { AGREEMENT, openRecords } from '../testing/records-under-test';
import { publishToUsage } from './publication';

type Row = Readonly<Record<string, unknown>>;

describeEachDialect('publication to the usage room', (under) => {
  let records: RecordsUnderTest;
  let alder: string;
  beforeAll(async () => {
    records = await openRecords(under);
  });
  afterAll(() => records.close());
  beforeEach(async () => {
    await records.clear();
    alder = await records.recordCustomer({
      externalKey: 'C-1',
      companyName: 'Alder',
      industry: '333',
      country: 'DK',
      sizeBand: 'FROM_250_TO_999',
    });
    await records.recordAgreement(alder);
  });

  const rows = (room: 'personal' | 'usage' | 'access', sql: string) =>
    records[room].read((m) => m.query<Row[]>(sql));
  const publish = (customers?: readonly string[]) =>
    publishToUsage({
      personal: records.personal,
      usage: records.usage,
      access: records.access,
      keys: records.keys,
      now: () => records.clock.at,
      ...(customers === undefined ? {} : { customers }),
    });
  const stamp = async () =>
    Number((await rows('usage', 'SELECT revision FROM subject_stamps'))[0]?.['revision']);
  const subject = () => pseudonymOf(records.keys.get('pseudonym'), alder);

  it('has happened when a mutation is answered, without a name, a key or an id of the customer', async () => {
    const [row, ...others] = await rows('usage', 'SELECT * FROM subjects');
    expect(others).toEqual([]);
    expect(row).toEqual({
      licence_hash: licenceHash(records.keys.get('licence-lookup'), AGREEMENT.licenceKey),
      subject: subject(),
      edition: 'enterprise',
      industry: '333',
      country: 'DK',
      size_band: '250-999',
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
      entitled: '["steps-executed"]',
      needs_confirmation: 0,
    });
    expect(await rows('personal', 'SELECT * FROM outbox')).toEqual([]);
  });

  it('says whether new installations stand apart, as the agreement last said', async () => {
    const apart = async () => (await rows('usage', 'SELECT needs_confirmation FROM subjects'))[0];
    await records.recordAgreement(alder, { installationConfirmation: 'REQUIRED' });
    expect(await apart()).toEqual({ needs_confirmation: 1 });
    const before = await stamp();
    await records.recordAgreement(alder);
    expect(await apart()).toEqual({ needs_confirmation: 0 });
    expect(await stamp()).toBe(before + 1);
  });

  it('says in the access room who recorded a customer, before the mutation is answered', async () => {
    const said = () => rows('access', 'SELECT * FROM customer_recorders');
    expect(await said()).toEqual([{ customer: alder, recorded_by: 'crm' }]);
    await records.recordAgreement(alder, { externalKey: 'A-2', licenceKey: 'KEY-0002-ABCD' });
    expect(await said()).toHaveLength(1);
  });

  it('says so of customers that were recorded before it was said, and nothing of those that are gone', async () => {
    const mark = (id: string) =>
      records.personal.write((m) => m.query('INSERT INTO outbox (customer, revision) VALUES (?, 1)', [id]));
    await records.access.write(async (m) => {
      await m.query('DELETE FROM customer_recorders');
      await m.query("INSERT INTO customer_recorders (customer, recorded_by) VALUES ('cus_gone', 'crm')");
    });
    await mark(alder);
    await mark('cus_gone');
    expect((await publish()).customers).toBe(2);
    expect(await rows('access', 'SELECT customer FROM customer_recorders')).toEqual([{ customer: alder }]);
  });

  it('keeps a customer in the outbox until the access room could be told', async () => {
    await records.access.write((m) => m.query('DELETE FROM customer_recorders'));
    await records.personal.write((m) =>
      m.query('INSERT INTO outbox (customer, revision) VALUES (?, 1)', [alder]),
    );
    const broken = { ...records.access, write: () => Promise.reject(new Error('the room is away')) };
    const { personal, usage, keys, clock } = records;
    await expect(
      publishToUsage({ personal, usage, access: broken, keys, now: () => clock.at }),
    ).rejects.toThrow('away');
    expect(await rows('personal', 'SELECT customer FROM outbox')).toEqual([{ customer: alder }]);
    await publish();
    expect(await rows('access', 'SELECT customer FROM customer_recorders')).toEqual([{ customer: alder }]);
  });

  it('repeats without a change and without a stamp', async () => {
    const before = [await rows('usage', 'SELECT * FROM subjects'), await stamp()];
    await records.personal.write((m) =>
      m.query('INSERT INTO outbox (customer, revision) VALUES (?, 7)', [alder]),
    );
    expect(await publish()).toEqual({ customers: 1, scopes: 0 });
    expect(await publish()).toEqual({ customers: 0, scopes: 0 });
    expect([await rows('usage', 'SELECT * FROM subjects'), await stamp()]).toEqual(before);
  });

  it('replaces the subject of a licence key that was changed, and stamps the change', async () => {
    const before = await stamp();
    await records.recordAgreement(alder, { licenceKey: 'KEY-9999-WXYZ' });
    const found = await rows('usage', 'SELECT licence_hash FROM subjects');
    expect(found).toEqual([
      { licence_hash: licenceHash(records.keys.get('licence-lookup'), 'KEY-9999-WXYZ') },
    ]);
    expect(await stamp()).toBe(before + 1);
  });

  it('leaves a customer in the outbox that changed while it was carried', async () => {
    const mark = (revision: number) =>
      records.personal.write((m) =>
        m.query('UPDATE outbox SET revision = ? WHERE customer = ?', [revision, alder]),
      );
    await records.personal.write((m) =>
      m.query('INSERT INTO outbox (customer, revision) VALUES (?, 1)', [alder]),
    );
    const run = publishToUsage({
      personal: records.personal,
      // A change that comes between reading the state and taking the customer off the outbox.
      usage: { ...records.usage, write: (fn) => mark(2).then(() => records.usage.write(fn)) },
      access: records.access,
      keys: records.keys,
      now: () => records.clock.at,
    });
    expect(await run).toEqual({ customers: 0, scopes: 0 });
    expect(await rows('personal', 'SELECT customer FROM outbox')).toEqual([{ customer: alder }]);
    expect((await publish()).customers).toBe(1);
  });

  it('carries what a crash left in the outbox', async () => {
    await records.usage.write((m) => m.query('DELETE FROM subjects'));
    await records.personal.write((m) =>
      m.query('INSERT INTO outbox (customer, revision) VALUES (?, 1)', [alder]),
    );
    expect((await publish()).customers).toBe(1);
    expect(await rows('usage', 'SELECT edition FROM subjects')).toEqual([{ edition: 'enterprise' }]);
  });

  it('mirrors the scopes under pseudonyms, and their withdrawal', async () => {
    await records.grant('par_1', alder);
    await records.grant('ord_1', alder, 'usage.customer', 1_800_000_000_000);
    expect((await publish()).scopes).toBe(2);
    const mirrored = await rows(
      'usage',
      'SELECT party, subject, category, until_at FROM scope ORDER BY party',
    );
    expect(mirrored).toEqual([
      { party: 'ord_1', subject: subject(), category: 'usage.customer', until_at: 1_800_000_000_000 },
      { party: 'par_1', subject: subject(), category: '*', until_at: null },
    ]);
    await records.personal.write((m) => m.query("DELETE FROM scope WHERE party = 'par_1'"));
    expect((await publish(['cus_other'])).scopes).toBe(0);
    expect((await publish([alder])).scopes).toBe(1);
    expect(await rows('usage', 'SELECT party FROM scope')).toEqual([{ party: 'ord_1' }]);
  });
});
