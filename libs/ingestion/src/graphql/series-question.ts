import { daysBetween } from '@hearth/catalogue';
import { dayNumber, PublicError } from '@hearth/subgraph';
import { seriesMetric } from '../domain/metric-index';
import type { InstallationSet, UsageQuery } from '../domain/usage-reader';

/** Metrics of one call: as many as a product has, and few enough that a page of customers stays small. */
const METRICS_MAX = 20;

/** Days of one call: a year and a month, so that a year can be compared with the month before it. */
const DAYS_MAX = 400;

/** Checks what was asked for. Throws PublicError BAD_INPUT that names the argument. */
export function readSeriesQuestion(
  metrics: readonly string[],
  from: string,
  to: string,
  installations: InstallationSet,
): UsageQuery {
  const asked = [...new Set(metrics)];
  if (asked.length === 0 || asked.length > METRICS_MAX) {
    throw new PublicError('BAD_INPUT', `metrics: 1 to ${METRICS_MAX} ids`);
  }
  if (asked.some((id) => seriesMetric(id) === undefined)) {
    throw new PublicError('BAD_INPUT', 'metrics: ids of the catalogue, and of no breakdown');
  }
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const days = daysBetween(first, last) + 1;
  if (days < 1 || days > DAYS_MAX)
    throw new PublicError('BAD_INPUT', `to: from the first day on, ${DAYS_MAX} days at most`);
  return { metrics: asked, from: first, to: last, installations };
}
