import type { CallHomeOutcome } from './outcome';
import type { Mode } from './mode';

/** Numbers by metric id, as the host counts them. */
export type Numbers = Readonly<Record<string, number | bigint>>;

/** The environment's variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whom the vendor may write to, where the product was told. */
export interface Contact {
  readonly companyName?: string;
  readonly email?: string;
}

/** What the host counts, read anew for each report. */
export interface Readings {
  readonly counters?: () => Numbers;
  readonly gauges?: () => Numbers;
  readonly breakdowns?: () => Readonly<
    Record<string, Readonly<Record<string, number | Readonly<Record<string, number>>>>>
  >;
  readonly dimensions?: () => Readonly<Record<string, string>>;
  readonly server?: () => { readonly cpus?: number; readonly operatingSystem?: string };
}

/** How much may wait to be sent; what is beyond goes, oldest first, and is counted. */
export interface SpoolBounds {
  readonly reports: number;
  readonly bytes: number;
  readonly ageMs: number;
}

/** When is called, and how long an attempt may take. */
export interface Timing {
  /** The first report is made after a delay drawn between these; 2 and 10 minutes. */
  readonly startDelayMs: { readonly least: number; readonly most: number };
  /** Time between reports after the first; a day. */
  readonly intervalMs: number;
  /** How long one attempt may take, from the look-up of the name to the end of the answer; 5 seconds. */
  readonly deadlineMs: number;
  /** The wait after a failure, doubled by each further one; from a minute to 6 hours. */
  readonly backOff: { readonly firstMs: number; readonly mostMs: number };
}

/** How the software calls home. */
export interface CallHomeOptions extends Readings {
  /** Where the vendor's Hearth listens. */
  readonly url: string;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly licenceKey: string;
  /** Version of the privacy policy that the software was delivered with; that of the embedded catalogue by default. */
  readonly policyVersion?: string;
  readonly contact?: Contact;
  /** UTC milliseconds since when the host's counters count; the start of the call-home by default. */
  readonly countersSince?: number;
  /** Folder for the installation's id and key, what waits, and what was sent. Without one all of it is in memory only. */
  readonly folder?: string;
  /** The operator's file, `call-home.json` in the folder by default. */
  readonly operatorFile?: string;
  /** The vendor's word, `on` by default; the operator's word, by file or environment, beats it. */
  readonly mode?: Mode;
  /** Nothing is sent, and nothing is counted towards what will be, before this instant (UTC milliseconds, or a date). */
  readonly agreement?: { readonly from: number | string | Date };
  /** UUID that the host keeps itself. By default one is made at random and kept in the folder. */
  readonly installation?: string;
  readonly spool?: Partial<SpoolBounds>;
  /** PEM of the authorities that are trusted instead of Node's own. */
  readonly tls?: { readonly ca: string | readonly string[] };
  /** URL of a proxy, or false for none; by default what `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say. */
  readonly proxy?: string | false;
  /** `process.env` by default. */
  readonly environment?: Environment;
  readonly timing?: Partial<Timing>;
  /** Told of each attempt; what it throws is swallowed. */
  readonly onOutcome?: (outcome: CallHomeOutcome) => void;
  readonly now?: () => number;
}
