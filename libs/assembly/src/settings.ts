import type { IntakeLimits } from '@hearth/ingestion';
import type { IntrusionLimits } from '@hearth/intrusion-detection';
import {
  CROSSING_SETTINGS,
  GRAPH_SETTINGS,
  INTAKE_LIMIT_SETTINGS,
  INTAKE_SETTINGS,
  INTRUSION_SETTINGS,
  LISTEN_SETTINGS,
  PROCESS_SETTINGS,
  RETENTION_SETTINGS,
  ROLL_UP_SETTINGS,
  STORAGE_SETTINGS,
} from '@hearth/process';
import type { RoomsConfig } from '@hearth/rooms';
import type { ConfigSpec, LogLevel } from '@hearth/service';

/** Settings of the one process, `hearth serve`. docs/configuration.md is generated from them. */
export const HEARTH_SETTINGS = {
  ...LISTEN_SETTINGS,
  ...PROCESS_SETTINGS,
  ...STORAGE_SETTINGS,
  ...GRAPH_SETTINGS,
  ...INTAKE_SETTINGS,
  ...INTAKE_LIMIT_SETTINGS,
  ...INTRUSION_SETTINGS,
  ...ROLL_UP_SETTINGS,
  ...RETENTION_SETTINGS,
  crossingSeconds: CROSSING_SETTINGS.crossingSeconds,
} as const satisfies ConfigSpec;

/** What the one process is started with. */
export interface HearthSettings {
  readonly host: string;
  readonly port: number;
  readonly rooms: RoomsConfig;
  readonly keysFolder: string;
  /** Where signed heads of the record of releases are appended, one file for each writer; absent: nowhere. */
  readonly headsFolder?: string;
  readonly issuer: string;
  readonly trustedProxies: readonly string[];
  readonly logLevel: LogLevel;
  readonly rollUpSeconds: number;
  readonly crossingSeconds: number;
  /** Hours between two runs of retention; a day where it is not said. */
  readonly retentionHours?: number;
  /** What readers and addresses may do where it is not the usual. A proof asks more in a minute than readers do. */
  readonly limits?: Partial<IntrusionLimits>;
  /** What the intake takes of whom, where it is not the usual. */
  readonly intakeLimits?: Partial<IntakeLimits>;
  /** True for `npm start` alone: keys may be made for a demonstration, and only such keys and rows are taken. */
  readonly demonstration: boolean;
}
