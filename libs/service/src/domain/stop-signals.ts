const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Runs `stop` once on the first SIGTERM or SIGINT, then exits: 0 when it went well, 1 when it failed. A second signal exits
 * at once. Returns what takes the listeners away again.
 */
export function onStopSignals(
  stop: (signal: 'SIGTERM' | 'SIGINT') => Promise<void> | void,
  exit: (code: number) => void = (code) => process.exit(code),
): () => void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) {
      exit(1);
      return;
    }
    stopping = true;
    Promise.resolve()
      .then(() => stop(signal as (typeof SIGNALS)[number]))
      .then(
        () => exit(0),
        () => exit(1),
      );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
