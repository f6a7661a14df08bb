import type { ClauseId } from '@hearth/policy';
import type { Enforcement } from '../domain/trace';
import { COLLECTING } from './collecting';
import { KEEPING } from './keeping';
import { RELEASING } from './releasing';

/**
 * What enforces each clause beside the rules that cite it, and which part of it software does not serve. A test holds
 * every file and symbol named here to be there; what a mechanism does is for the marked tests to show.
 */
export const ENFORCEMENT: Readonly<Record<ClauseId, Enforcement>> = Object.freeze({
  ...COLLECTING,
  ...RELEASING,
  ...KEEPING,
});
