// The intake as a process of its own: reports come in on one port, held reports come back from the crossing on another.
import { createIntake } from '@hearth/ingestion';
import {
  INTAKE_LIMIT_SETTINGS,
  INTAKE_SETTINGS,
  INTERNAL_SETTINGS,
  intakeLimitsOf,
  intakeObserver,
  internalPort,
  keysOf,
  serveProcess,
} from '@hearth/process';
import { startHttpServer } from '@hearth/service';
import { environment } from './config';
import { heldReportIn } from './held-report';

void serveProcess({
  name: 'intake',
  settings: { ...INTAKE_SETTINGS, ...INTAKE_LIMIT_SETTINGS, ...INTERNAL_SETTINGS },
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'intake');
    const { now, logger } = kit;
    const intake = createIntake({
      usage: await kit.room('usage', 'intake'),
      inbox: await kit.room('inbox', 'intake'),
      keys,
      now,
      trustedProxies: config.trustedProxies,
      limits: intakeLimitsOf(config),
      observer: intakeObserver(kit.metrics),
      onError: (error) => logger.error({ err: error }, 'a request could not be stored'),
    });
    kit.onClose(() => intake.drain());
    const internal = await startHttpServer({
      host: config.host,
      port: config.internalPort,
      handler: internalPort(
        keys.get('crossing-credential'),
        {
          '/internal/held': (body) => {
            const held = heldReportIn(body);
            return held && intake.resubmit(held);
          },
          '/internal/rehearse': (body) => {
            const held = heldReportIn(body);
            return held && intake.rehearse(held);
          },
        },
        (error) => logger.error({ err: error }, 'a held report could not be stored'),
      ),
      logger,
    });
    kit.onClose(() => internal.close());
    return (request, response) => {
      if ((request.url ?? '').split('?')[0] === '/v1/reports') intake.handler(request, response);
      else
        response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"code":"NOT_FOUND"}}');
    };
  },
});
