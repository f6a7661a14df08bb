import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileReports, jenkinsFiles, jenkinsReports } from '../index';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Buffer): Promise<string[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return collect(fileReports(path));
}

describe('The reports of a file', () => {
  it('are its lines as they stand, broken ones too, for the intake to judge', async () => {
    expect(await read('a.ndjson', '{"id": 1}\r\n\n{broken\n{"id":"é"}')).toEqual([
      '{"id": 1}',
      '{broken',
      '{"id":"é"}',
    ]);
  });

  it('are unpacked, with characters that fall on the border of two pieces whole', async () => {
    const lines = Array.from(
      { length: 5000 },
      (_, index) => `{"n":${index},"é":"${'ü'.repeat(index % 50)}"}`,
    );
    expect(await read('a.jsonl.gz', gzipSync(lines.join('\n')))).toEqual(lines);
  });

  it('are those of a JSON document, one or a list', async () => {
    expect(await read('one.json', '{\n "id": 1\n}')).toEqual(['{"id":1}']);
    expect(await read('list.json.gz', gzipSync('[{"id":1},\n{"id":2}]'))).toEqual(['{"id":1}', '{"id":2}']);
  });

  it('are an error when the file is not there, is cut off, or is no JSON document', async () => {
    await expect(collect(fileReports(join(folder, 'absent.ndjson')))).rejects.toThrow('ENOENT');
    await expect(collect(fileReports(join(folder, 'absent.ndjson.gz')))).rejects.toThrow('ENOENT');
    await expect(read('cut.ndjson.gz', gzipSync('x'.repeat(1000)).subarray(0, 20))).rejects.toThrow();
    await expect(read('lines.json', '{"id":1}\n{"id":2}')).rejects.toThrow('no JSON document');
  });
});

describe('A folder of Jenkins’ reports', () => {
  it('is read file by file and line by line, the same at each reading', async () => {
    const reports = mkdtempSync(join(folder, 'jenkins-'));
    const line = (install: string) => JSON.stringify({ install, version: '1.1', timestamp: '', jobs: {} });
    writeFileSync(join(reports, '20091221.jsonl.gz'), gzipSync(`${line('a')}\n${line('a')}\n`));
    writeFileSync(join(reports, '20091220.jsonl'), `${line('b')}\n`);
    writeFileSync(join(reports, 'README.md'), 'no reports here');
    const options = { folder: reports, licenceKeyFor: (install: string) => `KEY-0000-${install}` };
    const first = await collect(jenkinsReports(options));
    expect(first.map(({ licenceKey, sequence }) => [licenceKey, sequence])).toEqual([
      ['KEY-0000-b', 1],
      ['KEY-0000-a', 1],
      ['KEY-0000-a', 2],
    ]);
    // A line that repeats another is a report of its own, from the same installation.
    expect(new Set(first.map(({ id }) => id)).size).toBe(3);
    expect(first[1]?.installationId).toBe(first[2]?.installationId);
    expect(await collect(jenkinsReports(options))).toEqual(first);
  });

  it('is an error when it holds none', async () => {
    await expect(jenkinsFiles(join(folder, 'absent'))).rejects.toThrow('No *.jsonl.gz');
  });

  it('is an error when a line is no JSON, with the file and the line', async () => {
    const reports = mkdtempSync(join(folder, 'jenkins-'));
    writeFileSync(join(reports, '20091220.jsonl'), '{}\n{broken\n');
    const options = { folder: reports, licenceKeyFor: () => 'DEMO-0000-0001' };
    await expect(collect(jenkinsReports(options))).rejects.toThrow('20091220.jsonl, line 2');
  });
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
