// The crossing as a process of its own: the only one that holds the inbox's private key.
import { createCrossing } from '@hearth/customer-records';
import { CROSSING_SETTINGS, keysOf, serveProcess } from '@hearth/process';
import { environment } from './config';

const TIMEOUT_MS = 30_000;

void serveProcess({
  name: 'crossing',
  settings: CROSSING_SETTINGS,
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'crossing');
    const credential = keys.get('crossing-credential').toString('base64url');
    const crossing = createCrossing({
      inbox: await kit.room('inbox', 'crossing'),
      personal: await kit.room('personal', 'crossing'),
      keys,
      now: kit.now,
      resubmit: async (held) => {
        const response = await fetch(config.intakeUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'hearth-crossing-credential': credential },
          body: JSON.stringify(held),
          redirect: 'error',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!response.ok) throw new Error(`the intake answered with status ${response.status}`);
        return (await response.json()) as { settled: boolean };
      },
    });
    kit.every(config.crossingSeconds, 'crossing', () => crossing.runOnce());
    return undefined;
  },
});
