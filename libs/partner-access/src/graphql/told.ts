import { PublicError, refuse } from '@hearth/subgraph';
import { AccessRefused, PartnerFault } from '../domain/faults';

/** Runs a piece of work and tells its expected failures in the graph's words. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PartnerFault) throw new PublicError(error.code, error.message);
    if (error instanceof AccessRefused) refuse(error.decision, error.of);
    throw error;
  }
}
