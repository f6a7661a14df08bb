import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshKeys, unwrapCommitmentKey } from '@hearth/keys';
import type { KeyRing } from '@hearth/keys';
import {
  appendLeaf,
  commitmentOf,
  createExportCheck,
  EMPTY_FRONTIER,
  frontierRoot,
  HEAD_COLUMNS,
  headOfRow,
  headRow,
  readExportLine,
  signHead,
  verifyHead,
} from '@hearth/release-record';
import type {
  ExportReport,
  HeadRow,
  MerkleFrontier,
  Release,
  ReleaseEntry,
  SignedHead,
} from '@hearth/release-record';
import { insertRows } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import type { ReleaseRecorder } from '../domain/release-recorder';
import { readRecords } from '../testing/gateway-under-test';
import { createReleaseRecorder } from './release-recorder';

const AT = Date.parse('2026-05-01T12:00:00Z');

const release = (place: number, customers: readonly string[] = ['cus_1']): Release => ({
  at: AT + place,
  reader: `client-${String(place)}`,
  audience: 'communication',
  purpose: 'communication',
  party: null,
  token: place % 2 ? null : 'tok_1',
  policyVersion: '2026.1',
  operationHash: Buffer.alloc(32, place),
  types: [
    { type: 'Customer', categories: ['company.name'], clauses: ['departments'], customers, rows: place },
    { type: 'Contact', categories: ['user.name'], clauses: ['departments'], customers, rows: place },
  ],
});

