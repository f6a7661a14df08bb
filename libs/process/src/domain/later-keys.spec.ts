import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys, missingKeys } from '@hearth/keys';
import { migrateRooms, openRoom, type RoomsConfig } from '@hearth/rooms';
import { addLaterKeys } from './later-keys';

const RECORD_KEYS = ['release-signing', 'release-verifying', 'commitment-master'];

describe('the keys of the record in a home that had none', () => {
  let root: string;
  let keysFolder: string;
  let rooms: RoomsConfig;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'hearth-record-keys-'));
    keysFolder = join(root, 'keys');
    rooms = { kind: 'sqlite', folder: join(root, 'data') };
    createKeys(keysFolder);
    await migrateRooms(rooms);
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const lose = (...names: string[]): void => {
    for (const name of names) rmSync(join(keysFolder, `${name}.key`));
  };

  it('are made, and no other is touched', async () => {
    const cursor = readFileSync(join(keysFolder, 'cursor.key'), 'utf8');
    lose(...RECORD_KEYS);
    expect([...(await addLaterKeys({ rooms, keysFolder }))].sort()).toEqual([...RECORD_KEYS].sort());
    expect(missingKeys(keysFolder)).toEqual([]);
    expect(readFileSync(join(keysFolder, 'cursor.key'), 'utf8')).toBe(cursor);
    expect(await addLaterKeys({ rooms, keysFolder })).toEqual([]);
  });

  it('are made with a credential that came later still, and that one is made alone too', async () => {
    lose('replay-credential');
    expect(await addLaterKeys({ rooms, keysFolder })).toEqual(['replay-credential']);
    lose('replay-credential', ...RECORD_KEYS);
    expect(await addLaterKeys({ rooms, keysFolder })).toHaveLength(4);
    lose('replay-credential', 'pseudonym');
    expect(await addLaterKeys({ rooms, keysFolder })).toEqual([]);
  });

  it('are not made where one of them alone is gone, or another with them: it was lost', async () => {
    lose('release-signing');
    expect(await addLaterKeys({ rooms, keysFolder })).toEqual([]);
    lose('release-verifying', 'commitment-master', 'pseudonym');
    expect(await addLaterKeys({ rooms, keysFolder })).toEqual([]);
    expect(missingKeys(keysFolder)).toHaveLength(4);
  });

  it('are not made over a record that was written with others', async () => {
    const access = await openRoom(rooms, 'access', 'gateway');
    await access.write((m) =>
      m.query('INSERT INTO commitment_keys (customer, wrapped) VALUES (?, ?)', ['cus_1', Buffer.alloc(65)]),
    );
    await access.close();
    lose(...RECORD_KEYS);
    await expect(addLaterKeys({ rooms, keysFolder })).rejects.toMatchObject({ code: 'KEY_MISSING' });
    expect(missingKeys(keysFolder)).toHaveLength(3);
  });
});
