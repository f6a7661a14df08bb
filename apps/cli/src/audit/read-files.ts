import { createPublicKey, type KeyObject } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { readExportLine, type SignedHead } from '@hearth/release-record';

/** The lines of a file, cut at line feeds alone: a reader of lines that cuts elsewhere would not see what was put there. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let bytes = Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a)) {
      yield bytes.subarray(0, end).toString('utf8');
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
  if (rest.length > 0) yield rest.toString('utf8');
}

/** The heads in a file of head lines, as a gateway appends them. Other lines are an error: a head that is lost proves nothing. */
export async function headsIn(file: string): Promise<SignedHead[]> {
  const heads: SignedHead[] = [];
  for await (const text of linesOf(file)) {
    if (text === '') continue;
    const line = readExportLine(text);
    if (line?.kind !== 'head') throw new Error(`${file} holds a line that is no head.`);
    heads.push(line.head);
  }
  return heads;
}

/** The public key in a PEM file, or in a key file of Hearth's. */
export function publicKeyIn(file: string): KeyObject {
  const pem = /-----BEGIN PUBLIC KEY-----[^]*?-----END PUBLIC KEY-----/.exec(readFileSync(file, 'utf8'))?.[0];
  const key = pem === undefined ? undefined : createPublicKey(pem);
  if (key?.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 public key.`);
  return key;
}
