import { once } from 'node:events';
import type { Arranged } from './faults';
import type { Leaving } from './leaving-host';
import { startProcess } from './processes';

/** How long hosts took to be gone once they were done, in ms. */
export interface Exit {
  readonly runsOutMs: number;
  readonly callsExitMs: number;
}

/** The attempt is under way, and far from its deadline of 5 s. */
const AFTER_MS = 250;
/** The quicker of two counts: what an attempt delays, it delays each time; what a busy machine delays, it does not. */
const TIMES = 2;
/** A host that is not gone by then is ended, and counts as having taken so long. */
const PATIENCE_MS = 15_000;

async function leave(arranged: Arranged, leaving: Leaving): Promise<number> {
  const child = startProcess({
    file: 'leaving-host.ts',
    args: [JSON.stringify(leaving)],
    channel: false,
    ...(arranged.env ? { env: arranged.env } : {}),
    ...(arranged.wrapper ? { wrapper: arranged.wrapper } : {}),
  });
  let text = '';
  child.stdout?.on('data', (piece: Buffer) => (text += piece.toString('utf8')));
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(late);
  if (child.signalCode === 'SIGKILL') return PATIENCE_MS;
  const gone = Date.now();
  if (code !== 0 || !/^\d+\n$/.test(text)) throw new Error('A host did not end as it should.');
  return gone - Number(text);
}

/** Has hosts end while an attempt is under way, or without a client where there is no plan. */
export async function measureExit(arranged: Arranged, plan?: Leaving['plan']): Promise<Exit> {
  const times = async (how: Leaving['how']) => {
    const took: number[] = [];
    for (let i = 0; i < TIMES; i += 1)
      took.push(await leave(arranged, { ...(plan ? { plan } : {}), how, afterMs: AFTER_MS }));
    return Math.min(...took);
  };
  return { runsOutMs: await times('runs out'), callsExitMs: await times('calls exit') };
}
