import type { KeyRing } from '@hearth/keys';
import { inboxBinding, openSealed, uuidText } from '@hearth/keys';

const KINDS = ['sighting', 'held', 'refused', 'conflict'] as const;

/** The plain text of a half, or undefined where it does not open: one bad half must not stop those behind it. */
export function openHalf(keys: KeyRing, kind: string, id: Buffer, sealed: Buffer): Buffer | undefined {
  const known = KINDS.find((one) => one === kind);
  if (known === undefined) return undefined;
  try {
    return openSealed(keys.get('inbox-private'), sealed, inboxBinding(known, uuidText(id)));
  } catch {
    return undefined;
  }
}
