import type { Metrics } from '@hearth/service';
import { Counter, Histogram } from 'prom-client';

/** Counts what happens at the intake: reports by outcome, requests turned away by code, groups by time. */
export function intakeObserver(metrics: Metrics) {
  const reports = new Counter({
    name: 'hearth_reports_total',
    help: 'Reports answered, by outcome.',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  const turnedAway = new Counter({
    name: 'hearth_intake_requests_refused_total',
    help: 'Requests turned away whole, by code, and where too much came from a sender by the limit.',
    labelNames: ['code', 'by'],
    registers: [metrics],
  });
  const commits = new Histogram({
    name: 'hearth_group_commit_seconds',
    help: 'Time from the start of a group commit until it was durable.',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [metrics],
  });
  return {
    report: (outcome: string): void => reports.inc({ outcome }),
    turnedAway: (code: string, by = ''): void => turnedAway.inc({ code, by }),
    committed: (_reports: number, milliseconds: number): void => commits.observe(milliseconds / 1_000),
  };
}
