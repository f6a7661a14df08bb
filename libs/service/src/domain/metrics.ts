import { collectDefaultMetrics, Registry } from 'prom-client';

/** The registry of one process's metrics; what is registered in it is served at /metrics. */
export type Metrics = Registry;

/** A registry of its own (never the global one), with the process's own metrics unless they are not wanted. */
export function createMetrics(o: { readonly processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (o.processMetrics ?? true) collectDefaultMetrics({ register: registry });
  return registry;
}
