/** How often is looked, and how often in a row the host must be found at its end. */
const LOOK_MS = 20;
const LOOKS = 2;
/** A process that still lives so long after it was taken for ended is held by something that Node does not list. */
const PROOF_MS = 500;

// What keeps a process alive although its handle is unreferenced: a connection that is being made, and bytes on their way.
const PASSING = new Set([
  'ConnectWrap',
  'TCPConnectWrap',
  'WriteWrap',
  'ShutdownWrap',
  'UDPSendWrap',
  'SendWrap',
]);
/** These are listed for the process's own output too, which holds nothing. */
const PERHAPS_OUTPUT = new Set(['PipeWrap', 'TTYWrap', 'TCPSocketWrap']);

/** Found wrong once in this process, it is not trusted again: a host of native code may be held by what Node cannot see. */
let isTrusted = true;

/**
 * Calls back once nothing but passing requests holds the process, which is when the host has ended its work. An unreferenced
 * socket lets a process end, but not while it connects: a firewall that drops packets would hold the host until the deadline.
 * Node has no other way to learn this: its exit events come only when the last request is gone (decision 0014).
 */
export function whenHostEnds(callback: () => void): () => void {
  let seen = 0;
  const timer = setInterval(() => {
    seen = isTrusted && isHostAtEnd() ? seen + 1 : 0;
    if (seen < LOOKS) return;
    clearInterval(timer);
    setTimeout(() => (isTrusted = false), PROOF_MS).unref();
    callback();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function isHostAtEnd(): boolean {
  const holding = process.getActiveResourcesInfo().filter((resource) => !PASSING.has(resource));
  return holding.every((resource) => PERHAPS_OUTPUT.has(resource)) && holding.length <= outputs();
}

/** How many of the active handles are standard output or error; none where this Node does not tell. */
function outputs(): number {
  const { _getActiveHandles } = process as { readonly _getActiveHandles?: () => readonly unknown[] };
  const handles = (_getActiveHandles?.() ?? []) as readonly ({
    readonly fd?: unknown;
    _isStdio?: unknown;
  } | null)[];
  return handles.filter((handle) => handle?._isStdio === true && (handle.fd === 1 || handle.fd === 2)).length;
}
