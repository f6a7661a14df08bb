import type { Arranged, Fault } from './faults';
import { measureExit } from './leaving';
import type { Network } from './network';
import type { Places } from './places';
import { deadlineUnder, growthUnder, latencyUnder } from './rounds';
import type { Row } from './row';

/** How much is measured, and who is told how far it is. */
export interface Measuring {
  readonly network: Network;
  readonly places: Places;
  /** Attempts for each fault. */
  readonly cycles: number;
  readonly tell: (what: string) => void;
}

interface Possible {
  readonly fault: Fault;
  readonly arranged: Arranged;
}

/** Does one thing after another, or a few at once. */
async function inTurn<T>(
  atOnce: number,
  things: readonly T[],
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const left = [...things];
  const worker = async () => {
    for (let thing = left.shift(); thing !== undefined; thing = left.shift()) await work(thing);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Brings each fault about, and measures what it costs a host; a row for each, in their order. */
export async function measure(faults: readonly Fault[], m: Measuring): Promise<Row[]> {
  const rows = new Map<string, Row>();
  const add = ({ name }: Fault, part: Partial<Row>): void => {
    rows.set(name, { ...rows.get(name), ...part, name });
  };
  const possible: Possible[] = [];
  for (const fault of faults) {
    const arranged = await fault.arrange(m.network, m.places);
    if (typeof arranged === 'string') add(fault, { skipped: arranged });
    else possible.push({ fault, arranged });
  }
  // Latencies are taken with nothing else of the proof under way.
  for (const { fault, arranged } of possible) {
    m.tell(`${fault.name}: requests`);
    add(fault, { latency: await latencyUnder(fault, arranged) });
  }
  await inTurn(2, possible, async ({ fault, arranged }) => {
    const { growth, requestsPerAttempt } = await growthUnder(fault, arranged, m.network, m.cycles);
    m.tell(`${fault.name}: ${m.cycles} attempts: ${JSON.stringify(growth.outcomes)}`);
    add(fault, { growth, ...(arranged.port === undefined ? {} : { requestsPerAttempt }) });
  });
  m.tell('deadlines');
  const waiting = possible.filter(({ fault }) => fault.waits);
  await inTurn(waiting.length, waiting, async ({ fault, arranged }) =>
    add(fault, { deadlineMs: await deadlineUnder(arranged) }),
  );
  m.tell('exits');
  await inTurn(2, possible, async ({ fault, arranged }) => {
    const plan = { url: arranged.url, folder: `${arranged.folder}/exit`, everyMs: 10 };
    add(fault, { exit: await measureExit(arranged, plan) });
  });
  return faults.map(({ name }) => rows.get(name) ?? { name });
}
