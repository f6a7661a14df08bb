import type { Place, RetentionRun } from './retention';
import { whenDue } from './when-due';

const HOUR_MS = 3_600_000;
const failed: Place = { class: 'sightings', room: 'personal', table: 'sightings' };
const runOf = (part: Partial<RetentionRun> = {}): RetentionRun => ({
  removed: [],
  failed: [],
  unknown: [],
  ...part,
});

describe('retention in its own time', () => {
  let clock: number;
  let runs: (() => Promise<RetentionRun>)[];
  let told: RetentionRun[];
  let look: () => Promise<void>;
  beforeEach(() => {
    clock = 0;
    runs = [];
    told = [];
    look = whenDue({
      job: { runOnce: () => runs.shift()?.() ?? Promise.reject(new Error('nobody asked for this run')) },
      hours: 24,
      now: () => clock,
      onRun: (run) => told.push(run),
    });
  });

  it('runs at the first look and then not before its hours are over', async () => {
    runs = [() => Promise.resolve(runOf())];
    await look();
    clock = 24 * HOUR_MS - 1;
    await look();
    expect(told).toHaveLength(1);
    clock += 1;
    await expect(look()).rejects.toThrow('nobody asked for this run');
  });

  it('runs again at the next look where a class failed, or nothing could be begun', async () => {
    runs = [
      () => Promise.reject(new Error('no policy is in force yet')),
      () => Promise.resolve(runOf({ failed: [failed] })),
      () => Promise.resolve(runOf({ unknown: ['new-class'] })),
    ];
    await expect(look()).rejects.toThrow('no policy is in force yet');
    await look();
    await look();
    await look();
    expect(told.map((run) => [run.failed.length, run.unknown.length])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});
