import { createIntake } from '@hearth/ingestion';
import type { KeyRing } from '@hearth/keys';
import { freshKeys, licenceHash, pseudonymOf } from '@hearth/keys';
import type { RoomsConfig } from '@hearth/rooms';
import { mysqlRooms, openRoom } from '@hearth/rooms';
import type { RoomDatabase } from '@hearth/storage';
import { insertRows } from '@hearth/storage';
import { DEALT_AGREEMENT_STARTS_ON } from '../../../verify/dealt-customers';
import { WaitLedger, watchedRoom } from '../wait-ledger';
import type { Place, Running, Setup } from './contestant';
import { listen } from './contestant';

const roomsAt = (place: Place): RoomsConfig =>
  place.dialect === 'sqlite' ? { kind: 'sqlite', folder: place.folder } : mysqlRooms(place);

const SUBJECT = [
  'licence_hash',
  'subject',
  'edition',
  'industry',
  'country',
  'size_band',
  'starts_on',
  'ends_on',
  'entitled',
];

async function publishAgreements(usage: RoomDatabase, keys: KeyRing, licenceKeys: readonly string[]) {
  const rows = licenceKeys.map((licenceKey) => [
    licenceHash(keys.get('licence-lookup'), licenceKey),
    pseudonymOf(keys.get('pseudonym'), licenceKey),
    'COMMUNITY',
    '333',
    'DK',
    null,
    DEALT_AGREEMENT_STARTS_ON,
    null,
    '[]',
  ]);
  await usage.write((m) => insertRows(m, 'subjects', SUBJECT, rows));
}

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
