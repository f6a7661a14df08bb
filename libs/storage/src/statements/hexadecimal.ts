/**
 * Bytes that are known as hexadecimal text. A MySQL script writes them as they are; a buffer would be made of each only to be
 * written as text again.
 */
export class Hexadecimal {
  constructor(readonly text: string) {}

  get bytes(): Buffer {
    return Buffer.from(this.text, 'hex');
  }
}

/** A statement's values as drivers take them. */
export function driverValues(values: readonly unknown[]): unknown[] {
  return values.map((value) => (value instanceof Hexadecimal ? value.bytes : value));
}
