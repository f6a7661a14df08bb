import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import { DETECTORS } from './domain/alert';
import type { Detector } from './domain/alert';

/** The counters of a guard; every label comes from a closed list. */
export interface IntrusionMetrics {
  alert(detector: Detector): void;
  rateLimited(by: 'address' | 'reader'): void;
  lockedOut(): void;
  overQuota(): void;
}

/** Registers the counters, at 0 from the beginning: a rate over a series that is not there yet misses its first event. */
export function createIntrusionMetrics(registry: Registry): IntrusionMetrics {
  const alerts = counter(registry, 'hearth_alerts_total', 'Alerts by what raised them.', ['detector']);
  for (const detector of DETECTORS) alerts.inc({ detector }, 0);
  const limited = counter(registry, 'hearth_rate_limited_total', 'Requests answered 429 for their rate.', [
    'by',
  ]);
  for (const by of ['address', 'reader']) limited.inc({ by }, 0);
  const lockOuts = counter(registry, 'hearth_lock_outs_total', 'Addresses locked out for bad tokens.', []);
  const quotas = counter(registry, 'hearth_quota_refusals_total', 'Answers withheld over a quota.', []);
  return {
    alert: (detector) => alerts.inc({ detector }),
    rateLimited: (by) => limited.inc({ by }),
    lockedOut: () => lockOuts.inc(),
    overQuota: () => quotas.inc(),
  };
}

// Two gateways of one process count into the same series.
function counter(registry: Registry, name: string, help: string, labelNames: string[]): Counter {
  const known = registry.getSingleMetric(name) as Counter | undefined;
  return known ?? new Counter({ name, help, labelNames, registers: [registry] });
}
