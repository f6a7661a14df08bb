import type { Sin } from './embed';
import { FAULTS } from './faults';
import { measureExit, type Exit } from './leaving';
import type { Network } from './network';
import type { Places } from './places';
import { growthUnder, latencyUnder } from './rounds';
import { costsOf, type Row } from './row';

/** As many as each fault gets, so that what is caught here would be caught there. */
const LEAKING_CYCLES = 10_000;
/** One handle would do. */
const HOLDING_CYCLES = 1000;

/** A host that does one thing wrong, and what the proof found of it. */
export interface Control {
  readonly sin: Sin;
  readonly costs: readonly string[];
}

/** Hosts that block, leak, hold or cling on purpose: a proof that lets one of them pass proves nothing of the others. */
export async function checkControls(network: Network, places: Places, bare: Exit): Promise<Control[]> {
  const fault = FAULTS.find(({ name }) => name === 'healthy');
  const arranged = await fault?.arrange(network, places);
  if (!fault || !arranged || typeof arranged === 'string') throw new Error('There is no sound case.');
  const { url, folder } = arranged;
  const clinging = { url, folder: `${folder}/exit`, everyMs: 10, sin: 'clings' } as const;
  const sins: Record<Sin, () => Promise<Partial<Row>>> = {
    blocks: async () => ({ latency: await latencyUnder(fault, arranged, 'blocks') }),
    leaks: () => growthUnder(fault, arranged, network, LEAKING_CYCLES, 'leaks'),
    'keeps a handle': () => growthUnder(fault, arranged, network, HOLDING_CYCLES, 'keeps a handle'),
    clings: async () => ({ exit: await measureExit(arranged, clinging) }),
  };
  const controls: Control[] = [];
  for (const [sin, commit] of Object.entries(sins)) {
    const costs = costsOf({ name: sin, ...(await commit()) }, bare);
    controls.push({ sin: sin as Sin, costs });
  }
  return controls;
}
