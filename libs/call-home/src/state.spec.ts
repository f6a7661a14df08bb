import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallHome, CallHomeReport } from './index';
import { openBench } from './testing/clients';
import { answers, digestOf, isSigned, openIntake, receipts, silence } from './testing/intake';

const bench = openBench();
afterEach(() => bench.clear());

const intake = async (behaviour = receipts) => bench.own(await openIntake(behaviour));
const timing = { deadlineMs: 150 };

describe('An installation', () => {
  it('keeps its id and key, and chains each report to the one before, across starts §call-home', async () => {
    const server = await intake();
    const folder = bench.folder();
    for (let start = 0; start < 3; start += 1) {
      const client = bench.start({ url: server.url, folder });
      expect(await client.sendNow()).toEqual({ status: 'accepted' });
      client.stop();
    }
    const [first, ...later] = server.seen;
    const key = first?.report.publicKey ?? '';
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    expect(server.seen.map(({ report }) => report.sequence)).toEqual([0, 1, 2]);
    expect(new Set(server.seen.map(({ report }) => report.installationId)).size).toBe(1);
    expect(server.seen.every(({ report }) => report.publicKey === key)).toBe(true);
    expect(server.seen.every(isSigned)).toBe(true);
    expect(first?.report.previous).toBe(digestOfBytes(Buffer.from(key, 'base64url')));
    later.forEach(({ report }, index) =>
      expect(report.previous).toBe(digestOf(server.seen[index]?.text ?? '')),
    );
  });

  it('keeps its files for nobody else’s eyes', async () => {
    const server = await intake();
    const folder = bench.folder();
    await bench.start({ url: server.url, folder }).sendNow();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const names = readdirSync(folder);
    expect(names.sort()).toEqual(['history.json', 'installation.json', 'state.json']);
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('never tells the licence key but in the report itself', async () => {
    const server = await intake();
    const folder = bench.folder();
    const client = bench.start({ url: server.url, folder, licenceKey: 'SECRET-KEY-1234' });
    await client.sendNow();
    server.behaviour = answers(500);
    await client.sendNow();
    const [seen] = server.seen;
    expect(seen?.report.licenceKey).toBe('SECRET-KEY-1234');
    expect(`${seen?.url} ${JSON.stringify(seen?.headers)}`).not.toContain('SECRET');
    const told = [
      await client.history(),
      client.status(),
      readFileSync(join(folder, 'history.json'), 'utf8'),
    ];
    expect(JSON.stringify(told)).not.toContain('SECRET');
    expect(JSON.stringify(told[0])).toContain('…1234');
  });

  it('with an id of its host’s and no folder sends unsigned, since no later start would have the key', async () => {
    const server = await intake();
    const installation = '0198c2f0-0000-7cc3-9d52-0b6a4c1e2f31';
    await bench.start({ url: server.url, installation }).sendNow();
    const [seen] = server.seen;
    expect(seen?.report).toMatchObject({ installationId: installation });
    expect(seen?.report).not.toHaveProperty('publicKey');
    expect(seen?.report).not.toHaveProperty('previous');
    expect(seen?.headers).not.toHaveProperty('signature');
  });
});

describe('A report that may have arrived', () => {
  it('is sent again as it left, by the next start too, before any other', async () => {
    const server = await intake(silence);
    const folder = bench.folder();
    const first = bench.start({ url: server.url, folder, timing });
    expect(await first.sendNow()).toEqual({ status: 'unanswered', reason: 'deadline' });
    first.stop();
    server.behaviour = receipts;
    expect(await bench.start({ url: server.url, folder }).sendNow()).toEqual({ status: 'accepted' });
    const [sent, again, next] = server.seen;
    expect(again?.text).toBe(sent?.text);
    expect(next?.report).toMatchObject({ sequence: 1, previous: digestOf(sent?.text ?? '') });
  });

  it('is written down before it leaves: whoever starts from the folder at that moment gives nobody its place', async () => {
    const folder = bench.folder();
    let written = '';
    const server = await intake((seen, response) => {
      written = readFileSync(join(folder, 'state.json'), 'utf8');
      receipts(seen, response);
    });
    await bench.start({ url: server.url, folder }).sendNow();
    const state = JSON.parse(written) as {
      sequence: number;
      previous: string;
      waiting: { left?: { text: string } }[];
    };
    expect(state).toMatchObject({ sequence: 1, previous: digestOf(server.seen[0]?.text ?? '') });
    expect(state.waiting[0]?.left?.text).toBe(server.seen[0]?.text);
  });
});

describe('Thirty blocked days', () => {
  const day = 86_400_000;
  const begun = Date.UTC(2026, 0, 1);

  async function blocked(url: string, folder: string): Promise<CallHome> {
    let now = begun;
    const client = bench.start({
      url,
      folder,
      timing,
      countersSince: begun,
      now: () => now,
      counters: () => ({ 'steps-executed': (now - begun) / 1000 }),
    });
    for (let days = 1; days <= 30; days += 1) {
      now = begun + days * day;
      await client.sendNow();
    }
    return client;
  }

  it('cost one report where nothing left', async () => {
    // Nobody listens on port 9.
    const client = await blocked('http://127.0.0.1:9', bench.folder());
    expect(client.status()).toMatchObject({ waiting: 1, counts: { dropped: 0 } });
    const [entry] = await client.history();
    expect(entry).toMatchObject({ outcome: { status: 'waiting' } });
    expect((entry?.report as CallHomeReport).counters).toEqual({ 'steps-executed': (30 * day) / 1000 });
  });

  it('cost two where the first may have arrived, and neither leaves a gap or a fork', async () => {
    const server = await intake(silence);
    const client = await blocked(server.url, bench.folder());
    expect(client.status()).toMatchObject({ waiting: 2 });
    expect(new Set(server.seen.map(({ text }) => text)).size).toBe(1);
    server.behaviour = receipts;
    server.seen.splice(0);
    expect(await client.sendNow()).toEqual({ status: 'accepted' });
    const [first, last] = server.seen;
    expect(server.seen.map(({ report }) => report.sequence)).toEqual([0, 1]);
    expect(last?.report.previous).toBe(digestOf(first?.text ?? ''));
  }, 20_000);
});

describe('A disk', () => {
  it.each([
    ['installation.json', '{"format":'],
    ['state.json', 'null'],
    ['state.json', '{"format":"call-home-state/1"}'],
    ['history.json', '\u0000'],
  ])('with a corrupt %s (%j) has it set aside, and the report goes out', async (name, text) => {
    const server = await intake();
    const folder = bench.folder();
    const first = bench.start({ url: server.url, folder });
    await first.sendNow();
    first.stop();
    writeFileSync(join(folder, name), text);
    expect(await bench.start({ url: server.url, folder }).sendNow()).toEqual({ status: 'accepted' });
    const aside = readdirSync(folder).filter((one) => one.startsWith(`${name}.corrupt-`));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(folder, aside[0] ?? ''), 'utf8')).toBe(text);
  });

  it('that lost what was sent last makes the next report say nothing of it, so that it looks like no copy', async () => {
    const server = await intake();
    const folder = bench.folder();
    const first = bench.start({ url: server.url, folder });
    await first.sendNow();
    first.stop();
    writeFileSync(join(folder, 'state.json'), '');
    const second = bench.start({ url: server.url, folder });
    await second.sendNow();
    await second.sendNow();
    const [sent, next, later] = server.seen;
    expect(next?.report.installationId).toBe(sent?.report.installationId);
    expect(next?.report).not.toHaveProperty('previous');
    expect(later?.report.previous).toBe(digestOf(next?.text ?? ''));
  });

  it('keeps no more than three files that were set aside', async () => {
    const folder = bench.folder();
    for (let start = 0; start < 6; start += 1) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'state.json'), '{');
      const client = bench.start({
        url: 'http://127.0.0.1:9',
        folder,
        now: () => Date.UTC(2026, 1, 1 + start),
      });
      await client.preview();
      client.stop();
    }
    const aside = readdirSync(folder).filter((name) => name.startsWith('state.json.corrupt-'));
    expect(aside).toHaveLength(3);
    expect(aside[0]).toContain('20260204');
  });

  it('that cannot be written means memory only: reports go out, and say nothing of the one before', async () => {
    const server = await intake();
    const place = bench.folder();
    writeFileSync(place, 'a file where the folder should be');
    const client = bench.start({ url: server.url, folder: join(place, 'state') });
    expect(await client.sendNow()).toEqual({ status: 'accepted' });
    expect(await client.sendNow()).toEqual({ status: 'accepted' });
    expect(client.status().keeping).toBe('memory');
    expect(server.seen.map(({ report }) => [report.sequence, report.previous])).toEqual([
      [0, undefined],
      [1, undefined],
    ]);
    expect(server.seen.every(isSigned)).toBe(true);
    expect((await client.history()).map(({ outcome }) => outcome.status)).toEqual(['accepted', 'accepted']);
  });

  it('that goes read-only between preview and sending makes the report say nothing of the one before', async () => {
    const server = await intake();
    const folder = bench.folder();
    const client = bench.start({ url: server.url, folder });
    await client.sendNow();
    // A folder in the place of the file: no rename onto it succeeds, even for root.
    const state = join(folder, 'state.json');
    rmSync(state);
    mkdirSync(join(state, 'full'), { recursive: true });
    await client.sendNow();
    expect(server.seen[1]?.report).not.toHaveProperty('previous');
    expect(client.status().keeping).toBe('memory');
    expect(existsSync(join(state, 'full'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is swept of what a killed process left half written', async () => {
    const folder = bench.folder();
    mkdirSync(folder);
    writeFileSync(join(folder, '.call-home-0a0b0c0d0e0f.tmp'), '{"half":');
    await bench.start({ url: 'http://127.0.0.1:9', folder }).preview();
    expect(readdirSync(folder).sort()).toEqual(['installation.json', 'state.json']);
  });
});

function digestOfBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
