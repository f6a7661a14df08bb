import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { EXPORT_HEADERS, readExport } from './export-file';

const HEADERS = {
  'content-type': 'application/x-ndjson',
  'content-encoding': 'gzip',
  'content-digest': 'sha-256=:AAAA:',
  'signature-input': 'hearth=()',
  signature: 'hearth=:BBBB:',
};
const EXPORT = {
  format: 'hearth-export/1',
  createdAt: '2026-11-25T04:00:00Z',
  headers: HEADERS,
  body: 'e30=',
};

describe('an export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-export-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const written = (value: unknown, name = 'export.json'): string => {
    const file = join(folder, name);
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
    return file;
  };

  it('is told by what it holds, whatever the name of its file and the order of its parts', async () => {
    const { format, ...rest } = EXPORT;
    for (const file of [written(EXPORT), written({ ...rest, format }), written(EXPORT, 'from-site.txt')])
      expect(await readExport(file)).toEqual({ headers: HEADERS, body: new Uint8Array(Buffer.from('{}')) });
  });

  it('gives back the bytes that were signed, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (body) => {
        const file = written({ ...EXPORT, body: Buffer.from(body).toString('base64') });
        expect((await readExport(file))?.body).toEqual(new Uint8Array(body));
      }),
      { numRuns: 50 },
    );
  });

  it('brings no header but those that sign it §security', async () => {
    const more = { ...HEADERS, cookie: 'a=1', host: 'elsewhere', 'x-forwarded-for': '127.0.0.1' };
    const read = await readExport(written({ ...EXPORT, headers: more }));
    expect(Object.keys(read?.headers ?? {})).toEqual([...EXPORT_HEADERS]);
  });

  it.each([
    ['a report', { schema: 1, format: 'text' }],
    ['a list of reports', [{ schema: 1 }]],
    ['lines', '{"schema":1}\n{"schema":1,"x":"hearth-export/1"}\n'],
    ['nothing', ''],
  ])('is not %s', async (_what, value) => expect(await readExport(written(value))).toBeUndefined());

  it.each([
    ['another form', { ...EXPORT, format: 'hearth-export/2' }, 'format: '],
    ['no body', { ...EXPORT, body: undefined }, 'body: '],
    ['a body that is no base64', { ...EXPORT, body: 'SECRET!!' }, 'body: '],
    ['a body in base64url', { ...EXPORT, body: '-_8=' }, 'body: '],
    ['no headers', { ...EXPORT, headers: null }, 'headers: '],
    ['a header too few', { ...EXPORT, headers: { ...HEADERS, signature: undefined } }, 'headers/signature: '],
    [
      'a header with a line end',
      { ...EXPORT, headers: { ...HEADERS, signature: 'SECRET\r\nx: y' } },
      'headers/signature: ',
    ],
    [
      'a header that is none',
      { ...EXPORT, headers: { ...HEADERS, 'content-type': 7 } },
      'headers/content-type: ',
    ],
  ])('with %s is refused by the name of the part, not by its value', async (_what, value, part) => {
    const error = await readExport(written(value)).catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toContain(part);
    expect((error as Error).message).not.toContain('SECRET');
  });
});
