import { Hexadecimal } from '@hearth/storage';

/** The bytes of hexadecimal text. */
export const bytes = (hexadecimal: string): Buffer => Buffer.from(hexadecimal, 'hex');

/** The same for a statement that is run with others. */
export const written = (hexadecimal: string): Hexadecimal => new Hexadecimal(hexadecimal);

/** A UUID's bytes, likewise. */
export const writtenUuid = (uuid: string): Hexadecimal => new Hexadecimal(uuid.replaceAll('-', ''));

/** Bytes of a column as lower-case hexadecimal text. */
export const hex = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex');
