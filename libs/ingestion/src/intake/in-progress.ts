import type { IntakeLimits } from './limits';
import { RequestRefusal } from './request-refusal';

const LIMITED = { by: 'in-progress' } as const;

type ProgressLimits = Pick<
  IntakeLimits,
  'inFlightBytes' | 'inFlightBytesOfAddress' | 'requestsAtOnceOfAddress'
>;

/** One request while it is worked on. */
export interface Work {
  /** Counts inflated bytes before they are kept. Throws RequestRefusal where they are too many. */
  take(bytes: number): void;
  end(): void;
}

/**
 * Counts the requests in progress and their bytes: many allowed bodies together cannot fill the memory, and one address can
 * take no more than its part of what there is.
 */
export class InProgress {
  private bytes = 0;
  private readonly byAddress = new Map<string, { requests: number; bytes: number }>();

  constructor(private readonly limits: ProgressLimits) {}

  /** Throws RequestRefusal where the address has too many at once. */
  begin(address: string): Work {
    const { limits, byAddress } = this;
    const share = byAddress.get(address) ?? { requests: 0, bytes: 0 };
    if (share.requests >= limits.requestsAtOnceOfAddress) throw new RequestRefusal('RATE_LIMITED', LIMITED);
    byAddress.set(address, share);
    share.requests += 1;
    let taken = 0;
    return {
      take: (bytes) => {
        if (share.bytes + bytes > limits.inFlightBytesOfAddress)
          throw new RequestRefusal('RATE_LIMITED', LIMITED);
        if (this.bytes + bytes > limits.inFlightBytes) throw new RequestRefusal('UNAVAILABLE');
        this.bytes += bytes;
        share.bytes += bytes;
        taken += bytes;
      },
      end: () => {
        this.bytes -= taken;
        share.bytes -= taken;
        share.requests -= 1;
        if (share.requests === 0) byAddress.delete(address);
      },
    };
  }
}
