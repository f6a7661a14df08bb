import type { Policy } from './policy';
import { POLICY_2026_1 } from './policy-2026-1';
import { POLICY_2026_2 } from './policy-2026-2';

/** Every version that this software was published with, oldest first. */
export const POLICY_VERSIONS: readonly Policy[] = Object.freeze([POLICY_2026_1, POLICY_2026_2]);

/** The newest of them, which decides where no other has been approved. */
export const CURRENT_POLICY: Policy = POLICY_2026_2;
