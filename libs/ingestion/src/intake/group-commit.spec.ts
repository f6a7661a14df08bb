import fc from 'fast-check';
import { parseReport } from '@hearth/report';
import { freshKeys } from '@hearth/keys';
import type { Candidate } from '../domain/candidate';
import type { Verdict } from '../domain/receipt';
import { licenceOf, NOW, uuid, wireReport } from '../testing/test-intake';
import { GroupCommit } from './group-commit';
import { createSplitter } from './split-report';

const split = createSplitter(freshKeys());

function candidateOf(number: number, customer: number, bytes = 700): Candidate {
  const outcome = parseReport(wireReport(number, { licenceKey: licenceOf(customer) }), NOW);
  if (!outcome.ok) throw new Error(outcome.path);
  const arrival = {
    address: '192.0.2.1',
    receivedAt: NOW,
    dropped: [],
    resubmitted: false,
    replayed: false,
    signature: null,
    link: null,
  };
  return split(outcome.report, { ...arrival, bytes });
}

const COUNTED: Verdict = { outcome: 'counted' };
const LIMITS = { groupRows: 100, groupBytes: 4 * 1024 * 1024, turnBytes: 7_000 };

/** A writer that writes down what its groups were. */
function recorded(limits: Partial<typeof LIMITS> = {}, failing: (group: number) => boolean = () => false) {
  const groups: string[][] = [];
  const writer = new GroupCommit(
    async (candidates) => {
      groups.push(candidates.map(({ report }) => report.id));
      await new Promise((resolve) => setImmediate(resolve));
      if (failing(groups.length)) throw new Error('gone');
      return candidates.map(() => COUNTED);
    },
    { ...LIMITS, ...limits },
  );
  return { writer, groups };
}

describe('the order in which reports become durable', () => {
  it('has one report of a customer in the very next group, whatever another has brought before it §call-home', async () => {
    const { writer, groups } = recorded();
    const noisy = Array.from({ length: 10_000 }, (_, index) => candidateOf(index + 1, 1));
    const whole = writer.submit(noisy, []);
    await new Promise((resolve) => setImmediate(resolve));
    // One group is being written, and some ninety-nine more wait for the noisy one alone.
    const next = groups.length;
    await writer.submit([candidateOf(20_000, 2)], []);
    expect(groups[next]).toContain(uuid(20_000));
    expect(next).toBeLessThan(5);
    expect(await whole).toHaveLength(10_000);
    expect(groups.length).toBeGreaterThanOrEqual(100);
  });

  it('has each of many customers in every group, as long as each has something waiting', async () => {
    const { writer, groups } = recorded();
    const batches = [1, 2, 3, 4].map((customer) =>
      Array.from({ length: 300 }, (_, index) => candidateOf(customer * 1_000 + index, customer)),
    );
    await Promise.all(batches.map((batch) => writer.submit(batch, [])));
    for (const group of groups.slice(0, -1))
      for (const customer of [1, 2, 3, 4]) {
        const ids = new Set(batches[customer - 1]?.map(({ report }) => report.id));
        expect(group.filter((id) => ids.has(id)).length).toBeGreaterThanOrEqual(20);
      }
  });

  it('writes everything once, answers in the order of each request, and keeps that order within a group', async () => {
    const requests = fc.array(
      fc.array(fc.record({ customer: fc.integer({ min: 1, max: 3 }), bytes: fc.nat({ max: 3_000 }) }), {
        maxLength: 12,
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(requests, fc.integer({ min: 1, max: 9 }), async (drawn, groupRows) => {
        const groups: number[][] = [];
        const writer = new GroupCommit(
          async (candidates) => {
            groups.push(candidates.map(({ report }) => report.sequence));
            return candidates.map(({ report }): Verdict => ({
              outcome: 'refused',
              code: 'ID_CONFLICT',
              path: report.id,
            }));
          },
          { ...LIMITS, groupRows, turnBytes: 1_000 },
        );
        let number = 0;
        const batches = drawn.map((batch) =>
          batch.map(({ customer, bytes }) => candidateOf((number += 1), customer, bytes)),
        );
        const answers = await Promise.all(batches.map((batch) => writer.submit(batch, [])));
        expect(
          answers.map((verdicts) => verdicts.map((verdict) => (verdict as { path: string }).path)),
        ).toEqual(batches.map((batch) => batch.map(({ report }) => report.id)));
        expect(groups.flat().sort((a, b) => a - b)).toEqual(
          Array.from({ length: number }, (_, index) => index + 1),
        );
        for (const group of groups) {
          expect(group).toEqual([...group].sort((a, b) => a - b));
          expect(group.length).toBeLessThanOrEqual(groupRows);
        }
      }),
    );
  });

  it('gives up the rest of a request of which a group failed, and goes on with the others', async () => {
    const { writer, groups } = recorded({ groupRows: 10 }, (group) => group === 1);
    const lost = writer.submit(
      Array.from({ length: 50 }, (_, index) => candidateOf(index + 1, 1)),
      [],
    );
    const failed = expect(lost).rejects.toThrow('gone');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await writer.submit([candidateOf(100, 2)], [])).toEqual([COUNTED]);
    await failed;
    await writer.drain();
    expect(groups.flat()).toHaveLength(11);
  });

  it('answers a request of refusals alone once they are counted', async () => {
    const seen: number[] = [];
    const writer = new GroupCommit(async (_, refusals) => {
      seen.push(refusals.length);
      return [];
    }, LIMITS);
    const refusal = { code: 'MALFORMED_JSON', path: '', product: '' } as const;
    expect(await writer.submit([], [refusal, refusal])).toEqual([]);
    expect(await writer.submit([], [])).toEqual([]);
    expect(seen).toEqual([2]);
  });
});
