import { PUBLISHED_SIGNATURES } from './published-vectors';
import { sha256 } from './sign';
import type { TestKey } from './sign';

const [first, second] = PUBLISHED_SIGNATURES;
if (!first || !second) throw new TypeError('The published signatures are missing.');

/** The key of the installation of the samples, and a stranger's: the keys of RFC 8032, so that nobody takes them for real. */
export const KEY: TestKey = { seed: first.seed, publicKey: first.publicKey };
export const OTHER_KEY: TestKey = { seed: second.seed, publicKey: second.publicKey };

/** Ids of the three sample reports. */
export const IDS = [
  '01940c3e-7c1a-7b0e-9d51-3f6f5a1c2b44',
  '019411a7-3f9a-7c55-8a0e-6d1b90e4f7a2',
  '019416cd-2b1a-7e01-b3c4-d5e6f7a8b9ca',
] as const;

const base64url = (bytes: Buffer): string => bytes.toString('base64url');

/** What the first report of a chain names as the one before it. */
export const genesis = (publicKey: string): string => base64url(sha256(Buffer.from(publicKey, 'base64url')));

/** What the next report names as the one before it. */
export const linkOf = (text: string): string => base64url(sha256(text));

function sample(at: number, previous: string, companyName: string, steps: number | string): string {
  return JSON.stringify({
    schema: 2,
    id: IDS[at],
    installationId: '5e0f4a0e-0f3c-4a0b-8a35-2c8b8a1d9f10',
    sequence: at,
    product: 'roboserver',
    version: '11.5.0.3',
    edition: 'enterprise',
    reason: at === 0 ? 'start-up' : 'daily',
    observedAt: `2026-11-2${at}T04:00:00Z`,
    countersSince: '2026-11-01T08:30:00Z',
    counters: { 'steps-executed': steps, 'robots-executed': 903 + at },
    gauges: { 'domains-accessed': 41 },
    breakdowns: { 'robots-by-trigger': { schedule: 12, api: 3 } },
    server: { cpus: 8, operatingSystem: 'Linux' },
    contact: { companyName, email: 'ops@example.com' },
    licenceKey: 'EXAMPLE-0000-0000',
    policyVersion: '2026.2',
    catalogueVersion: '2026.1',
    publicKey: KEY.publicKey,
    previous,
    uptimeSeconds: 300 + 86_400 * at,
  });
}

/** Three reports of one installation, each continuing the one before it: JSON texts as they are sent. */
export const REPORTS: readonly string[] = [
  ['Example Ltd', 48_211] as const,
  // Bytes count, not characters: a name that is written otherwise in UTF-8 than in other encodings, and one beyond 16 bits.
  ['Brötchen & Söhne, 山田商店 🍞', 51_877] as const,
  ['Quoted "Example" \\ Ltd', '9223372036854775807'] as const,
].reduce<string[]>((texts, [name, steps]) => {
  const before = texts.at(-1);
  const previous = before === undefined ? genesis(KEY.publicKey) : linkOf(before);
  return [...texts, sample(texts.length, previous, name, steps)];
}, []);
