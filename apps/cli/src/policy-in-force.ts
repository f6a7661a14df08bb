import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createEvidenceSource } from '@hearth/decision-evidence';
import { CURRENT_POLICY, POLICY_VERSIONS, type Policy } from '@hearth/policy';
import { openRoom, type RoomsConfig } from '@hearth/rooms';

/**
 * The policy that a token is issued under: the one in force where this machine can read the access room, and otherwise the
 * published one. The doors decide under the one in force whatever the token says.
 */
export async function policyInForce(rooms: RoomsConfig): Promise<Policy> {
  if (rooms.kind === 'sqlite' && !existsSync(join(rooms.folder, 'access.sqlite'))) return CURRENT_POLICY;
  try {
    const access = await openRoom(rooms, 'access', 'gateway');
    try {
      const source = createEvidenceSource({ access, now: Date.now, versions: POLICY_VERSIONS });
      return (await source.current()).policy;
    } finally {
      await access.close();
    }
  } catch {
    process.stderr.write(`The policy in force cannot be read here: taking ${CURRENT_POLICY.version}.\n`);
    return CURRENT_POLICY;
  }
}
