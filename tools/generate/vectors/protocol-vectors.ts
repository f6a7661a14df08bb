import { ANSWERS } from './answer-vectors';
import { chainVectors } from './chain-vectors';
import { PUBLISHED_DIGESTS, PUBLISHED_SIGNATURES } from './published-vectors';
import { badSignatureVectors, signedVectors } from './signature-vectors';
import { DAILY, MADE_IDS, NO_IDS, NUMBERS } from './value-vectors';

/** libs/call-home/vectors/protocol-vectors.json: what any implementation of docs/protocol.md can be held against. */
export function protocolVectors(): string {
  const signed = signedVectors();
  const vectors = {
    about: 'Test vectors of docs/protocol.md, made by npm run generate:all. Do not edit.',
    keys: 'The keys are the published ones of RFC 8032 and RFC 9421: everybody has them. Use them for nothing else.',
    schema: 2,
    published: { digests: PUBLISHED_DIGESTS, signatures: PUBLISHED_SIGNATURES },
    chain: chainVectors(),
    signed,
    badSignatures: badSignatureVectors(),
    exports: signed.map(({ name, headers, body }) => ({
      name,
      signed: name,
      createdAt: '2026-11-25T04:00:00Z',
      file: { format: 'hearth-export/1', createdAt: '2026-11-25T04:00:00Z', headers, body },
    })),
    numbers: NUMBERS,
    daily: DAILY,
    ids: { made: MADE_IDS, refused: NO_IDS },
    answers: ANSWERS,
  };
  return `${JSON.stringify(vectors, null, 2)}\n`;
}
