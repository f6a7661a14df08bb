import fc from 'fast-check';
import { ReadTimeout, shareNextRead } from './next-read';

describe('reads that are shared', () => {
  it('never answer with one that began before the question, however questions and answers fall', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 30 }), async (s, questions) => {
        let began = 0;
        const ask = shareNextRead(async () => {
          began += 1;
          const turn = began;
          await s.schedule(Promise.resolve(), `read ${String(turn)}`);
          return turn;
        }, 60_000);
        const answers = Array.from({ length: questions }, (_, place) =>
          s.schedule(Promise.resolve(), `question ${String(place)}`).then(async () => {
            const before = began;
            return { before, turn: await ask() };
          }),
        );
        await s.waitFor(Promise.all(answers));
        for (const { before, turn } of await Promise.all(answers)) expect(turn).toBeGreaterThan(before);
      }),
      { numRuns: 200 },
    );
  });

  it('are one for all who ask at once', async () => {
    let reads = 0;
    const ask = shareNextRead(() => Promise.resolve((reads += 1)), 60_000);
    expect(await Promise.all(Array.from({ length: 100 }, ask))).toEqual(Array(100).fill(1));
    expect(await ask()).toBe(2);
  });

  it('are given up after their time, those that wait behind a stuck one as well, and begin anew', async () => {
    let stuck = true;
    const ask = shareNextRead(
      () => (stuck ? new Promise<string>(() => undefined) : Promise.resolve('there')),
      40,
    );
    const first = ask();
    await Promise.resolve();
    await Promise.resolve();
    const behind = ask();
    const began = Date.now();
    await expect(first).rejects.toThrow(ReadTimeout);
    await expect(behind).rejects.toThrow(ReadTimeout);
    expect(Date.now() - began).toBeLessThan(1_000);
    stuck = false;
    expect(await ask()).toBe('there');
  });

  it('that fail are told to whoever asked, and to nobody later', async () => {
    let broken = true;
    const ask = shareNextRead(
      () => (broken ? Promise.reject(new Error('away')) : Promise.resolve(1)),
      60_000,
    );
    await expect(Promise.all([ask(), ask()])).rejects.toThrow('away');
    broken = false;
    expect(await ask()).toBe(1);
  });
});
