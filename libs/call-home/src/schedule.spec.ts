import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallHomeOutcome } from './index';
import { startCallHome } from './index';
import { openBench } from './testing/clients';
import type { Behaviour } from './testing/intake';
import { answers, openIntake, receipts } from './testing/intake';

const bench = openBench();
afterEach(() => bench.clear());
const intake = async (behaviour?: Behaviour) => bench.own(await openIntake(behaviour));
const atOnce = { startDelayMs: { least: 1, most: 2 } };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('Calls by schedule', () => {
  it('tell of starts within an hour as of one §call-home', async () => {
    const server = await intake();
    const folder = bench.folder();
    for (let start = 0; start < 3; start += 1) {
      const client = bench.start({ url: server.url, folder, timing: atOnce });
      await wait(150);
      client.stop();
    }
    expect(server.seen.map(({ report }) => report.reason)).toEqual(['start-up']);
  });

  it('tell of a start again once an hour has passed', async () => {
    const server = await intake();
    const folder = bench.folder();
    for (const hoursAgo of [3, 1.5, 0]) {
      const now = () => Date.now() - hoursAgo * 3_600_000;
      const client = bench.start({ url: server.url, folder, timing: atOnce, now });
      await wait(150);
      client.stop();
    }
    expect(server.seen.map(({ report }) => report.reason)).toEqual(['start-up', 'start-up', 'start-up']);
  });

  it('send after a start within the hour what the one before could not', async () => {
    const folder = bench.folder();
    const first = bench.start({ url: 'http://127.0.0.1:9', folder, timing: atOnce });
    await wait(150);
    first.stop();
    const server = await intake();
    bench.start({ url: server.url, folder, timing: atOnce });
    await wait(150);
    expect(server.seen.map(({ report }) => [report.reason, report.sequence])).toEqual([['start-up', 0]]);
  });

  it('come again after a failure, ever later, until they are answered', async () => {
    const server = await intake(answers(503));
    const times: number[] = [];
    const onOutcome = ({ status }: CallHomeOutcome): void => {
      times.push(Date.now());
      if (times.length === 4) server.behaviour = receipts;
      if (status === 'accepted') done();
    };
    let done: () => void = () => undefined;
    const accepted = new Promise<void>((resolve) => (done = resolve));
    const timing = { ...atOnce, backOff: { firstMs: 40, mostMs: 1000 } };
    bench.start({ url: server.url, timing, onOutcome });
    await accepted;
    expect(new Set(server.seen.map(({ text }) => text)).size).toBe(1);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits).toHaveLength(4);
    // Half of 40, 80, 160 and 320 at the least.
    waits.forEach((ms, index) => expect(ms).toBeGreaterThanOrEqual(20 * 2 ** index - 2));
  });

  it('wait as long as Retry-After says, past the next slot, too', async () => {
    const server = await intake(answers(429, '', { 'retry-after': '1' }));
    const outcomes: CallHomeOutcome[] = [];
    const timing = { ...atOnce, intervalMs: 50, backOff: { firstMs: 10, mostMs: 5000 } };
    bench.start({ url: server.url, timing, onOutcome: (outcome) => outcomes.push(outcome) });
    await wait(800);
    expect(outcomes).toEqual([{ status: 'unanswered', reason: 'status 429', retryAfterMs: 1000 }]);
    server.behaviour = receipts;
    await wait(700);
    expect(outcomes.slice(1).map(({ status }) => status)).toContain('accepted');
  });

  it('go on for ever, whatever becomes of them', async () => {
    const server = await intake(answers(500));
    const client = bench.start({ url: server.url, timing: { ...atOnce, intervalMs: 10 } });
    await wait(600);
    expect(client.status().attempts).toBeGreaterThan(10);
    expect(client.status().waiting).toBeLessThanOrEqual(2);
    server.behaviour = receipts;
    await wait(200);
    expect(client.status().failures).toBe(0);
  });
});

describe('A client', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'options'],
    ['an object whose properties throw', new Proxy({}, { get: () => fail(), ownKeys: () => fail() })],
    [
      'numbers for everything',
      {
        url: 1,
        product: 2,
        version: 3,
        edition: 4,
        licenceKey: 5,
        folder: 6,
        timing: 8,
        spool: 9,
        tls: 10,
        now: 11,
      },
    ],
  ])('started with %s throws nothing, sends nothing, and says why', async (_, options) => {
    const client = startCallHome(options as never);
    expect(await client.sendNow()).toEqual({ status: 'unanswered', reason: 'address' });
    expect(await client.preview()).toContain('"schema":2');
    expect(await client.history()).toHaveLength(1);
    expect(client.catalogue()).not.toEqual([]);
    expect(await client.export('/dev/null/export.json')).toMatchObject({ status: 'not-exported' });
    expect(client.status().isSending).toBe(false);
    expect(client.status().faults).toContain('url');
    client.stop();
  });

  it('shows nothing of the reports that it was asked for at once but in their order', async () => {
    const server = await intake();
    const folder = bench.folder();
    const client = bench.start({ url: server.url, folder });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => client.sendNow()));
    expect(outcomes).toEqual(Array.from({ length: 10 }, () => ({ status: 'accepted' })));
    expect(server.seen.map(({ report }) => report.sequence)).toEqual([...Array(10).keys()]);
    expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).toMatchObject({
      sequence: 10,
      waiting: [],
    });
  });
});

function fail(): never {
  throw new Error('The host’s object is broken.');
}
