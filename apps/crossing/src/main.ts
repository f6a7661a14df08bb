// The crossing as a process of its own: the only one that holds the inbox's private key.
import {
  createCrossing,
  type HeldReport,
  replayQuestionIn,
  type Resubmission,
} from '@hearth/customer-records';
import { askInternalPort, CROSSING_SETTINGS, internalPort, keysOf, serveProcess } from '@hearth/process';
import { environment } from './config';

const TIMEOUT_MS = 30_000;

void serveProcess({
  name: 'crossing',
  settings: CROSSING_SETTINGS,
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const { logger } = kit;
    const keys = keysOf(keysFolder, 'crossing');
    const credential = keys.get('crossing-credential');
    const askIntake = (url: string | URL, held: HeldReport): Promise<Resubmission> =>
      askInternalPort(url, credential, held, TIMEOUT_MS);
    const crossing = createCrossing({
      inbox: await kit.room('inbox', 'crossing'),
      personal: await kit.room('personal', 'crossing'),
      keys,
      now: kit.now,
      resubmit: (held) => askIntake(config.intakeUrl, held),
      rehearse: (held) => askIntake(new URL('rehearse', config.intakeUrl), held),
    });
    kit.every(config.crossingSeconds, 'crossing', async () => {
      const { unreadable } = await crossing.runOnce();
      if (unreadable > 0) logger.warn({ unreadable }, 'halves in the inbox do not open');
    });
    return internalPort(
      keys.get('replay-credential'),
      {
        '/internal/replay': (body) => {
          const question = replayQuestionIn(body);
          return question && crossing.replay(question);
        },
      },
      (error) => logger.error({ err: error }, 'a replay failed'),
    );
  },
});
