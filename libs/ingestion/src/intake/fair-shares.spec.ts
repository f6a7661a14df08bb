import { freshKeys } from '@hearth/keys';
import { parseReport } from '@hearth/report';
import fc from 'fast-check';
import type { Candidate } from '../domain/candidate';
import { licenceOf, NOW, uuid, wireReport } from '../testing/test-intake';
import { createFairShares } from './fair-shares';
import type { IntakeLimits } from './limits';
import { DEFAULT_LIMITS } from './limits';
import type { LimitedBy } from './request-refusal';
import { RequestRefusal } from './request-refusal';
import { createSplitter } from './split-report';

const split = createSplitter(freshKeys());
const HERE = '192.0.2.1';
const THERE = '198.51.100.1';

function candidateOf(customer: number, installation: number): Candidate {
  const wire = wireReport(1, { licenceKey: licenceOf(customer), installationId: uuid(installation, 2) });
  const outcome = parseReport(wire, NOW);
  if (!outcome.ok) throw new Error(outcome.path);
  const arrival = {
    address: HERE,
    receivedAt: NOW,
    dropped: [],
    resubmitted: false,
    replayed: false,
    signature: null,
    link: null,
  };
  return split(outcome.report, { ...arrival, bytes: 500 });
}

const many = (count: number, customer: number, installation = customer): Candidate[] =>
  Array<Candidate>(count).fill(candidateOf(customer, installation));

function watched(limits: Partial<IntakeLimits> = {}) {
  const clock = { now: NOW };
  const limitedBy: LimitedBy[] = [];
  const shares = createFairShares({
    limits: {
      ...DEFAULT_LIMITS,
      addressReportsPerMinute: 1_000,
      licenceReportsPerMinute: 100,
      installationReportsPerMinute: 60,
      unknownKeyReportsPerMinute: 10,
      burstMinutes: 1,
      ...limits,
    },
    now: () => clock.now,
  });
  /** A request: undefined where it may go on, or the seconds after which it may come back. */
  const send = (address: string, candidates: readonly Candidate[]): number | undefined => {
    try {
      shares.admit(address);
      shares.charge(address, candidates.length, candidates);
      return undefined;
    } catch (error) {
      if (!(error instanceof RequestRefusal) || error.code !== 'RATE_LIMITED') throw error;
      if (error.limited) limitedBy.push(error.limited.by);
      return error.limited?.retryAfterSeconds;
    }
  };
  return { clock, limitedBy, shares, send };
}

describe('the shares of senders', () => {
  it('turn an address away that sends too much, tell when to come back, and turn no other away', () => {
    const { send, clock, limitedBy } = watched({
      licenceReportsPerMinute: 10_000,
      installationReportsPerMinute: 10_000,
    });
    expect(send(HERE, many(1_500, 1))).toBeUndefined();
    // Five hundred were more than there was: a debt of thirty seconds, and the time of the next one.
    expect(send(HERE, many(1, 2))).toBe(31);
    expect(send(THERE, many(1, 1))).toBeUndefined();
    clock.now += 31_000;
    expect(send(HERE, many(1, 2))).toBeUndefined();
    expect(limitedBy).toEqual(['address']);
  });

  it('count an IPv6 network as one address', () => {
    const { send } = watched({ addressReportsPerMinute: 1 });
    expect(send('2001:db8::1', many(1, 1))).toBeUndefined();
    expect(send('2001:db8::2', many(1, 2))).toBeGreaterThan(0);
    expect(send('2001:db8:0:1::1', many(1, 1))).toBeUndefined();
  });

  it('turn one licence away behind an address that many share, and not the others', () => {
    const { send, limitedBy } = watched();
    for (const installation of [1, 2]) expect(send(HERE, many(50, 1, installation))).toBeUndefined();
    expect(send(HERE, many(1, 1, 3))).toBeGreaterThan(0);
    expect(send(HERE, many(1, 2))).toBeUndefined();
    expect(limitedBy).toEqual(['licence']);
  });

  it('turn one installation away, and not the others of its licence', () => {
    const { send, limitedBy } = watched();
    expect(send(HERE, many(60, 1, 1))).toBeUndefined();
    expect(send(HERE, many(1, 1, 1))).toBeGreaterThan(0);
    expect(send(HERE, many(1, 1, 2))).toBeUndefined();
    expect(limitedBy).toEqual(['installation']);
  });

  it('charge all of a request or nothing of it, but that it came', () => {
    const { send } = watched();
    expect(send(HERE, many(60, 1, 1))).toBeUndefined();
    for (let each = 0; each < 30; each += 1)
      expect(send(HERE, [...many(39, 1, 2), ...many(1, 1, 1)])).toBeGreaterThan(0);
    expect(send(HERE, many(39, 1, 2))).toBeUndefined();
  });

  it('have all who send under keys of nobody share one small bucket, whatever else they send, for an hour', () => {
    const { send, shares, clock, limitedBy } = watched();
    shares.held(HERE);
    shares.held(THERE);
    expect(send(HERE, many(10, 1))).toBeUndefined();
    expect(send(THERE, many(1, 2))).toBeGreaterThan(0);
    expect(send('203.0.113.5', many(1, 2))).toBeUndefined();
    expect(limitedBy).toEqual(['unknown-keys']);
    clock.now += 3_600_000;
    expect(send(THERE, many(50, 2))).toBeUndefined();
  });

  it('say the same to two senders who did the same, whoever else uses the key that one of them tries §security', () => {
    const step = fc.record({
      customer: fc.integer({ min: 1, max: 3 }),
      count: fc.integer({ min: 1, max: 120 }),
      later: fc.nat({ max: 40_000 }),
      others: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 300 })), {
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const [alone, amongOthers] = [watched(), watched()];
        for (const { customer, count, later, others } of steps) {
          // The others are busy under the very keys that the sender tries, from addresses of their own.
          for (const [busy, reports] of others) amongOthers.send(THERE, many(reports, busy));
          const answers = [alone, amongOthers].map(({ send, clock }) => {
            clock.now += later;
            return send(HERE, many(count, customer));
          });
          expect(answers[1]).toBe(answers[0]);
        }
      }),
    );
  });

  it('are remembered within bounds', () => {
    const { send, shares } = watched({ sendersMax: 10 });
    for (let each = 0; each < 200; each += 1) {
      const address = `192.0.2.${String(each)}`;
      shares.held(address);
      send(address, many(1, 1));
    }
    // The longest unrenewed stranger is forgotten, and is one among all others again.
    expect(send('192.0.2.1', many(1, 1))).toBeUndefined();
    expect(send('192.0.2.199', many(1, 1))).toBeGreaterThan(0);
  });
});
