import { createHash } from 'node:crypto';
import type { Sealer } from '@hearth/keys';
import { inboxBinding, uuidText } from '@hearth/keys';
import type { Candidate } from '../domain/candidate';
import type { CountedCandidate, Judgement, KnownInstallation } from '../domain/judge-group';
import { heldOf, sightingOf } from '../domain/inbox-half';
import type { SealedHalf } from '../storage/inbox-store';

/**
 * Which counted reports show an identifying half that differs from the installation's last: it changes rarely, and what did
 * not change is not stored again.
 */
export function newSightings(
  counted: readonly CountedCandidate[],
  installations: ReadonlyMap<string, KnownInstallation>,
): CountedCandidate[] {
  const last = new Map([...installations].map(([id, { identityDigest }]) => [id, identityDigest]));
  return [...counted]
    .sort((a, b) => a.candidate.counted.observedAt - b.candidate.counted.observedAt)
    .filter(({ candidate, installation }) => {
      if (last.get(installation) === candidate.identityDigest) return false;
      last.set(installation, candidate.identityDigest);
      return true;
    });
}

/**
 * The id of a sighting's row: the report's. Where the report was held, its row is still there until the crossing, which
 * brought it, deletes it; so the sighting gets an id of its own, the same at every try.
 */
function sightingKey(candidate: Candidate): string {
  if (!candidate.resubmitted) return candidate.key;
  return createHash('sha256').update(`hearth/resubmitted/v1/${candidate.key}`).digest('hex').slice(0, 32);
}

/** Seals what of a group is for the personal room's eyes only, sorted by id. */
export function sealHalves(
  sealer: Sealer,
  judgement: Judgement,
  sightings: readonly CountedCandidate[],
): SealedHalf[] {
  const seal = (half: object, kind: SealedHalf['kind'], key: string) =>
    sealer.seal(
      Buffer.from(JSON.stringify(half), 'utf8'),
      inboxBinding(kind, uuidText(Buffer.from(key, 'hex'))),
    );
  const sealed = sightings.map(({ candidate, installation }): SealedHalf => {
    const key = sightingKey(candidate);
    const half = seal(sightingOf(candidate, installation), 'sighting', key);
    return {
      key,
      kind: 'sighting',
      receivedAt: candidate.receivedAt,
      code: null,
      path: null,
      product: candidate.report.product,
      sealed: half,
    };
  });
  for (const candidate of judgement.held) {
    // What was resubmitted and is still not known lies in the inbox already.
    if (candidate.resubmitted) continue;
    sealed.push({
      key: candidate.key,
      kind: 'held',
      receivedAt: candidate.receivedAt,
      code: 'UNKNOWN_LICENCE_KEY',
      path: '/licenceKey',
      product: candidate.report.product,
      sealed: seal(heldOf(candidate), 'held', candidate.key),
    });
  }
  return sealed.sort((a, b) => (a.key < b.key ? -1 : 1));
}
