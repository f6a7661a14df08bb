// One contestant: a server of its own process, in its own words, behind the same load.
import { answerParent } from './calls';
import { serveChecked } from './contestants/checked';
import type { InsertPart, Running, Setup } from './contestants/contestant';
import { serveHearth } from './contestants/hearth';
import { serveMutation } from './contestants/mutation-server';
import { serveNothing } from './contestants/no-op';
import { servePlainInsert } from './contestants/plain-insert';
import { serveSaves } from './contestants/typeorm-save';
import { startCpuProfile } from './cpu-profile';

const SERVERS: Readonly<Record<Setup['kind'], (setup: Setup) => Promise<Running>>> = {
  'no-op': serveNothing,
  checked: serveChecked,
  hearth: serveHearth,
  'typeorm-save': serveSaves,
  'graphql-save': serveMutation,
  'plain-insert': servePlainInsert,
};

let running: Running | undefined;
let stopProfile: Awaited<ReturnType<typeof startCpuProfile>> | undefined;

answerParent({
  start: async (setup: Setup) => {
    running = await SERVERS[setup.kind](setup);
    return running.port ?? 0;
  },
  insert: (part: InsertPart) => running?.insert?.(part),
  /** Bytes of the heap in use after a collection, and of the whole process. */
  memory: () => {
    global.gc?.();
    const { heapUsed, rss, external } = process.memoryUsage();
    return { heapUsed: heapUsed + external, rss };
  },
  /** Microseconds of processor time so far. */
  processor: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  watch: async () => {
    running?.ledger?.clear();
    stopProfile = await startCpuProfile();
  },
  watched: async () => ({ ...(await stopProfile?.()), waits: running?.ledger?.entries() ?? [] }),
  close: () => running?.close(),
});