describeEachDialect('the recorder of releases', ({ openRooms }) => {
  let rooms: TestRooms;
  let access: RoomDatabase;
  let keys: KeyRing;
  const opened: ReleaseRecorder[] = [];
  const failures: unknown[] = [];
  beforeAll(async () => {
    rooms = await openRooms();
    access = await rooms.open('access', 'gateway');
    keys = freshKeys(['release-signing', 'release-verifying', 'commitment-master']);
  });
  afterAll(async () => {
    for (const one of opened) await one.close();
    await rooms.close();
  });

  const recorderOf = (
    writer: string,
    change: Partial<Parameters<typeof createReleaseRecorder>[0]> = {},
  ): ReleaseRecorder => {
    const recorder = createReleaseRecorder({
      access,
      writer,
      keys,
      now: () => AT,
      onError: (error) => failures.push(error),
      ...change,
    });
    opened.push(recorder);
    return recorder;
  };
  const chain = async (writer: string): Promise<ReleaseEntry[]> =>
    (await readRecords(access)).filter((entry) => entry.writer === writer);
  const headsOf = async (writer: string): Promise<SignedHead[]> => {
    const rows = await access.read((m) =>
      m.query<HeadRow[]>('SELECT * FROM release_heads WHERE writer = ? ORDER BY size', [writer]),
    );
    return rows.map(headOfRow);
  };
  const verified = async (writer: string): Promise<ExportReport> => {
    const check = createExportCheck({ heldHeads: await headsOf(writer) });
    check.line({ kind: 'header', keys: [keys.get('release-verifying')] });
    for (const entry of await chain(writer)) check.line({ kind: 'entry', entry });
    return check.finish();
  };

  it('makes one unbroken chain, however many releases come at once, in far fewer flushes', async () => {
    let flushes = 0;
    const counted: RoomDatabase = {
      ...access,
      write: (work) => {
        flushes += 1;
        return access.write(work);
      },
    };
    const recorder = recorderOf('busy', { access: counted });
    await Promise.all(Array.from({ length: 450 }, (_, place) => recorder.record(release(place))));
    const entries = await chain('busy');
    expect(entries.map(({ rows }) => rows)).toEqual(
      Array.from({ length: 900 }, (_, place) => Math.floor(place / 2)),
    );
    expect(flushes).toBeLessThan(10);
    await recorder.close();
    expect(await verified('busy')).toMatchObject({ ok: true, entries: 900 });
  });

  it('goes on where the writer left off, behind its last head, and beside other writers', async () => {
    const first = recorderOf('one');
    await first.record(release(1));
    await first.close();
    const other = recorderOf('two');
    await other.record(release(2));
    await other.close();
    const again = recorderOf('one');
    await again.record(release(3));
    await again.record(release(4));
    await again.close();
    expect((await headsOf('one')).map(({ size }) => size)).toContain(6);
    expect(await verified('one')).toMatchObject({ ok: true, entries: 6 });
    expect(await verified('two')).toMatchObject({ ok: true, entries: 2 });
  });

  it('signs heads that refer to those of every writer, and sends them out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hearth-heads-'));
    const headsFile = join(folder, 'heads', 'sent.ndjson');
    const sent: SignedHead[] = [];
    const recorder = recorderOf('sent', { headsFile, onHead: (head) => sent.push(head) });
    await recorder.record(release(1));
    await recorder.record(release(2));
    await recorder.close();
    expect(sent.at(-1)).toMatchObject({ writer: 'sent', size: 4 });
    expect(sent).toEqual(await headsOf('sent'));
    for (const head of sent) expect(verifyHead(head, [keys.get('release-verifying')])).toBe(true);
    expect(sent.at(-1)?.links.map(({ writer }) => writer)).toEqual(expect.arrayContaining(['one', 'two']));
    const lines = readFileSync(headsFile, 'utf8').trim().split('\n').map(readExportLine);
    expect(lines).toEqual(sent.map((head) => ({ kind: 'head', head })));
    rmSync(folder, { recursive: true });
  });

  it('signs one head a second at most', async () => {
    const recorder = recorderOf('paced');
    for (let place = 0; place < 20; place += 1) await recorder.record(release(place));
    await recorder.close();
    // The first at once, the last at the end.
    expect((await headsOf('paced')).length).toBeLessThanOrEqual(3);
  });

  it('fails for those whose entries were not kept, and goes on unbroken after', async () => {
    let broken = false;
    const shaky: RoomDatabase = {
      ...access,
      write: (work) => (broken ? Promise.reject(new Error('disk full')) : access.write(work)),
    };
    const recorder = recorderOf('shaky', { access: shaky, onError: () => undefined });
    await recorder.record(release(1));
    broken = true;
    await expect(recorder.record(release(2))).rejects.toThrow('disk full');
    broken = false;
    await recorder.record(release(3));
    expect((await chain('shaky')).map(({ rows }) => rows)).toEqual([1, 1, 3, 3]);
    expect(await verified('shaky')).toMatchObject({ ok: true });
  });

  it('knows entries that were kept although it was told otherwise', async () => {
    let lost = false;
    const deaf: RoomDatabase = {
      ...access,
      write: async (work) => {
        const result = await access.write(work);
        if (lost) throw new Error('the line was cut');
        return result;
      },
    };
    const recorder = recorderOf('deaf', { access: deaf, onError: () => undefined });
    await recorder.record(release(1));
    lost = true;
    await expect(recorder.record(release(2))).rejects.toThrow('cut');
    lost = false;
    await recorder.record(release(3));
    expect((await chain('deaf')).map(({ rows }) => rows)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(await verified('deaf')).toMatchObject({ ok: true });
  });

  it('refuses to record once another process writes under its name, and overwrites nothing', async () => {
    const forked = expect.objectContaining({ name: 'RecordForkedError', code: 'RECORD_FORKED' });
    const [first, second] = [recorderOf('twice'), recorderOf('twice')];
    await first.record(release(1));
    await second.record(release(2));
    await expect(first.record(release(3))).rejects.toEqual(forked);
    await expect(first.record(release(4))).rejects.toEqual(forked);
    await second.record(release(5));
    expect((await chain('twice')).map(({ rows }) => rows)).toEqual([1, 1, 2, 2, 5, 5]);
    expect(await verified('twice')).toMatchObject({ ok: true });
  });

  it('refuses to begin behind a record that is shorter than its last head says', async () => {
    const recorder = recorderOf('cut');
    await recorder.record(release(1));
    await recorder.record(release(2));
    await recorder.close();
    // Two entries more were signed than there are.
    const leaves = [
      ...(await chain('cut')).map(({ hash }) => hash),
      Buffer.alloc(32, 1),
      Buffer.alloc(32, 2),
    ];
    const frontier = leaves.reduce<MerkleFrontier>((grown, leaf) => appendLeaf(grown, leaf), EMPTY_FRONTIER);
    const head = {
      writer: 'cut',
      size: 6,
      root: frontierRoot(frontier),
      chainHash: Buffer.alloc(32, 2),
      at: AT,
      links: [],
    };
    await access.write((m) =>
      insertRows(m, 'release_heads', HEAD_COLUMNS, [
        headRow(signHead(head, keys.get('release-signing')), frontier),
      ]),
    );
    await expect(recorderOf('cut').record(release(3))).rejects.toMatchObject({
      code: 'RECORD_FORKED',
    });
  });

  it('refers to a customer by a commitment under a key of its own, one for all writers', async () => {
    const customers = ['cus_b', 'cus_a'];
    await Promise.all([
      recorderOf('left').record(release(1, customers)),
      recorderOf('right').record(release(1, customers)),
    ]);
    const rows = await access.read((m) =>
      m.query<{ customer: string; wrapped: Uint8Array }[]>(
        "SELECT customer, wrapped FROM commitment_keys WHERE customer IN ('cus_a', 'cus_b') ORDER BY customer",
      ),
    );
    const wanted = rows
      .map(({ customer, wrapped }) =>
        commitmentOf(unwrapCommitmentKey(keys.get('commitment-master'), wrapped, customer), '2026-05'),
      )
      .sort((one, other) => Buffer.compare(one, other));
    expect(wanted).toHaveLength(2);
    expect((await chain('left'))[0]?.customers).toEqual(wanted);
    expect((await chain('right'))[1]?.customers).toEqual(wanted);
  });

  it.each(['', 'w'.repeat(33), '../up', 'a/b', '.hidden'])('refuses the writer’s name "%s"', (writer) => {
    expect(() => recorderOf(writer)).toThrow('writer');
  });

  it('met no failure that only the log would tell', () => {
    expect(failures).toEqual([]);
  });
});
