import { INTRUSION_LIMITS } from '@hearth/intrusion-detection';
import type { IntrusionLimits } from '@hearth/intrusion-detection';
import type { ConfigOf } from '@hearth/service';
import type { INTRUSION_SETTINGS } from './settings';

/** The limits that the settings of a process name; what they do not name stays as it is. */
export function intrusionLimitsOf(config: ConfigOf<typeof INTRUSION_SETTINGS>): Partial<IntrusionLimits> {
  const { addressRequestsPerMinute, readerRequestsPerMinute } = config;
  const inside = config.rowsPerDayInside;
  return {
    addressRequestsPerMinute,
    addressBurst: Math.ceil(addressRequestsPerMinute / 5),
    readerRequestsPerMinute,
    readerBurst: Math.ceil(readerRequestsPerMinute / 4),
    badTokensPerMinute: config.badTokensPerMinute,
    rowsPerDay: {
      ...INTRUSION_LIMITS.rowsPerDay,
      communication: inside,
      compliance: inside,
      'privacy-office': inside,
      partner: config.rowsPerDayPartner,
      'consented-party': config.rowsPerDayConsentedParty,
    },
    outsideContactRowsPerDay: config.outsideContactRowsPerDay,
  };
}
