// A small HTTP server that counts what it does and calls home. Run it:
//
//   HEARTH_URL=http://127.0.0.1:4000 LICENCE_KEY=EXAMPLE-0000-0000 node embedded-server.mjs
//
//   GET /          does some work, and counts it
//   GET /telemetry shows what would be sent, what was sent, and what each field is for
import { createServer } from 'node:http';
import { cpus, type } from 'node:os';
import { startCallHome } from '@hearth/call-home';

const environment = process.env;
let robotsExecuted = 0;
let stepsExecuted = 0n;

const callHome = startCallHome({
  url: environment.HEARTH_URL ?? 'http://127.0.0.1:4000',
  folder: environment.CALL_HOME_FOLDER ?? './call-home',
  product: 'roboserver',
  version: '11.5.0.3',
  edition: 'enterprise',
  licenceKey: environment.LICENCE_KEY ?? 'EXAMPLE-0000-0000',
  counters: () => ({ 'robots-executed': robotsExecuted, 'steps-executed': stepsExecuted }),
  gauges: () => ({ 'feature-rest-service': 1 }),
  server: () => ({ cpus: cpus().length, operatingSystem: type() }),
});

const server = createServer((request, response) => {
  answer(request.url).then(
    (content) => response.end(`${JSON.stringify(content, null, 2)}\n`),
    () => response.writeHead(500).end(),
  );
});

async function answer(path) {
  if (path === '/telemetry') {
    const next = await callHome.preview();
    return {
      status: callHome.status(),
      next: next === undefined ? null : JSON.parse(next),
      history: await callHome.history(),
      catalogue: callHome.catalogue(),
    };
  }
  robotsExecuted += 1;
  stepsExecuted += 53n;
  return { robotsExecuted };
}

server.listen(Number(environment.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});

process.once('SIGTERM', () => {
  // Not needed to let the process end; it only spares an attempt that is under way.
  callHome.stop();
  server.close();
});
