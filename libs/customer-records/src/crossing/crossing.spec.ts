import {
  createSealer,
  inboxBinding,
  installationKey,
  licenceHash,
  pseudonymOf,
  uuidBytes,
} from '@hearth/keys';
import { describeEachDialect } from '@hearth/test-databases';
import type { HeldReport } from '../domain/sealed-halves';
import type { RecordsUnderTest } from '../testing/records-under-test';
import { AGREEMENT, COMPLIANCE, customerItself, openRecords } from '../testing/records-under-test';
import { createCrossing } from './crossing';

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const OBSERVED = Date.UTC(2026, 4, 1);

describeEachDialect('the crossing', (under) => {
  let records: RecordsUnderTest;
  let alder: string;
  let installation: string;
  let resubmitted: HeldReport[];
  let settled: boolean;

  beforeAll(async () => {
    records = await openRecords(under);
  });
  afterAll(() => records.close());
  beforeEach(async () => {
    await records.clear();
    alder = await records.recordCustomer({ externalKey: 'C-1', companyName: 'Alder & Finch' });
    await records.recordAgreement(alder);
    const subject = pseudonymOf(records.keys.get('pseudonym'), alder);
    installation = installationKey(subject, uuidBytes(uuid(900)), 'roboserver').toString('hex');
    resubmitted = [];
    settled = true;
  });

  const crossing = async () =>
    createCrossing({
      inbox: await records.rooms.open('inbox', 'crossing'),
      personal: await records.rooms.open('personal', 'crossing'),
      keys: records.keys,
      now: () => records.clock.at,
      resubmit: (held) => {
        resubmitted.push(held);
        return Promise.resolve({ settled, outcome: settled ? 'counted' : 'held' });
      },
      rehearse: () => Promise.reject(new Error('a run rehearses nothing')),
    });
  const run = async () => (await crossing()).runOnce();

  async function drop(
    n: number,
    kind: 'sighting' | 'held',
    half: object,
    binding = inboxBinding(kind, uuid(n)),
  ) {
    const inbox = await records.rooms.open('inbox', 'intake');
    const sealed = createSealer(records.keys.get('inbox-public')).seal(
      Buffer.from(JSON.stringify(half)),
      binding,
    );
    await inbox.write((m) =>
      m.query('INSERT INTO halves (id, kind, received_at, sealed) VALUES (?, ?, ?, ?)', [
        uuidBytes(uuid(n)),
        kind,
        records.clock.at + n,
        sealed,
      ]),
    );
  }
  const sighting = (change: object = {}) => ({
    v: 1,
    installation,
    observedAt: OBSERVED,
    companyName: 'ALDER & finch',
    email: 'ops@alder.example',
    address: '192.0.2.7',
    licenceKey: AGREEMENT.licenceKey,
    ...change,
  });
  const held = (licenceKey: string) => ({
    v: 1,
    report: { id: uuid(1), licenceKey, product: 'roboserver' },
    receivedAt: 1_770_000_000_000,
    address: '192.0.2.8',
  });
  const left = async () => {
    const inbox = await records.rooms.open('inbox', 'crossing');
    return (await inbox.read((m) => m.query<unknown[]>('SELECT id FROM halves'))).length;
  };
  const filed = () =>
    records.personal.read((m) =>
      m.query<{ customer: string; differs: number }[]>(
        'SELECT customer, differs FROM sightings ORDER BY received_at',
      ),
    );
  const addressFor = async (who: Parameters<RecordsUnderTest['ask']>[0]) => {
    const query = `query ($id: ID!) { _entities(representations: [{ __typename: "Installation", id: $id }]) {
      ... on Installation { id ipAddress } } }`;
    const answer = await records.ask(who, query, { id: installation });
    return (answer.data?.['_entities'] as { ipAddress: string | null }[])[0]?.ipAddress;
  };

  it('files a sighting under the customer of its licence key, and deletes it from the inbox', async () => {
    await drop(1, 'sighting', sighting());
    expect(await run()).toEqual({ filed: 1, resubmitted: 0, held: 0, unreadable: 0 });
    expect(await filed()).toEqual([{ customer: alder, differs: 0 }]);
    expect(await left()).toBe(0);
  });

  it('marks another company name, and changes no customer by it', async () => {
    const before = await records.personal.read((m) => m.query('SELECT * FROM customers'));
    await drop(1, 'sighting', sighting({ companyName: 'Alder Holding' }));
    await run();
    expect(await filed()).toEqual([{ customer: alder, differs: 1 }]);
    expect(await records.personal.read((m) => m.query('SELECT * FROM customers'))).toEqual(before);
  });

  it('keeps no word of a sighting in the clear §security', async () => {
    await drop(1, 'sighting', sighting());
    await run();
    const rows = await records.personal.read((m) =>
      m.query<Readonly<Record<string, unknown>>[]>('SELECT company_name, email, address FROM sightings'),
    );
    const bytes = Object.values(rows[0] ?? {}).map((value) =>
      Buffer.from(value as Uint8Array).toString('latin1'),
    );
    expect(bytes.join()).not.toMatch(/alder|192\.0\.2/i);
  });

  it('gives the latest address to the customer itself, and to nobody whom the policy refuses it §knowledge', async () => {
    await drop(1, 'sighting', sighting({ observedAt: OBSERVED + 5, address: '192.0.2.99' }));
    await drop(2, 'sighting', sighting());
    await run();
    expect(await addressFor(customerItself(alder))).toBe('192.0.2.99');
    expect(await addressFor(customerItself('cus_AAAAAAAAAAAAAAAAAAAAAA'))).toBeNull();
    expect(await addressFor(COMPLIANCE)).toBeNull();
  });

  it('files once what a crash between filing and deleting left behind', async () => {
    await drop(1, 'sighting', sighting());
    await run();
    await drop(1, 'sighting', sighting({ address: '192.0.2.50' }));
    expect((await run()).filed).toBe(1);
    expect(await filed()).toHaveLength(1);
    expect(await addressFor(customerItself(alder))).toBe('192.0.2.7');
  });

  it('keeps nothing that was observed before the agreement began §voluntary', async () => {
    await drop(1, 'sighting', sighting({ observedAt: Date.UTC(2025, 11, 31, 23, 59) }));
    await run();
    expect([await filed(), await left()]).toEqual([[], 0]);
  });

  it('leaves a held report where its licence key is still unknown', async () => {
    await drop(1, 'held', held('KEY-UNKNOWN-0001'));
    await drop(2, 'held', { ...held(''), report: {} });
    expect(await run()).toEqual({ filed: 0, resubmitted: 0, held: 2, unreadable: 0 });
    expect([resubmitted, await left()]).toEqual([[], 2]);
  });

  it('resubmits a held report when its agreement is recorded, with its first time and address §voluntary', async () => {
    await drop(1, 'held', held('KEY-LATER-00001'));
    await run();
    await records.recordAgreement(alder, { externalKey: 'A-2', licenceKey: 'KEY-LATER-00001' });
    expect((await run()).resubmitted).toBe(1);
    const { report, receivedAt, address } = held('KEY-LATER-00001');
    expect(resubmitted).toEqual([{ report, receivedAt, address }]);
    expect(await left()).toBe(0);
  });

  it('opens a half that waits for an agreement once, not on each run', async () => {
    const one = await crossing();
    await drop(1, 'held', held('KEY-UNKNOWN-0002'));
    await drop(2, 'sighting', sighting({ licenceKey: 'KEY-UNKNOWN-0003' }));
    expect(await one.runOnce()).toMatchObject({ held: 2 });
    const open = jest.spyOn(records.keys, 'get');
    expect(await one.runOnce()).toMatchObject({ held: 2 });
    expect(open.mock.calls.filter(([name]) => name === 'inbox-private')).toEqual([]);
    await drop(3, 'held', held('KEY-UNKNOWN-0002'));
    expect(await one.runOnce()).toMatchObject({ held: 3 });
    expect(open.mock.calls.filter(([name]) => name === 'inbox-private')).toHaveLength(1);
    open.mockRestore();
  });

  it('keeps a held report that the intake does not settle yet', async () => {
    settled = false;
    await drop(1, 'held', held(AGREEMENT.licenceKey));
    expect(await run()).toMatchObject({ resubmitted: 0, held: 1 });
    expect(await left()).toBe(1);
  });

  it('is not stopped by a half that does not open, nor by one moved to another row or kind', async () => {
    await drop(1, 'sighting', sighting(), inboxBinding('sighting', uuid(2)));
    await drop(3, 'held', held(AGREEMENT.licenceKey), inboxBinding('sighting', uuid(3)));
    await drop(4, 'sighting', { v: 2 });
    await drop(5, 'sighting', sighting());
    expect(await run()).toEqual({ filed: 1, resubmitted: 0, held: 0, unreadable: 3 });
    expect(await left()).toBe(3);
  });

  it('goes through more halves than one batch holds, once', async () => {
    for (let n = 1; n <= 205; n += 1) await drop(n, 'sighting', sighting());
    expect((await run()).filed).toBe(205);
    const hash = licenceHash(records.keys.get('licence-lookup'), AGREEMENT.licenceKey);
    expect(hash).toHaveLength(32);
    expect([(await filed()).length, await left()]).toEqual([205, 0]);
  });
});
