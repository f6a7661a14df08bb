import { createIntake } from '@hearth/ingestion';
import { freshKeys } from '@hearth/keys';
import type { RoomsConfig } from '@hearth/rooms';
import { mysqlRooms, openRoom } from '@hearth/rooms';
import { WaitLedger, watchedRoom } from '../wait-ledger';
import { publishAgreements } from './agreements';
import type { Place, Running, Setup } from './contestant';
import { listen } from './contestant';

const roomsAt = (place: Place): RoomsConfig =>
  place.dialect === 'sqlite' ? { kind: 'sqlite', folder: place.folder } : mysqlRooms(place);

/** Hearth's intake as it runs in production, on rooms that were migrated before; what it waits for can be watched. */
export async function serveHearth(setup: Setup): Promise<Running> {
  const config = roomsAt(setup.place);
  const keys = freshKeys();
  const records = await openRoom(config, 'usage', 'customer-records');
  await publishAgreements(records, keys, setup.licenceKeys);
  const ledger = new WaitLedger();
  const usage = await openRoom(config, 'usage', 'intake');
  const inbox = await openRoom(config, 'inbox', 'intake');
  const intake = createIntake({
    usage: watchedRoom(usage, 'usage', ledger),
    inbox: watchedRoom(inbox, 'inbox', ledger),
    keys,
    now: Date.now,
    observer: {
      report: () => undefined,
      turnedAway: () => undefined,
      committed: (reports, milliseconds) => ledger.addGroup(reports, milliseconds),
    },
    onError: (error) => console.error(error),
  });
  const { server, port } = await listen((request, response) => intake.handler(request, response));
  return {
    port,
    ledger,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await intake.drain();
      for (const database of [records, usage, inbox]) await database.close();
    },
  };
}
