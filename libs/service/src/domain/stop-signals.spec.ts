import { onStopSignals } from './stop-signals';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a stop signal', () => {
  const exits: number[] = [];
  let dispose: () => void = () => undefined;
  const listen = (stop: () => Promise<void> | void) => {
    dispose = onStopSignals(stop, (code) => exits.push(code));
  };
  beforeEach(() => exits.splice(0));
  afterEach(() => dispose());

  it('stops once and exits with 0', async () => {
    let stops = 0;
    listen(() => void (stops += 1));
    process.emit('SIGTERM', 'SIGTERM');
    await settled();
    expect([stops, exits]).toEqual([1, [0]]);
  });

  it('exits with 1 when stopping fails', async () => {
    listen(() => {
      throw new Error('cannot');
    });
    process.emit('SIGINT', 'SIGINT');
    await settled();
    expect(exits).toEqual([1]);
  });

  it('does not wait when it comes twice', async () => {
    listen(() => new Promise(() => undefined));
    process.emit('SIGTERM', 'SIGTERM');
    process.emit('SIGINT', 'SIGINT');
    await settled();
    expect(exits).toEqual([1]);
  });

  it('is not heard any more once the listeners are taken away', () => {
    const before = process.listenerCount('SIGTERM');
    listen(() => undefined);
    dispose();
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
