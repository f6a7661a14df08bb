import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DECLARED } from './generated/declared-table';
import type { CallHomeReport } from './index';
import { openBench } from './testing/clients';
import { digestOf, isSigned, openIntake, receipts, silence } from './testing/intake';

const bench = openBench();
afterEach(() => bench.clear());
const intake = async (behaviour = receipts) => bench.own(await openIntake(behaviour));

/** Every path of a report, with `*` for labels. */
function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => {
    const isLabel = /^\/breakdowns\/[^/]+/.test(path);
    return pathsOf(inner, `${path}/${isLabel ? '*' : name}`);
  });
}

const full = {
  counters: () => ({ 'steps-executed': 2n ** 60n, 'robots-executed': 3, secrets: 5 }),
  gauges: () => ({ 'domains-accessed': 41, 'feature-rest-service': 1 }),
  breakdowns: () => ({ 'robots-by-trigger': { api: 3, nobody: 1 } }),
  server: () => ({ cpus: 8, operatingSystem: 'Linux' }),
  contact: { companyName: 'Example Ltd', email: 'ops@example.com' },
};

describe('Whoever runs the product', () => {
  it('reads beforehand every byte that is sent §knowledge', async () => {
    const server = await intake();
    const client = bench.start({ ...full, url: server.url, folder: bench.folder() });
    const shown: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      shown.push(await client.preview());
      await client.sendNow();
    }
    expect(server.seen.map(({ text }) => text)).toEqual(shown);
  });

  it('reads what each path and each header is for, who reads it, and for how long §knowledge', async () => {
    const server = await intake();
    const client = bench.start({ ...full, url: server.url, folder: bench.folder() });
    await client.sendNow();
    const [seen] = server.seen;
    const entries = client.catalogue();
    const told = (place: string) => entries.filter((one) => one.place === place).map(({ path }) => path);
    expect(told('body')).toEqual(expect.arrayContaining(pathsOf(seen?.report)));
    const headers = (seen?.rawHeaders ?? []).filter((_, index) => index % 2 === 0);
    expect(told('header')).toEqual(expect.arrayContaining(headers.map((name) => name.toLowerCase())));
    for (const entry of entries) {
      expect(entry.what).toMatch(/\.$/);
      expect(entry.readers.length).toBeGreaterThan(0);
      expect(entry.kept.length).toBeGreaterThan(0);
    }
    expect(new Set(entries.map(({ place, path }) => place + path)).size).toBe(entries.length);
  });

  it('reads of each product what the catalogue declares for it', () => {
    for (const product of Object.values(DECLARED.products)) {
      for (const { category } of [
        ...Object.values(product.counters),
        ...Object.values(product.gauges),
        ...Object.values(product.breakdowns),
      ]) {
        expect(DECLARED.categories[category]?.readers).toContainEqual(
          expect.objectContaining({ outside: true, rows: 'of itself' }),
        );
      }
    }
  });

  it('reads afterwards what was sent with the receipts, what may have arrived, and what waits', async () => {
    const server = await intake();
    const client = bench.start({ url: server.url, timing: { deadlineMs: 100 } });
    await client.sendNow();
    server.behaviour = silence;
    await client.sendNow();
    await client.sendNow();
    const history = await client.history();
    expect(history.map(({ sequence, outcome }) => [sequence, outcome.status])).toEqual([
      [0, 'accepted'],
      [1, 'unknown'],
      [undefined, 'waiting'],
    ]);
    expect(history[0]?.report).toEqual({ ...server.seen[0]?.report, licenceKey: '…0001' });
  });

  it('reads fifty reports back, and no more is kept', async () => {
    const server = await intake();
    const folder = bench.folder();
    const client = bench.start({ url: server.url, folder });
    for (let sent = 0; sent < 53; sent += 1) await client.sendNow();
    const history = await client.history();
    expect(history).toHaveLength(50);
    expect(history.at(-1)?.sequence).toBe(52);
    expect(statSync(join(folder, 'history.json')).size).toBeLessThan(256 * 1024);
  });
});

describe('An export', () => {
  it('is a signed request at rest, of all that waits and a new report §knowledge', async () => {
    const folder = bench.folder();
    const file = join(dirname(folder), 'carried.json');
    const client = bench.start({ ...full, url: 'http://127.0.0.1:9', folder });
    expect(await client.export(file)).toEqual({ status: 'exported', reports: 1 });
    expect(await client.export(file)).toEqual({ status: 'exported', reports: 1 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const content = JSON.parse(readFileSync(file, 'utf8')) as {
      format: string;
      headers: Record<string, string>;
      body: string;
    };
    expect(content.format).toBe('hearth-export/1');
    const text = Buffer.from(content.body, 'base64').toString('utf8');
    const [line = '', ...rest] = text.split('\n');
    expect(rest).toEqual(['']);
    expect(content.headers['content-type']).toBe('application/x-ndjson');
    expect(isSigned({ headers: content.headers, text, report: JSON.parse(line) as CallHomeReport })).toBe(
      true,
    );
    expect(client.status().waiting).toBe(0);
    const history = await client.history();
    expect(history.map(({ sequence, outcome }) => [sequence, outcome.status])).toEqual([
      [0, 'exported'],
      [1, 'exported'],
    ]);
    expect(line).toContain('"sequence":1');
  });

  it('carries on the chain that sending continues', async () => {
    const server = await intake(silence);
    const folder = bench.folder();
    const file = join(dirname(folder), 'carried.json');
    const client = bench.start({ url: server.url, folder, timing: { deadlineMs: 100 } });
    await client.sendNow();
    expect(await client.export(file)).toEqual({ status: 'exported', reports: 2 });
    server.behaviour = receipts;
    await client.sendNow();
    const { body } = JSON.parse(readFileSync(file, 'utf8')) as { body: string };
    const lines = Buffer.from(body, 'base64').toString('utf8').split('\n');
    expect(lines[0]).toBe(server.seen[0]?.text);
    expect(server.seen[1]?.report).toMatchObject({ sequence: 2, previous: digestOf(lines[1] ?? '') });
  });

  it('that cannot be written loses nothing', async () => {
    const server = await intake();
    const client = bench.start({ url: server.url, folder: bench.folder() });
    expect(await client.export('/dev/null/export.json')).toEqual({ status: 'not-exported', reason: 'file' });
    await client.sendNow();
    expect(server.seen.map(({ report }) => report.sequence)).toEqual([0, 1]);
  });
});
