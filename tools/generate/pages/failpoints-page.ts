import { FAILPOINTS } from '@hearth/failpoints';
import { page, table } from './markdown';

/** docs/failpoints.md */
export function failpointsPage(): string {
  return page(
    'Failpoints',
    'libs/failpoints',
    'Places in the way of a report, on either side of each write and inside each transaction, at which `npm run verify:exactly-once` ends the process with `kill -9`, once at each on both databases. After a restart and the sender’s second try every table must be the one of the run without a crash. Nothing but a proof listens to them: a running system is told of none, and none can be reached from outside.',
    table(
      ['failpoint', 'what has happened by then'],
      Object.entries(FAILPOINTS).map(([name, place]) => [`\`${name}\``, place]),
    ),
  );
}
