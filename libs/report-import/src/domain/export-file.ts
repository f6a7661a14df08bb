import { readFile, stat } from 'node:fs/promises';

/** A signed request at rest, as an installation without a network wrote it (docs/protocol.md, Exports). */
export interface ExportFile {
  /** Of {@link EXPORT_HEADERS} alone. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was signed, packed if it was packed. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What of an export's headers is posted: nothing else that a file names reaches a request. */
export const EXPORT_HEADERS = [
  'content-type',
  'content-encoding',
  'content-digest',
  'signature-input',
  'signature',
] as const;

/** The largest body that an intake takes, in base64, and room for the rest. */
const MAX_FILE_BYTES = 12 * 1024 * 1024;
const FORMAT = 'hearth-export/1';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
// What a header may hold: no line end can come out of a file into a request.
const HEADER_VALUE = /^[\x20-\x7e]{1,1000}$/;

/**
 * Reads an export; undefined where the file is none, whatever its name. Nothing of it is judged here but its form: whether it is
 * what was signed is for the intake to say.
 *
 * @throws Error naming the part that has not the form of an export, never what stands in it.
 */
export async function readExport(path: string): Promise<ExportFile | undefined> {
  if (path.endsWith('.gz')) return undefined;
  const { size } = await stat(path);
  const text = size > MAX_FILE_BYTES ? undefined : await readFile(path, 'utf8');
  if (text === undefined || !text.includes('"hearth-export/')) return undefined;
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { format, headers, body } = Object(file) as Record<string, unknown>;
  if (typeof format !== 'string' || !format.startsWith('hearth-export/')) return undefined;
  if (format !== FORMAT) throw new Error(`${path}: format: this version of Hearth reads ${FORMAT} alone.`);
  if (typeof body !== 'string' || !BASE64.test(body)) throw new Error(`${path}: body: no base64.`);
  return { headers: headersOf(path, headers), body: new Uint8Array(Buffer.from(body, 'base64')) };
}

function headersOf(path: string, headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) throw new Error(`${path}: headers: not there.`);
  const kept: Record<string, string> = {};
  for (const name of EXPORT_HEADERS) {
    const value = Object.hasOwn(headers, name) ? (headers as Record<string, unknown>)[name] : undefined;
    if (value === undefined) {
      if (name === 'content-encoding') continue;
      throw new Error(`${path}: headers/${name}: not there.`);
    }
    if (typeof value !== 'string' || !HEADER_VALUE.test(value))
      throw new Error(`${path}: headers/${name}: no value that a header may have.`);
    kept[name] = value;
  }
  return kept;
}
