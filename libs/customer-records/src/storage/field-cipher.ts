import { decryptField, encryptField, unwrapDataKey } from '@hearth/keys';
import type { Row } from './sql';
import { bytesOf } from './sql';

/** Where an encrypted value stands. It is bound to the place, so a value copied to another row or column does not open. */
export interface FieldPlace {
  readonly table:
    'customers' | 'contacts' | 'agreements' | 'sightings' | 'consents' | 'requests' | 'customer_references';
  readonly column: string;
  readonly row: string;
}

const binding = ({ table, column, row }: FieldPlace): string => `${table}.${column}:${row}`;

/**
 * Opens and seals the personal columns. It lives for one request or one unit of work, as unwrapped data keys do: an erased
 * customer's key must not survive in memory.
 */
export class FieldCipher {
  private readonly dataKeys = new Map<string, Buffer>();

  constructor(private readonly master: Buffer) {}

  /** The customer's data key, unwrapped once. */
  dataKey(customer: string, wrapped: Buffer): Buffer {
    const known = this.dataKeys.get(customer);
    if (known !== undefined) return known;
    const key = unwrapDataKey(this.master, wrapped, customer);
    this.dataKeys.set(customer, key);
    return key;
  }

  /** The plain text of a selected column, or null where it is empty, was not selected, or its data key is destroyed. */
  open(row: Row, customer: string, place: FieldPlace): string | null {
    const sealed = bytesOf(row, place.column);
    const wrapped = bytesOf(row, 'wrapped');
    if (sealed === null || wrapped === null) return null;
    return decryptField(this.dataKey(customer, wrapped), sealed, binding(place));
  }

  seal(dataKey: Buffer, plain: string, place: FieldPlace): Buffer {
    return encryptField(dataKey, plain, binding(place));
  }
}
