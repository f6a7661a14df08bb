import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallHome, CallHomeOptions } from '../index';
import { startCallHome } from '../index';

/** What a test started and made, to be ended and removed after it. */
export interface Bench {
  start(options: Partial<CallHomeOptions> & { readonly url: string }): CallHome;
  folder(): string;
  /** Ends after the test whatever is given. */
  own<T extends { close(): unknown }>(closable: T): T;
  clear(): void;
}

/** A place for a test's clients, folders and servers. */
export function openBench(): Bench {
  const clients: CallHome[] = [];
  const folders: string[] = [];
  const owned: { close(): unknown }[] = [];
  return {
    start(options) {
      const client = startCallHome({
        product: 'roboserver',
        version: '11.2.0',
        edition: 'ENTERPRISE',
        licenceKey: 'ACME-0000-0001',
        environment: {},
        ...options,
      });
      clients.push(client);
      return client;
    },
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'call-home-'));
      folders.push(folder);
      return join(folder, 'state');
    },
    own(closable) {
      owned.push(closable);
      return closable;
    },
    clear() {
      for (const client of clients.splice(0)) client.stop();
      for (const one of owned.splice(0)) one.close();
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}
