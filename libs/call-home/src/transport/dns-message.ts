// The few lines of DNS (RFC 1035) that asking for an address takes.

const A = 1;
const AAAA = 28;
const INTERNET = 1;
const HEADER_BYTES = 12;
const RECURSION_DESIRED = 0x0100;
const IS_ANSWER = 0x8000;
const CODE = 0x000f;
const NO_SUCH_NAME = 3;

/** The kinds of address that are asked for. */
export const RECORD_TYPES = { 4: A, 6: AAAA } as const;

/** Writes a question; undefined for a name that cannot be one. */
export function writeQuestion(id: number, name: string, type: number): Buffer | undefined {
  const labels = name.replace(/\.$/, '').split('.');
  if (name.length > 253 || labels.some((label) => label === '' || label.length > 63)) return undefined;
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(RECURSION_DESIRED, 2);
  header.writeUInt16BE(1, 4);
  const end = Buffer.alloc(5);
  end.writeUInt16BE(type, 1);
  end.writeUInt16BE(INTERNET, 3);
  const parts = labels.map((label) => {
    const text = Buffer.from(label, 'latin1');
    return Buffer.concat([Buffer.from([text.length]), text]);
  });
  return Buffer.concat([header, ...parts, end]);
}

/** The addresses that an answer gives; undefined where it is no answer to this question, or none that settles it. */
export function readAnswer(message: Buffer, question: Buffer): readonly string[] | undefined {
  if (message.length < question.length || message.readUInt16BE(0) !== question.readUInt16BE(0))
    return undefined;
  const flags = message.readUInt16BE(2);
  if ((flags & IS_ANSWER) === 0 || message.readUInt16BE(4) !== 1) return undefined;
  // A server repeats the question, perhaps in other case.
  const asked = (of: Buffer) => of.toString('latin1', HEADER_BYTES, question.length).toLowerCase();
  if (asked(message) !== asked(question)) return undefined;
  const code = flags & CODE;
  if (code === NO_SUCH_NAME) return [];
  return code === 0 ? addressesOf(message, question.length, message.readUInt16BE(6)) : undefined;
}

function addressesOf(message: Buffer, start: number, records: number): readonly string[] {
  const addresses: string[] = [];
  let at = start;
  for (let left = records; left > 0; left -= 1) {
    at = afterName(message, at);
    // Cut off: what is there already is worth a try.
    if (at + 10 > message.length) break;
    const type = message.readUInt16BE(at);
    const length = message.readUInt16BE(at + 8);
    const data = message.subarray(at + 10, at + 10 + length);
    at += 10 + length;
    if (type === A && data.length === 4) addresses.push([...data].join('.'));
    if (type === AAAA && data.length === 16) addresses.push(groups(data));
  }
  return addresses;
}

/** Where a name ends: at its empty label, or behind a pointer. */
function afterName(message: Buffer, start: number): number {
  let at = start;
  while (at < message.length) {
    const length = message[at] ?? 0;
    if (length >= 0xc0) return at + 2;
    if (length === 0) return at + 1;
    at += 1 + length;
  }
  return message.length;
}

const groups = (data: Buffer): string =>
  Array.from({ length: 8 }, (_, index) => data.readUInt16BE(index * 2).toString(16)).join(':');
