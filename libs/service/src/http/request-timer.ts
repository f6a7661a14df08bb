import type { IncomingMessage, ServerResponse } from 'node:http';
import { Histogram } from 'prom-client';
import type { Metrics } from '../domain/metrics';

const NAME = 'hearth_http_request_seconds';
// Methods are words of the client's choosing; a label has a closed list.
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Measures requests from their headers to the end of their answer. Two servers of one process share the metric. */
export function createRequestTimer(metrics: Metrics): (req: IncomingMessage, res: ServerResponse) => void {
  const known = metrics.getSingleMetric(NAME) as Histogram<'method' | 'status'> | undefined;
  const histogram =
    known ??
    new Histogram({
      name: NAME,
      help: 'Seconds from the headers of a request to the end of its answer.',
      labelNames: ['method', 'status'],
      buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [metrics],
    });
  return (req, res) => {
    const method = METHODS.has(req.method ?? '') ? (req.method as string) : 'other';
    const end = histogram.startTimer({ method });
    res.once('close', () => end({ status: res.writableFinished ? String(res.statusCode) : 'cut' }));
  };
}
