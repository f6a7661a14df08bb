/** The bytes of hexadecimal text. */
export const bytes = (hexadecimal: string): Buffer => Buffer.from(hexadecimal, 'hex');

/** Bytes of a column as lower-case hexadecimal text. */
export const hex = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex');
