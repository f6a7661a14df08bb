import fc from 'fast-check';

/** One change of a text's bytes. Places are taken modulo the length that the text has by then. */
export interface Mutation {
  readonly how: 'set' | 'flip' | 'insert' | 'drop' | 'repeat' | 'move' | 'cut';
  readonly at: number;
  readonly to: number;
  readonly length: number;
  readonly byte: number;
}

/** Bytes that mean something in JSON, in UTF-8 or to careless code, more often than others. */
const TELLING = Buffer.from('{}[]":,\\/0123456789-+.eEtfn \n\r\t\u0000');
const byte = fc.oneof(
  fc.constantFrom(...TELLING),
  fc.constantFrom(0xc3, 0xed, 0xf0, 0xff, 0xef),
  fc.nat({ max: 255 }),
);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom('set', 'flip', 'insert', 'drop', 'repeat', 'move', 'cut'),
  at: fc.nat({ max: 1_000_000 }),
  to: fc.nat({ max: 1_000_000 }),
  length: fc.integer({ min: 1, max: 40 }),
  byte,
});

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(mutation, {
  minLength: 1,
  maxLength: 4,
});

function mutated(text: Buffer, { how, at, to, length, byte: value }: Mutation): Buffer {
  const place = text.length === 0 ? 0 : at % text.length;
  const before = text.subarray(0, place);
  const piece = text.subarray(place, place + length);
  const after = text.subarray(place + length);
  const one = Buffer.from([value]);
  switch (how) {
    case 'set':
      return Buffer.concat([before, one, text.subarray(place + 1)]);
    case 'flip':
      return Buffer.concat([
        before,
        Buffer.from([(text[place] ?? 0) ^ (1 << (value % 8))]),
        text.subarray(place + 1),
      ]);
    case 'insert':
      return Buffer.concat([before, one, text.subarray(place)]);
    case 'drop':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, piece, piece, after]);
    case 'move': {
      const rest = Buffer.concat([before, after]);
      const target = rest.length === 0 ? 0 : to % rest.length;
      return Buffer.concat([rest.subarray(0, target), piece, rest.subarray(target)]);
    }
    case 'cut':
      return before;
  }
}

/** The text with all changes, one after another. */
export function mutatedBy(text: Buffer, changes: readonly Mutation[]): Buffer {
  return changes.reduce(mutated, text);
}
