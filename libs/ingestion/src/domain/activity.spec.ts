import { activityOf } from './activity';
import { DAY_MS } from './calendar';

const NOW = Date.UTC(2026, 0, 31);
const daysAgo = (days: number): number => NOW - days * DAY_MS;

describe('the activity of an installation', () => {
  it.each([
    [0, 'ACTIVE'],
    [2, 'ACTIVE'],
    [3, 'LATE'],
    [8, 'SILENT'],
    [31, 'LOST'],
  ])('that last observed %i days ago is %s', (days, activity) => {
    const heard = { lastSeen: daysAgo(days), lastReceived: daysAgo(days), clockAheadSeconds: null };
    expect(activityOf(heard, NOW)).toBe(activity);
  });

  it.each([
    // An export that travelled for weeks tells of weeks ago.
    ['came in today and tells of weeks ago', 31, 0, null, 'LOST'],
    // A clock that is ten days behind is known by a signed request.
    ['has a clock that is ten days behind', 10, 0, -10 * 86_400, 'ACTIVE'],
    ['has a clock that is ahead, and was last heard of a week ago', 7, 8, 86_400, 'SILENT'],
    ['says that it observed after it was received', -1, 3, null, 'LATE'],
  ] as const)('that %s', (_what, seen, received, clockAheadSeconds, activity) => {
    const heard = { lastSeen: daysAgo(seen), lastReceived: daysAgo(received), clockAheadSeconds };
    expect(activityOf(heard, NOW)).toBe(activity);
  });
});
