import type { IntakeLimits } from '@hearth/ingestion';
import type { Case, Sender } from './case';
import { lines, NDJSON, OTHER_KEY, textOf } from './case';

/** Under these a handful of requests is too much. */
export const TIGHT: Partial<IntakeLimits> = {
  addressReportsPerMinute: 40,
  licenceReportsPerMinute: 4,
  unknownKeyReportsPerMinute: 2,
  burstMinutes: 1,
};

/** Requests of one sender that sends too much, in the order in which they are sent, at one instant. */
export function limitCases({ post, one }: Sender): Case[] {
  const another = { licenceKey: 'VERIFY-THIRD-0003' };
  const turnedAway = (title: string, send: Case['send']): Case => ({
    title,
    send,
    status: 429,
    code: 'RATE_LIMITED',
    comesBack: true,
  });
  return [
    {
      title: 'as much as a licence may send at once',
      send: () => post(lines(...['r1', 'r2', 'r3', 'r4'].map((name) => textOf(name))), NDJSON),
      status: 200,
      grows: { reports: 4 },
    },
    turnedAway('one more of that licence', one('r5')),
    turnedAway('a batch with one of that licence in it: all of it', () =>
      post(lines(textOf('r6', another), textOf('r7')), NDJSON),
    ),
    {
      title: 'a report of nobody known from there: the receipt of any other',
      send: one('r8', another),
      status: 200,
      grows: { reports: 1, halves: 1, failures: 1 },
    },
    {
      title: 'as many of nobody known as all addresses together may send',
      send: () => post(lines(textOf('r9', { licenceKey: OTHER_KEY }), textOf('r10', another)), NDJSON),
      status: 200,
      grows: { reports: 2, halves: 2, failures: 2 },
    },
    turnedAway('one more of nobody known', one('r11', another)),
    turnedAway('the same again later', one('r1')),
  ];
}
