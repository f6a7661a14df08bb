// The roll-up as a process of its own: reads the usage room, writes the statistics room.
import { createRollUp } from '@hearth/aggregation';
import { ROLL_UP_SETTINGS, serveProcess } from '@hearth/process';
import { environment } from './config';

void serveProcess({
  name: 'roll-up',
  settings: ROLL_UP_SETTINGS,
  env: environment(),
  start: async ({ kit, config }) => {
    const rollUp = createRollUp({
      usage: await kit.room('usage', 'roll-up'),
      statistics: await kit.room('statistics', 'roll-up'),
      now: kit.now,
    });
    kit.every(config.rollUpSeconds, 'roll-up', () => rollUp.runOnce());
    return undefined;
  },
});
