import type { Metrics } from '@hearth/service';
import { Counter } from 'prom-client';

interface PlanCounts {
  readonly hits: number;
  readonly misses: number;
}

/** Tells how often a door had the plan of an operation at hand, by door. */
export function planMetrics(metrics: Metrics, doors: Readonly<Record<string, PlanCounts | undefined>>): void {
  const told = new Counter({
    name: 'hearth_access_plans_total',
    help: 'Operations planned, by door and by whether the plan was at hand (hit) or had to be made (miss).',
    labelNames: ['door', 'outcome'],
    registers: [metrics],
    collect() {
      // The doors count for themselves; what was told before is told anew, so that nothing is counted twice.
      this.reset();
      for (const [door, counts] of Object.entries(doors)) {
        this.inc({ door, outcome: 'hit' }, counts?.hits ?? 0);
        this.inc({ door, outcome: 'miss' }, counts?.misses ?? 0);
      }
    },
  });
  told.reset();
}
