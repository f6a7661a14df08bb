import { randomInt } from 'node:crypto';
import { parse } from 'graphql';
import type { RowReader } from '../access/foreign-customers';
import type { WholeHearth } from '../whole-hearth';
import { signedRankP } from './signed-rank';

/** Pairs in a run, runs of each question, and what the middle run's p value must be above. */
export const PAIRS = 1_000;
export const RUNS = 3;
export const P_MIN = 0.001;
const WARM_UP = 300;

/** How a question fared by the clock: the p value of each run. The middle one counts, whatever the others say. */
export interface Timed {
  readonly question: string;
  readonly runs: readonly number[];
  readonly p: number;
}

/** An id of the same form that nobody has. As many are asked for, as often, as those that exist: what is asked twice is quicker. */
function guessed(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return `cus_${Array.from({ length: 22 }, () => letters[randomInt(letters.length)]).join('')}`;
}

interface Run {
  readonly p: number;
  /** By how much asking for one that exists took longer, nanoseconds. */
  readonly medianNs: number;
}

async function run(
  ask: (id: string) => Promise<unknown>,
  existing: readonly string[],
  absent: readonly string[],
): Promise<Run> {
  const measure = async (id: string): Promise<number> => {
    const began = process.hrtime.bigint();
    await ask(id);
    return Number(process.hrtime.bigint() - began);
  };
  const differences: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const there = existing[pair % existing.length] as string;
    const nobody = absent[pair % absent.length] as string;
    // Which of the two goes first is by chance, so that what the first leaves warm favours neither.
    if (randomInt(2) === 0) {
      const first = await measure(there);
      differences.push(first - (await measure(nobody)));
    } else {
      const first = await measure(nobody);
      differences.push((await measure(there)) - first);
    }
  }
  return { p: signedRankP(differences), medianNs: middle(differences) };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/**
 * Whether the clock tells a customer that is not the reader's from one that does not exist: by id at the gateway, and as an
 * entity at each subgraph that knows customers. In process, all doors on, in interleaved pairs.
 */
export async function timeExistence(
  hearth: WholeHearth,
  reader: RowReader,
  existing: readonly string[],
): Promise<Timed[]> {
  const authorization = `Bearer ${reader.token ?? ''}`;
  const { purpose } = reader;
  const { gateway, subgraphs } = hearth.hearth;
  const query = 'query Q($id: ID!) { customer(id: $id) { companyName } }';
  const questions: [string, (id: string) => Promise<unknown>][] = [
    ['by id at the gateway', (id) => gateway.execute({ query, variables: { id }, authorization, purpose })],
  ];
  for (const [name, selection] of [
    ['customer-records', 'companyName'],
    ['ingestion', 'installations(first: 1) { edges { node { id } } }'],
    ['partner-access', 'partners { role }'],
  ] as const) {
    const document = parse(
      `query E($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { ${selection} } } }`,
    );
    questions.push([
      `by _entities of ${name}`,
      (id) =>
        subgraphs[name]?.execute({
          document,
          variables: { of: [{ __typename: 'Customer', id }] },
          authorization,
          purpose,
        }) ?? Promise.reject(new Error(`there is no ${name}`)),
    ]);
  }
  const absent = existing.map(guessed);
  const timed: Timed[] = [];
  for (const [question, ask] of questions) {
    for (let warm = 0; warm < WARM_UP; warm += 1)
      await ask((warm % 2 === 0 ? existing : absent)[(warm >> 1) % existing.length] as string);
    const runs: Run[] = [];
    for (let number = 0; number < RUNS; number += 1) runs.push(await run(ask, existing, absent));
    const p = middle(runs.map((one) => one.p));
    const microseconds = middle(runs.map((one) => one.medianNs)) / 1_000;
    timed.push({ question, runs: runs.map((one) => one.p), p });
    console.log(
      `${question}: p ${runs.map((one) => one.p.toPrecision(2)).join(', ')}; the middle one counts: ${p.toPrecision(2)} ` +
        `(${microseconds.toFixed(1)} µs longer where the customer exists)`,
    );
  }
  return timed;
}
