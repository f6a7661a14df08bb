import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Headers = Readonly<Record<string, string>>;

/** What the vectors hold, as far as the tests read it; docs/protocol.md says what each group is for. */
export interface ProtocolVectors {
  readonly schema: number;
  readonly published: {
    readonly digests: readonly { readonly name: string; readonly text: string; readonly sha256: string }[];
    readonly signatures: readonly {
      readonly name: string;
      readonly publicKey: string;
      readonly message: string;
      readonly signature: string;
    }[];
  };
  readonly chain: readonly {
    readonly name: string;
    readonly publicKey?: string;
    readonly text?: string;
    readonly previous: string;
  }[];
  readonly signed: readonly {
    readonly name: string;
    readonly publicKey: string;
    readonly created: number;
    readonly contentEncoding?: string;
    readonly headers: Headers;
    readonly body: string;
    readonly signatureBase: string;
  }[];
  readonly badSignatures: readonly {
    readonly name: string;
    readonly headers: Headers;
    readonly body: string;
  }[];
  readonly exports: readonly {
    readonly signed: string;
    readonly file: { readonly format: string; readonly headers: Headers; readonly body: string };
  }[];
  readonly numbers: readonly { readonly value: string; readonly json?: string }[];
  readonly daily: readonly { readonly installationId: string; readonly secondOfDay: number }[];
  readonly ids: {
    readonly made: readonly { readonly milliseconds: number; readonly chance: string; readonly id: string }[];
    readonly refused: readonly string[];
  };
  readonly answers: readonly {
    readonly name: string;
    readonly sent: readonly string[];
    readonly status: number;
    readonly body: string;
    readonly outcomes: readonly string[];
  }[];
}

/** Where the vectors lie. */
export const VECTORS_FILE = join(__dirname, '..', '..', 'vectors', 'protocol-vectors.json');

/** Reads the vectors. */
export function protocolVectors(): ProtocolVectors {
  return JSON.parse(readFileSync(VECTORS_FILE, 'utf8')) as ProtocolVectors;
}
