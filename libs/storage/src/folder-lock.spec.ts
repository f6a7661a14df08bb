import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireFolderLock } from './index';
import { WORKER_FOLDER } from './sqlite/sqlite-connection';

/** Another process that holds the folder as we would. */
const HOLDER = `
  const { SqliteConnection } = require(process.argv[1]);
  const connection = new SqliteConnection(process.argv[2], { timeout: 0 });
  connection.exec('BEGIN EXCLUSIVE');
  console.log('held');
  setInterval(() => {}, 1000);
`;

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hearth-lock-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is refused to a second owner, who is told what to do', () => {
    const lock = acquireFolderLock(folder);
    expect(() => acquireFolderLock(folder)).toThrow(
      expect.objectContaining({
        code: 'FOLDER_IN_USE',
        message: expect.stringContaining('Stop that first') as string,
      }),
    );
    expect(() => acquireFolderLock(folder)).toThrow(new RegExp(`process ${process.pid} `));
    lock.release();
  });

  it('can be had again after its release, which may be said twice', () => {
    const lock = acquireFolderLock(folder);
    lock.release();
    lock.release();
    const next = acquireFolderLock(folder);
    lock.release();
    expect(existsSync(join(folder, 'hearth.pid'))).toBe(true);
    next.release();
  });

  it('makes the folder where it is missing', () => {
    const lock = acquireFolderLock(join(folder, 'new', 'deep'));
    lock.release();
    expect(existsSync(join(folder, 'new', 'deep'))).toBe(true);
  });

  it('does not outlive its holder, whatever note a dead one left', async () => {
    const connection = join(WORKER_FOLDER, 'sqlite-connection.cjs');
    const holder = spawn(process.execPath, ['-e', HOLDER, connection, join(folder, 'hearth.lock')]);
    await once(holder.stdout, 'data');
    writeFileSync(join(folder, 'hearth.pid'), `${holder.pid} elsewhere\n`);
    expect(() => acquireFolderLock(folder)).toThrow(`process ${holder.pid} on elsewhere`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    acquireFolderLock(folder).release();
  });
});
