import type { Running } from './contestant';
import { listen } from './contestant';

const ANSWER = Buffer.from('{"id":"00000000-0000-8000-8000-000000000000","status":"accepted"}');

/** A bare server: it reads the body to its end, drops it, and says yes. */
export async function serveNothing(): Promise<Running> {
  const { server, port } = await listen((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length });
      response.end(ANSWER);
    });
  });
  return {
    port,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
