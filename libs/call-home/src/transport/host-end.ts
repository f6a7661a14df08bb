/** How soon the host's end is seen. */
const WATCH_MS = 20;

// What keeps a process alive although its handle is unreferenced: a connection that is being made, and bytes on their way.
const PASSING = new Set([
  'ConnectWrap',
  'TCPConnectWrap',
  'WriteWrap',
  'ShutdownWrap',
  'UDPSendWrap',
  'SendWrap',
]);

/**
 * Calls back once nothing but passing requests holds the process, which is when the host has ended its work. An unreferenced
 * socket lets a process end, but not while it connects: a firewall that drops packets would hold the host until the deadline.
 * Node has no other way to learn this: its exit events come only when the last request is gone.
 */
export function whenHostEnds(callback: () => void): () => void {
  const timer = setInterval(() => {
    if (process.getActiveResourcesInfo().every((resource) => PASSING.has(resource))) callback();
  }, WATCH_MS);
  timer.unref();
  return () => clearInterval(timer);
}
