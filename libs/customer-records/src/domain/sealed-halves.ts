// The two kinds of sealed text that the intake leaves in the inbox. They come from our own intake, but through a room, so
// they are read as strictly as anything else from outside.

/** The identifying half of a report. */
export interface SightingHalf {
  /** The derived key of the installation: 32 hexadecimal digits. */
  readonly installation: string;
  /** UTC milliseconds. */
  readonly observedAt: number;
  readonly companyName?: string;
  readonly email?: string;
  readonly address: string;
  readonly licenceKey: string;
}

/** A report whose licence key nobody knew, whole, as it came. */
export interface HeldReport {
  readonly report: Readonly<Record<string, unknown>>;
  /** UTC milliseconds: when it first came, which is when it counts as received. */
  readonly receivedAt: number;
  readonly address: string;
  /** The key that its request was signed by, 64 hexadecimal digits, and when: the intake verified it then. */
  readonly signedBy?: string;
  readonly sentAt?: number;
  /** How it continues the report before it; digests of 32 hexadecimal digits. */
  readonly link?: { readonly previous: string | null; readonly digest: string };
  /** Whether it waited for its licence key, or was refused and is tried again; `held` by default. */
  readonly origin?: 'held' | 'refused';
}

const FORMAT = 1;

function fields(plain: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(plain.toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const record = value as Record<string, unknown>;
    return record['v'] === FORMAT ? record : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isInstant = (value: unknown): value is number => Number.isSafeInteger(value);

/** The sighting in an opened half, or undefined where it is none. */
export function parseSighting(plain: Buffer): SightingHalf | undefined {
  const half = fields(plain);
  if (half === undefined) return undefined;
  const { installation, observedAt, companyName, email, address, licenceKey } = half;
  if (typeof installation !== 'string' || !/^[0-9a-f]{32}$/.test(installation)) return undefined;
  if (!isInstant(observedAt) || !isText(address) || !isText(licenceKey)) return undefined;
  return {
    installation,
    observedAt,
    address,
    licenceKey,
    ...(isText(companyName) ? { companyName } : {}),
    ...(isText(email) ? { email } : {}),
  };
}

/** The held report in an opened half, or undefined where it is none. */
export function parseHeld(plain: Buffer): HeldReport | undefined {
  const half = fields(plain);
  if (half === undefined) return undefined;
  const { report, receivedAt, address } = half;
  if (typeof report !== 'object' || report === null || Array.isArray(report)) return undefined;
  if (!isInstant(receivedAt) || !isText(address)) return undefined;
  const { signedBy, sentAt } = half;
  const link = linkIn(half['link']);
  return {
    report: report as Record<string, unknown>,
    receivedAt,
    address,
    ...(typeof signedBy === 'string' && PUBLIC_KEY.test(signedBy) ? { signedBy } : {}),
    ...(isInstant(sentAt) ? { sentAt } : {}),
    ...(link === undefined ? {} : { link }),
  };
}

const PUBLIC_KEY = /^[0-9a-f]{64}$/;
const isDigest = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);

function linkIn(value: unknown): HeldReport['link'] {
  const { previous, digest } = (value ?? {}) as { previous?: unknown; digest?: unknown };
  if (!isDigest(digest) || !(previous === null || isDigest(previous))) return undefined;
  return { previous, digest };
}

/** The licence key that a held report names, if it names one. */
export function licenceKeyOf(held: HeldReport): string | undefined {
  const key = held.report['licenceKey'];
  return isText(key) ? key : undefined;
}
