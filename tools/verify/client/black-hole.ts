// An address that swallows what is sent to it, with no rights and no firewall: a socket that listens with the shortest of
// backlogs, in a process that never accepts. Its parent fills the backlog; every further SYN is then dropped by the kernel
// without a word, as a firewall that drops does it.
import { createServer, type AddressInfo } from 'node:net';

const server = createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  process.send?.({ port: (server.address() as AddressInfo).port }, () => {
    // From here on the event loop never turns again, so nothing is accepted; the parent ends the process.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
});
