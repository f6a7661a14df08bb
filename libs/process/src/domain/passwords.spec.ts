import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNTS } from '@hearth/rooms';
import { readPasswords, writePasswords } from './passwords';
import { roomsOf } from './rooms-of';

describe('the password files of the database accounts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-passwords-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are none where none were made', () => {
    expect(readPasswords(folder)).toEqual({});
  });

  it('are asked for by name where a room is opened without one', () => {
    const server = { mysqlUrl: 'mysql://127.0.0.1:3306', mysqlPrefix: 'hearth', home: folder };
    const rooms = roomsOf(server, folder);
    if (rooms.kind !== 'mysql') throw new Error('A server was named.');
    expect(() => rooms.url('usage', 'intake')).toThrow(
      /has no database-intake\.password: hearth provision makes it/,
    );
  });

  it('are one per account, each different, for their owner alone', () => {
    const made = writePasswords(folder);
    expect(Object.keys(made).sort()).toEqual([...ACCOUNTS].sort());
    expect(new Set(Object.values(made)).size).toBe(ACCOUNTS.length);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  });

  it('are never replaced', () => {
    writeFileSync(join(folder, 'database-intake.password'), 'chosen by the operator\n');
    expect(writePasswords(folder).intake).toBe('chosen by the operator');
  });
});
