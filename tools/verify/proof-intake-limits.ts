import type { IntakeLimits } from '@hearth/ingestion';

/** A proof sends from one address, as fast as it can, more than all customers do. */
export const PROOF_INTAKE_LIMITS: Partial<IntakeLimits> = {
  addressReportsPerMinute: 10_000_000,
  licenceReportsPerMinute: 10_000_000,
  installationReportsPerMinute: 10_000_000,
  unknownKeyReportsPerMinute: 10_000_000,
};
