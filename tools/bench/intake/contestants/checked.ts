import { parseReportText } from '@hearth/report';
import type { Running } from './contestant';
import { listen } from './contestant';

/** A bare server that reads the body, checks the report in it, and stores nothing: what Hearth's reading costs by itself. */
export async function serveChecked(): Promise<Running> {
  const { server, port } = await listen((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const outcome = parseReportText(Buffer.concat(pieces).toString('utf8'), Date.now());
      const answer = Buffer.from(
        JSON.stringify(
          outcome.ok
            ? { id: outcome.report.id, status: 'accepted' }
            : { code: outcome.code, path: outcome.path },
        ),
      );
      response.writeHead(outcome.ok ? 200 : 400, {
        'content-type': 'application/json',
        'content-length': answer.length,
      });
      response.end(answer);
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
