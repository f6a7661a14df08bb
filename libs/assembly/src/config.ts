import { join, resolve } from 'node:path';
import { intakeLimitsOf, intrusionLimitsOf, roomsOf } from '@hearth/process';
import { readConfig, type Environment, type LogLevel } from '@hearth/service';
import { HEARTH_SETTINGS, type HearthSettings } from './settings';

/** The settings of `hearth serve` out of the environment. Throws ConfigError with every fault at once. */
export function serveSettings(env: Environment = process.env): HearthSettings {
  const config = readConfig(HEARTH_SETTINGS, env);
  const home = resolve(config.home);
  const keysFolder = resolve(config.keysFolder ?? join(home, 'keys'));
  return {
    ...config,
    keysFolder,
    headsFolder: join(home, 'heads'),
    rooms: roomsOf({ ...config, home }, keysFolder),
    limits: intrusionLimitsOf(config),
    intakeLimits: intakeLimitsOf(config),
    demonstration: false,
  };
}

/** The few things that `npm start` can be told. */
export function demonstrationSettings(env: Environment = process.env): {
  home: string;
  port: number;
  logLevel: LogLevel;
} {
  const config = readConfig(
    { ...HEARTH_SETTINGS, logLevel: { ...HEARTH_SETTINGS.logLevel, default: 'warn' } },
    env,
  );
  return { home: join(config.home, 'demonstration'), port: config.port, logLevel: config.logLevel };
}
