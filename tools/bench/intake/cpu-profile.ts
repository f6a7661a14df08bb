import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

const SAMPLE_MICROSECONDS = 250;

/** Which file's code, innermost on the stack, makes a sample part of which stage. The first that fits counts. */
const STAGES: readonly (readonly [RegExp, string])[] = [
  [/intake\/read-body/, 'read body, hand to gunzip'],
  [/intake\/parse-lines|libs\/report\//, 'JSON.parse, check, pick'],
  [/intake\/split-report/, 'split, digests, HMAC'],
  [/intake\/seal-halves|keys\/src\/domain\/(inbox-seal|sealed-box)/, 'seal'],
  [/domain\/(judge-group|failure-tally)|intake\/commit-group/, 'judge'],
  [/domain\/(gather-counted|installation)|catalogue\/src\/domain\/(day-fact|month-state|readings)/, 'add up'],
  [/storage\/(counted-rows|write-group|usage-knowledge|key-tuples|inbox-store)/, 'make rows'],
  [/libs\/storage\//, 'make statements'],
  [/node_modules\/(mysql2|typeorm|@photostructure)/, 'driver and TypeORM'],
  [/intake\/(handle-request|answer|create-intake|group-commit)/, 'route, answer, group'],
  [/node:(internal\/)?(worker|per_context\/messageport)/, 'messages to the writing thread'],
  [/node:(_http|net|internal\/(stream|http)|stream|events|zlib)/, 'HTTP and sockets'],
];

/** Time of the main thread by stage, and how late its turns came. */
export interface CpuProfile {
  readonly seconds: number;
  /** Milliseconds by stage, the greatest first. */
  readonly stages: readonly (readonly [stage: string, milliseconds: number])[];
  /** Share of the time in which the event loop had something to do. */
  readonly utilization: number;
  /** Milliseconds by which half, and 99 of 100, of the event loop's turns came late. */
  readonly delayP50: number;
  readonly delayP99: number;
}

function stageOf(node: Profiler.ProfileNode, parents: ReadonlyMap<number, Profiler.ProfileNode>): string {
  const { functionName } = node.callFrame;
  if (functionName === 'dispatch') return 'the profiler itself';
  if (functionName === '(idle)') return 'idle: waiting for disk, database, network';
  if (functionName === '(garbage collector)') return 'collect garbage';
  for (let at: Profiler.ProfileNode | undefined = node; at; at = parents.get(at.id)) {
    const { url } = at.callFrame;
    const stage = STAGES.find(([files]) => files.test(url));
    if (stage) return stage[1];
  }
  return functionName === '(program)' ? 'native, outside of JavaScript' : 'other';
}

/** Samples this process until the function that it resolves with is called. */
export async function startCpuProfile(): Promise<() => Promise<CpuProfile>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = performance.eventLoopUtilization();
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    delay.disable();
    const { utilization } = performance.eventLoopUtilization(before);
    session.disconnect();
    const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
    const parents = new Map<number, Profiler.ProfileNode>();
    for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node);
    const stages = new Map<string, number>();
    profile.samples?.forEach((id, index) => {
      const node = nodes.get(id);
      if (!node) return;
      const stage = stageOf(node, parents);
      stages.set(stage, (stages.get(stage) ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1000);
    });
    return {
      seconds: (profile.endTime - profile.startTime) / 1e6,
      stages: [...stages].sort((a, b) => b[1] - a[1]),
      utilization,
      delayP50: delay.percentile(50) / 1e6,
      delayP99: delay.percentile(99) / 1e6,
    };
  };
}
