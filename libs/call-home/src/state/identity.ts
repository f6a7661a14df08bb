import { randomUUID } from 'node:crypto';
import type { InstallationKey } from '../signing/installation-key';
import { keptForm, makeKey, readKey } from '../signing/installation-key';
import type { Folder } from './folder';

/** Which installation this is. */
export interface Identity {
  readonly installationId: string;
  /** Undefined where the id outlives a key that cannot be kept: the next key would be refused under the same id. */
  readonly key: InstallationKey | undefined;
  /** Whether the key is new, so that nothing was ever signed with it. */
  readonly isNew: boolean;
}

/** Holds the id and the key together, so that neither is ever kept without the other. */
export const IDENTITY_FILE = 'installation.json';
const FORMAT = 'call-home-installation/1';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Finds the identity that the folder keeps. */
export function findIdentity(folder: Folder): Promise<Identity | undefined> {
  return folder.read(IDENTITY_FILE, readIdentity);
}

/** Finds the identity, or makes one and keeps it. The host's own id, where it gives one, goes before the folder's. */
export async function establishIdentity(folder: Folder, hostsId: string | undefined): Promise<Identity> {
  const found = await findIdentity(folder);
  if (found) return hostsId === undefined ? found : { ...found, installationId: hostsId.toLowerCase() };
  const key = makeKey();
  const installationId = hostsId?.toLowerCase() ?? randomUUID();
  const content = { format: FORMAT, installationId, privateKey: keptForm(key) };
  const isKept = await folder.write(IDENTITY_FILE, JSON.stringify(content), true);
  return { installationId, key: isKept || hostsId === undefined ? key : undefined, isNew: true };
}

/** Makes sense of an identity file; undefined, or an error, where it holds none. */
export function readIdentity(content: unknown): Identity | undefined {
  const { format, installationId, privateKey } = content as Record<string, unknown>;
  if (format !== FORMAT || typeof installationId !== 'string' || !UUID.test(installationId)) return undefined;
  return { installationId, key: readKey(String(privateKey)), isNew: false };
}
