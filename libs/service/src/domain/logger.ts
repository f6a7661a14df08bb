import type { DestinationStream, Logger as PinoLogger } from 'pino';
import pino from 'pino';
import { encodeLine } from './encode-line';

/** How much is written. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** A structured logger: `log.info({ reports: 3 }, 'stored')`. */
export type Logger = PinoLogger;

/** What a logger is made of. */
export interface LoggerOptions {
  readonly level: LogLevel;
  /** The process, as `name` on each line. */
  readonly name: string;
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/** The keys whose values never reach a log, at the top of an entry and two levels down. */
export const REDACTED_KEYS: readonly string[] = [
  'authorization',
  'cookie',
  'hearth-gateway-credential',
  'token',
  'secret',
  'password',
  'licenceKey',
  'companyName',
  'email',
  'contact',
  'address',
  'ipAddress',
  'remoteAddress',
  'orderNumber',
  'variables',
];

const paths = REDACTED_KEYS.flatMap((key) => {
  const at = `["${key}"]`;
  return [at, `*${at}`, `*.*${at}`];
});

/**
 * A logger that writes one JSON object a line, time in RFC 3339 UTC, the values of REDACTED_KEYS left out. Whatever a reader
 * put into a field, it stays within that field: no character of it ends the line or speaks to a terminal.
 */
export function createLogger(o: LoggerOptions): Logger {
  const options = {
    level: o.level,
    base: { name: o.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths, censor: '[redacted]' },
  };
  const destination = o.destination ?? pino.destination(1);
  return pino(options, { write: (line) => destination.write(encodeLine(line)) });
}
