// The intake as a process of its own: reports come in on one port, held reports come back from the crossing on another.
import { createIntake } from '@hearth/ingestion';
import {
  INTAKE_LIMIT_SETTINGS,
  INTAKE_SETTINGS,
  INTERNAL_SETTINGS,
  intakeLimitsOf,
  intakeObserver,
  keysOf,
  serveProcess,
} from '@hearth/process';
import { startHttpServer } from '@hearth/service';
import { environment } from './config';
import { internalPort } from './internal-port';

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
      handler: internalPort(intake, keys.get('crossing-credential')),
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
