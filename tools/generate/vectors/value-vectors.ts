import { sha256 } from './sign';

/** How a whole number is written in a report. */
export interface NumberVector {
  /** In decimal digits. */
  readonly value: string;
  /** The JSON text that stands for it; absent where the number does not travel at all. */
  readonly json?: string;
}

/** A report's id, made of its instant and chance. */
export interface IdVector {
  readonly milliseconds: number;
  /** 16 bytes in hexadecimal, of which the time, the version and the variant take their places. */
  readonly chance: string;
  readonly id: string;
}

/** Beyond what a double holds exactly, decimal text; beyond what 64 signed bits hold, nothing. */
export const NUMBERS: readonly NumberVector[] = [
  { value: '0', json: '0' },
  { value: '48211', json: '48211' },
  { value: '9007199254740991', json: '9007199254740991' },
  { value: '9007199254740992', json: '"9007199254740992"' },
  { value: '9007199254740993', json: '"9007199254740993"' },
  { value: '9223372036854775807', json: '"9223372036854775807"' },
  { value: '9223372036854775808' },
  { value: '-1' },
];

/** RFC 9562; the second is the example of its appendix A.6. */
export const MADE_IDS: readonly IdVector[] = [
  {
    milliseconds: 0,
    chance: '00000000000000000000000000000000',
    id: '00000000-0000-7000-8000-000000000000',
  },
  {
    milliseconds: 1_645_557_742_000,
    chance: '0000000000000cc318c4dc0c0c07398f',
    id: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  },
  {
    milliseconds: 1_764_043_200_000,
    chance: 'ffffffffffffffffffffffffffffffff',
    id: '019ab92b-1600-7fff-bfff-ffffffffffff',
  },
];

/** When an installation reports: the same second of the UTC day every day, and another one for each installation. */
export interface DailyVector {
  readonly installationId: string;
  readonly secondOfDay: number;
}

/** The first four bytes of the SHA-256 of the id's text, highest byte first, modulo the seconds of a day. */
export const DAILY: readonly DailyVector[] = [
  // Of this one the digest begins with a high bit: who reads four bytes with a sign gets another second.
  '5e0f4a0e-0f3c-4a0b-8a35-2c8b8a1d9f10',
  '00000000-0000-4000-8000-000000000001',
].map((installationId) => ({
  installationId,
  secondOfDay: sha256(installationId).readUInt32BE(0) % 86_400,
}));

/** What is no UUIDv7 in the form in which a client writes it. */
export const NO_IDS: readonly string[] = [
  '',
  '017f22e2-79b0-4cc3-98c4-dc0c0c07398f',
  '017f22e2-79b0-7cc3-78c4-dc0c0c07398f',
  '017F22E2-79B0-7CC3-98C4-DC0C0C07398F',
  '017f22e279b07cc398c4dc0c0c07398f',
  '{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}',
  '017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n',
];
