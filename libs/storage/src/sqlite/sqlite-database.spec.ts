import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../index';
import type { RoomDatabase } from '../index';
import { sqliteConnectionConstructor } from './sqlite-connection';

describe('a database in a SQLite file', () => {
  let folder: string;
  let file: string;
  let db: RoomDatabase;
  const open = () => openDatabase({ target: { kind: 'sqlite', file }, entities: [] });
  const names = async (from = db) =>
    (await from.read((m) => m.query<{ name: string }[]>('SELECT name FROM t ORDER BY name'))).map(
      (row) => row.name,
    );

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-storage-'));
    file = join(folder, 'deep', 'a.sqlite');
    db = await open();
    await db.write((m) => m.query('CREATE TABLE t (name varchar(20) PRIMARY KEY, n bigint)'));
  });
  afterEach(async () => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses to write through read', async () => {
    await expect(db.read((m) => m.query("INSERT INTO t (name) VALUES ('a')"))).rejects.toThrow(/readonly/);
    expect(await names()).toEqual([]);
  });

  it('shows a reader nothing of a unit that is open, and all of it afterwards', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let written: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (written = resolve));
    const unit = db.write(async (m) => {
      await m.query("INSERT INTO t (name) VALUES ('a')");
      written();
      await gate;
    });
    await done;
    expect(await names()).toEqual([]);
    release();
    await unit;
    expect(await names()).toEqual(['a']);
  });

  it('keeps one queue for a file that was opened twice', async () => {
    const twin = await open();
    const order: string[] = [];
    await Promise.all([
      db.write(async (m) => {
        order.push('first begins');
        await m.query("INSERT INTO t (name) VALUES ('a')");
        await sleep(20);
        order.push('first ends');
      }),
      twin.write(async (m) => {
        order.push('second begins');
        await m.query("INSERT INTO t (name) VALUES ('b')");
      }),
    ]);
    expect(order).toEqual(['first begins', 'first ends', 'second begins']);
    await twin.close();
    expect(await names()).toEqual(['a', 'b']);
  });

  it('tells a unit that waits for itself under another account, instead of waiting for ever', async () => {
    const twin = await open();
    const inner = db.write(() => twin.write((m) => m.query("INSERT INTO t (name) VALUES ('a')")));
    await expect(inner).rejects.toMatchObject({ code: 'FOREIGN_UNIT' });
    await twin.close();
    expect(await names()).toEqual([]);
  });

  it('lets nothing slip in after the end of a unit that failed', async () => {
    let late: Promise<unknown> | undefined;
    const failing = db.write(async (m) => {
      late = (async () => {
        await m.query("INSERT INTO t (name) VALUES ('a')");
        await sleep(10);
        await m.query("INSERT INTO t (name) VALUES ('late')");
      })();
      late.catch(() => undefined);
      await Promise.reject(new Error('the first of two failed'));
    });
    await expect(failing).rejects.toThrow('the first of two failed');
    await expect(late).rejects.toThrow();
    expect(await names()).toEqual([]);
  });

  it('waits for another process without stopping this one', async () => {
    const Connection = sqliteConnectionConstructor();
    const stranger = new Connection(file);
    stranger.exec('BEGIN IMMEDIATE');
    let ticks = 0;
    const clock = setInterval(() => (ticks += 1), 5);
    const unit = db.write((m) => m.query("INSERT INTO t (name) VALUES ('a')"));
    await sleep(100);
    expect(ticks).toBeGreaterThan(5);
    stranger.exec('COMMIT');
    stranger.close();
    await unit;
    clearInterval(clock);
    expect(await names()).toEqual(['a']);
  });

  it('folds its log into the file when it is closed, and can be opened again', async () => {
    await db.write((m) => m.query("INSERT INTO t (name) VALUES ('a')"));
    await db.close();
    const log = `${file}-wal`;
    expect(existsSync(log) ? statSync(log).size : 0).toBe(0);
    db = await open();
    expect(await names()).toEqual(['a']);
  });

  it('fails when the file is no database, and leaves nothing that blocks the next try', async () => {
    const broken = join(folder, 'broken.sqlite');
    writeFileSync(broken, 'This is a letter, and no database of any kind. '.repeat(20));
    const target = { kind: 'sqlite', file: broken } as const;
    await expect(openDatabase({ target, entities: [] })).rejects.toThrow('file is not a database');
    await expect(openDatabase({ target, entities: [] })).rejects.toThrow('file is not a database');
    rmSync(broken);
    const mended = await openDatabase({ target, entities: [] });
    await mended.close();
  });

  it('keeps values out of its errors', async () => {
    const twice = db.write((m) => m.query('INSERT INTO t (name) VALUES (?), (?)', ['secret', 'secret']));
    const error: unknown = await twice.catch((e: unknown) => e);
    const told = JSON.stringify({ ...(error as object) }) + String(error) + ((error as Error).stack ?? '');
    expect(told).toContain('UNIQUE');
    expect(told).not.toContain('secret');
  });
});
