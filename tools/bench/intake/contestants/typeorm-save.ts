import type { IncomingMessage } from 'node:http';
import express from 'express';
import type { WireReport } from '@hearth/report';
import type { Running, Setup } from './contestant';
import { listen } from './contestant';
import { openSaver, savedReport } from './saved-report';

/** Express with its JSON parser, and one `save` per request. */
export async function serveSaves(setup: Setup): Promise<Running> {
  const saver = await openSaver(setup.place);
  const app = express();
  app.use(express.json({ limit: '1mb' }));
  app.post('/v1/reports', async (request: IncomingMessage & { body?: unknown }, response) => {
    const report = request.body as WireReport;
    await saver.save(savedReport(report));
    response.json({ id: report.id, status: 'accepted' });
  });
  const { server, port } = await listen(app);
  return {
    port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await saver.close();
    },
  };
}
