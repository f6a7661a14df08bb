/** What can be wrong with a record, in stable words. */
export type FaultCode =
  /** A line is none, or not written as it is written here. */
  | 'MALFORMED'
  /** The entry's bytes are not those that its hash was made of. */
  | 'CHANGED'
  /** The entry fits its own hash, and not what was chained behind it or signed over it. */
  | 'REPLACED'
  /** Entries are not there. */
  | 'MISSING'
  /** The entry is there, and not in its place. */
  | 'OUT_OF_ORDER'
  /** There is another entry of this number: one was put in, or two wrote under one name. */
  | 'FORKED'
  /** A head, or a later one that refers to it, says that there were more entries. */
  | 'TRUNCATED'
  /** What stands here is not what the head was signed over. */
  | 'HEAD_MISMATCH'
  /** No known key made the head's signature. */
  | 'BAD_SIGNATURE'
  /** A head that another refers to is not there, or is another one. */
  | 'HEAD_MISSING'
  /** The record begins behind a head that is younger than what may have gone: its beginning was cut off. */
  | 'BEGINS_EARLY'
  /** The export names a key that the verifier was not given. */
  | 'KEY_NOT_TRUSTED';

/** One fault, and the entry that it is about. */
export interface Finding {
  readonly code: FaultCode;
  /** Null where the fault is the export's own. */
  readonly writer: string | null;
  /** The first entry concerned; null where it is none. */
  readonly index: number | null;
  /** The last entry concerned, where there are several. */
  readonly to?: number;
  /** A sentence for people. */
  readonly what: string;
}

/** Takes findings as they come. */
export type Report = (finding: Finding) => void;
