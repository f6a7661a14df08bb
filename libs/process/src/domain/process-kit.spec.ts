import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateRooms, type RoomsConfig } from '@hearth/rooms';
import { createProcessKit } from './process-kit';

const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the kit of a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-kit-'));
  const rooms: RoomsConfig = { kind: 'sqlite', folder };
  beforeAll(() => migrateRooms(rooms));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const kitOf = () => createProcessKit({ name: 'test', logLevel: 'silent', rooms });

  it('opens a room once per account, and is ready while it answers', async () => {
    const kit = kitOf();
    expect(await kit.room('usage', 'intake')).toBe(await kit.room('usage', 'intake'));
    expect(await kit.ready()).toEqual([]);
    await kit.close();
    expect(await kit.ready()).toEqual(['room usage as intake does not answer']);
  });

  it('refuses a room in which the account has no right, and has nothing of it to close', async () => {
    const kit = kitOf();
    const failed = jest.spyOn(kit.logger, 'error');
    await expect(kit.room('personal', 'intake')).rejects.toThrow(TypeError);
    await kit.close();
    expect(failed).not.toHaveBeenCalled();
  });

  it('closes what was registered last first, even where one fails', async () => {
    const kit = kitOf();
    const closed: string[] = [];
    kit.onClose(() => Promise.resolve(closed.push('first')));
    kit.onClose(() => Promise.reject(new Error('stuck')));
    kit.onClose(() => Promise.resolve(closed.push('last')));
    await Promise.all([kit.close(), kit.close()]);
    expect(closed).toEqual(['last', 'first']);
  });

  it('goes on with a task that failed, never runs it twice at once, and waits for it when it closes', async () => {
    const kit = kitOf();
    let running = 0;
    let most = 0;
    let runs = 0;
    kit.every(0.005, 'a task', async () => {
      running += 1;
      most = Math.max(most, running);
      runs += 1;
      await soon(10);
      running -= 1;
      if (runs === 1) throw new Error('the first run fails');
    });
    while (runs < 3) await soon(5);
    await kit.close();
    const ran = runs;
    expect(running).toBe(0);
    await soon(40);
    expect({ most, runs }).toEqual({ most: 1, runs: ran });
  });
});
