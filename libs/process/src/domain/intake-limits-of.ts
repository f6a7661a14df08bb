import type { ConfigOf } from '@hearth/service';
import type { INTAKE_LIMIT_SETTINGS } from './settings';

type IntakeLimitConfig = ConfigOf<typeof INTAKE_LIMIT_SETTINGS>;

/** The limits of the intake that the settings of a process name, and nothing else of its settings. */
export function intakeLimitsOf(config: IntakeLimitConfig): IntakeLimitConfig {
  const { addressReportsPerMinute, licenceReportsPerMinute } = config;
  const { installationReportsPerMinute, unknownKeyReportsPerMinute } = config;
  return {
    addressReportsPerMinute,
    licenceReportsPerMinute,
    installationReportsPerMinute,
    unknownKeyReportsPerMinute,
  };
}
