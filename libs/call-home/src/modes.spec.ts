import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallHomeOptions, Mode } from './index';
import type { ModeWords } from './domain/mode';
import { decideMode } from './domain/mode';
import { openBench } from './testing/clients';
import { openIntake } from './testing/intake';

const bench = openBench();
afterEach(() => bench.clear());
const intake = async () => bench.own(await openIntake());

function operatorWrites(folder: string, content: unknown): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'call-home.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
}

describe('The mode', () => {
  const nothing: ModeWords = { environment: undefined, doNotTrack: undefined, file: undefined, option: 'on' };
  it.each<[string, Partial<ModeWords>, Mode, string]>([
    ['is the vendor’s where the operator says nothing', {}, 'on', 'option'],
    ['is the vendor’s where the variable is empty', { environment: ' ' }, 'on', 'option'],
    ['is the file’s before the vendor’s', { file: 'off' }, 'off', 'file'],
    ['is the file’s against a vendor’s off, too', { file: 'on', option: 'off' }, 'on', 'file'],
    ['is the environment’s before the file’s', { environment: 'local', file: 'on' }, 'local', 'environment'],
    ['takes a word in any case', { environment: 'LOCAL ' }, 'local', 'environment'],
    ['is off for a word that is none', { environment: 'yes' }, 'off', 'environment'],
    ['is off for a file that makes no sense', { file: 'unreadable' }, 'off', 'file'],
    ['is local by DO_NOT_TRACK', { doNotTrack: '1' }, 'local', 'do-not-track'],
    ['is local by DO_NOT_TRACK in another word', { doNotTrack: 'true' }, 'local', 'do-not-track'],
    ['is not touched by DO_NOT_TRACK=0', { doNotTrack: '0' }, 'on', 'option'],
    ['stays off under DO_NOT_TRACK', { doNotTrack: '1', option: 'off' }, 'off', 'option'],
    ['is on under DO_NOT_TRACK where the file says on', { doNotTrack: '1', file: 'on' }, 'on', 'file'],
    [
      'is on under DO_NOT_TRACK where the environment says on',
      { doNotTrack: '1', environment: 'on' },
      'on',
      'environment',
    ],
  ])('%s', (_, words, mode, by) => {
    expect(decideMode({ ...nothing, ...words })).toEqual({ mode, by });
  });
});

describe('Off', () => {
  it('counts nothing, keeps nothing and sends nothing', async () => {
    const server = await intake();
    const folder = bench.folder();
    const counters = jest.fn(() => ({}));
    const client = bench.start({
      url: server.url,
      folder,
      counters,
      environment: { HEARTH_CALL_HOME: 'off' },
    });
    expect(await client.sendNow()).toEqual({ status: 'not-sent', reason: 'mode off' });
    expect(await client.preview()).toBeUndefined();
    expect(await client.export(join(folder, 'export.json'))).toMatchObject({ status: 'not-exported' });
    expect(await client.history()).toEqual([]);
    expect(counters).not.toHaveBeenCalled();
    expect(existsSync(folder)).toBe(false);
    expect(server.seen).toEqual([]);
  });

  it('lets go of what waits, and what was counted meanwhile is not sent afterwards', async () => {
    const server = await intake();
    const folder = bench.folder();
    const options: Partial<CallHomeOptions> = { folder, countersSince: Date.UTC(2026, 0, 1) };
    const first = bench.start({
      ...options,
      url: 'http://127.0.0.1:9',
      counters: () => ({ 'steps-executed': 5 }),
    });
    await first.sendNow();
    first.stop();
    operatorWrites(folder, { mode: 'off' });
    const second = bench.start({ ...options, url: server.url });
    expect(await second.sendNow()).toMatchObject({ status: 'not-sent' });
    second.stop();
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).toContain('"waiting":[]');
    operatorWrites(folder, { mode: 'on' });
    let steps = 70;
    const third = bench.start({ ...options, url: server.url, counters: () => ({ 'steps-executed': steps }) });
    await third.preview();
    steps = 100;
    expect(await third.preview()).toContain('"steps-executed":30');
    await third.sendNow();
    expect(server.seen.map(({ report }) => report.counters)).toEqual([{ 'steps-executed': 30 }]);
  });
});

