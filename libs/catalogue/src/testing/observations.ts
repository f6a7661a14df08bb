import fc from 'fast-check';
import type { Observation } from '../domain/month-state';

/** An observation of Jenkins with only what a test says set. */
export function observation(given: Partial<Observation> & { id: string }): Observation {
  return {
    product: 'jenkins',
    version: '1.337',
    edition: 'COMMUNITY',
    observedAt: Date.UTC(2009, 11, 20),
    countersSince: Date.UTC(2009, 11, 1),
    counters: {},
    gauges: {},
    breakdowns: {},
    dimensions: {},
    server: { operatingSystem: 'N/A' },
    ...given,
  };
}

/** Observations of one installation in one month: few instants, so that ties occur, and few metrics, so that some lack. */
export const observations = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[0-9a-f]{4}$/),
    observedAt: fc.integer({ min: 0, max: 3 }).map((hours) => Date.UTC(2009, 11, 20, hours)),
    version: fc.constantFrom('1.337', '1.338'),
    gauges: fc.dictionary(
      fc.constantFrom('executors', 'other'),
      fc.constantFrom('0', '9', '10', '9223372036854775807'),
    ),
    counters: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('5', '40', '300')),
    breakdowns: fc.dictionary(
      fc.constantFrom('jobs'),
      fc.dictionary(fc.constantFrom('x', 'y'), fc.integer({ min: 1 })),
    ),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
);
