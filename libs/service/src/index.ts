// The front door of @hearth/service: named exports only.
export { csvCell, csvRow } from './domain/csv';
export type { CsvValue } from './domain/csv';
export { plainText } from './domain/encode-line';
export { createLogger, REDACTED_KEYS } from './domain/logger';
export type { Logger, LoggerOptions, LogLevel } from './domain/logger';
export { createMetrics } from './domain/metrics';
export type { Metrics } from './domain/metrics';
export { ConfigError, readConfig } from './domain/read-config';
export type { ConfigOf, Environment } from './domain/read-config';
export { describeConfig } from './domain/describe-config';
export type { ConfigSpec, Setting } from './domain/setting';
export { createClientAddress } from './http/client-address';
export { isForeignCookieRequest } from './http/foreign-origin';
export { HTTP_LIMITS } from './http/http-limits';
export type { HttpLimits } from './http/http-limits';
export { startHttpServer } from './http/http-server';
export type { HttpServer, HttpServerOptions, Reasons } from './http/http-server';
export { onStopSignals } from './domain/stop-signals';