describe('Local', () => {
  it('counts, keeps and shows, and sends nothing', async () => {
    const server = await intake();
    const folder = bench.folder();
    const client = bench.start({
      url: server.url,
      folder,
      environment: { DO_NOT_TRACK: '1' },
      counters: () => ({ 'steps-executed': 5 }),
    });
    expect(await client.preview()).toContain('"steps-executed":5');
    expect(await client.sendNow()).toEqual({ status: 'not-sent', reason: 'mode local' });
    const [entry] = await client.history();
    expect(entry).toMatchObject({
      outcome: { status: 'kept' },
      report: { counters: { 'steps-executed': 5 } },
    });
    expect(await client.export(join(folder, 'export.json'))).toEqual({
      status: 'not-exported',
      reason: 'mode local',
    });
    expect(server.seen).toEqual([]);
    expect(client.status()).toMatchObject({
      mode: 'local',
      modeBy: 'do-not-track',
      isSending: false,
      waiting: 0,
    });
  });

  it.each([{ mode: 'off' }, { mode: 'of' }, {}, 'off', '{'])(
    'and on end when the operator writes %j into the file, with no new start',
    async (content) => {
      const server = await intake();
      const folder = bench.folder();
      const client = bench.start({ url: server.url, folder });
      expect(await client.sendNow()).toEqual({ status: 'accepted' });
      operatorWrites(folder, content);
      expect(await client.sendNow()).toEqual({ status: 'not-sent', reason: 'mode off' });
      expect(client.status()).toMatchObject({ mode: 'off', modeBy: 'file' });
    },
  );

  it('becomes on by the vendor’s word, unless the operator has spoken', async () => {
    const free = bench.start({ url: 'http://127.0.0.1:9', mode: 'local' });
    expect(await free.setMode('on')).toBe('on');
    const bound = bench.start({
      url: 'http://127.0.0.1:9',
      mode: 'local',
      environment: { HEARTH_CALL_HOME: 'local' },
    });
    expect(await bound.setMode('on')).toBe('local');
    expect(bound.status().modeBy).toBe('environment');
  });
});

describe('What was counted before the agreement', () => {
  it('is never sent, when the mode turns on while the product runs or before its next start §voluntary', async () => {
    const server = await intake();
    const folder = bench.folder();
    let [steps, domains, now] = [1000, 7, Date.UTC(2026, 2, 1)];
    const options: Partial<CallHomeOptions> = {
      folder,
      countersSince: Date.UTC(2026, 0, 1),
      now: () => now,
      counters: () => ({ 'steps-executed': steps }),
      gauges: () => ({ 'domains-accessed': domains, 'feature-rest-service': 1 }),
    };
    const client = bench.start({ ...options, url: server.url, mode: 'local' });
    await client.sendNow();
    now = Date.UTC(2026, 2, 2);
    await client.setMode('on');
    [steps, domains] = [1030, 9];
    await client.sendNow();
    client.stop();
    steps = 1100;
    await bench.start({ ...options, url: server.url }).sendNow();
    const told = server.seen.map(({ report }) => [report.countersSince, report.counters, report.gauges]);
    // The names of different domains cannot be told apart by when they were seen, so their number is left out.
    expect(told).toEqual([
      ['2026-03-02T00:00:00.000Z', { 'steps-executed': 30 }, { 'feature-rest-service': 1 }],
      ['2026-03-02T00:00:00.000Z', { 'steps-executed': 100 }, { 'feature-rest-service': 1 }],
    ]);
  });

  it('is not sent where the agreement begins later, and counting towards a report begins with it', async () => {
    const server = await intake();
    let [steps, now] = [0, Date.UTC(2026, 2, 1)];
    const client = bench.start({
      url: server.url,
      agreement: { from: '2026-03-02T00:00:00Z' },
      now: () => now,
      counters: () => ({ 'steps-executed': (steps += 10) }),
    });
    expect(await client.sendNow()).toEqual({ status: 'not-sent', reason: 'before the agreement' });
    now = Date.UTC(2026, 2, 3);
    await client.sendNow();
    await client.sendNow();
    expect(server.seen.map(({ report }) => report.counters)).toEqual([
      { 'steps-executed': 10 },
      { 'steps-executed': 20 },
    ]);
    expect(server.seen[0]?.report.countersSince).toBe('2026-03-03T00:00:00.000Z');
  });

  it('takes its baseline by itself at the instant at which the agreement begins', async () => {
    const server = await intake();
    const from = Date.now() + 150;
    let steps = 40;
    const client = bench.start({
      url: server.url,
      agreement: { from },
      counters: () => ({ 'steps-executed': steps }),
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(client.status().isSending).toBe(true);
    steps = 45;
    await client.sendNow();
    expect(server.seen.map(({ report }) => report.counters)).toEqual([{ 'steps-executed': 5 }]);
    expect(Math.abs(Date.parse(server.seen[0]?.report.countersSince ?? '') - from)).toBeLessThan(200);
  });

  it('does not touch counters that began with a later start', async () => {
    const server = await intake();
    const folder = bench.folder();
    const first = bench.start({
      url: server.url,
      folder,
      countersSince: Date.UTC(2026, 0, 1),
      counters: () => ({ 'steps-executed': 1000 }),
    });
    await first.sendNow();
    first.stop();
    await bench.start({ url: server.url, folder, counters: () => ({ 'steps-executed': 3 }) }).sendNow();
    expect(server.seen.map(({ report }) => report.counters)).toEqual([
      { 'steps-executed': 0 },
      { 'steps-executed': 3 },
    ]);
  });

  it('stays unsent with an agreement that cannot be read', async () => {
    const server = await intake();
    const client = bench.start({ url: server.url, agreement: { from: 'soon' } });
    expect(await client.sendNow()).toMatchObject({ status: 'not-sent' });
    expect(client.status().faults).toEqual(['agreement']);
    expect(server.seen).toEqual([]);
  });
});
