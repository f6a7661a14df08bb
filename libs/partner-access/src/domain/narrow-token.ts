import type { Reader } from '@hearth/policy';
import type { TokenRequest } from '@hearth/tokens';
import { LIFETIME_DEFAULT_SECONDS } from '@hearth/tokens';
import type { ClientRecord, TokenInput } from './clients';
import { PartnerFault } from './faults';

/**
 * What may be issued for what was asked: never more than the holder has, and never longer than the caller's own token lives.
 * The holder is the caller itself, or a registered client: any for approvers, and for others those of their own kind and
 * party, for purposes that are the caller's too. Throws PartnerFault.
 */
export function narrowToken(
  caller: Reader,
  input: TokenInput,
  client: ClientRecord | null,
  at: number,
): TokenRequest {
  if (input.purposes.includes('solicitation')) {
    throw new PartnerFault('BAD_INPUT', 'purposes', 'solicitation is open to nobody');
  }
  const holder = client === null ? caller : holderOf(caller, client);
  const open = holder.purposes.filter(
    (one) => caller.audience === 'approvers' || caller.purposes.includes(one),
  );
  if (input.purposes.length === 0 || !input.purposes.every((one) => open.includes(one))) {
    throw new PartnerFault('BAD_INPUT', 'purposes', `one or more of ${open.join(', ')}`);
  }
  // A court order is no property of a client: each token rests on one.
  const ownParty = holder.party ?? undefined;
  const party = ownParty ?? (holder.audience === 'court-order' ? (input.party ?? undefined) : undefined);
  if (input.party !== null && input.party !== party) {
    throw new PartnerFault('BAD_INPUT', 'party', 'the party that the holder has, or none');
  }
  return {
    client: client?.id ?? caller.client,
    audience: holder.audience,
    purposes: [...new Set(input.purposes)],
    lifetimeSeconds: lifetime(caller, input, at),
    ...(party === undefined ? {} : { party }),
    ...(holder.customer == null ? {} : { customer: holder.customer }),
  };
}

function holderOf(caller: Reader, client: ClientRecord): ClientRecord {
  const own = caller.audience === client.audience && (caller.party ?? null) === client.party;
  if (client.revokedAt === null && (caller.audience === 'approvers' || own)) return client;
  throw clientNotFound();
}

/** The answer about a client that is not there, is revoked, or is not the caller's to use. */
export function clientNotFound(): PartnerFault {
  return new PartnerFault('NOT_FOUND', 'client', 'no client that is registered and not revoked');
}

function lifetime(caller: Reader, input: TokenInput, at: number): number {
  const most = Math.floor(((caller.expiresAt ?? at) - at) / 1_000);
  const asked = input.lifetimeSeconds ?? Math.min(most, LIFETIME_DEFAULT_SECONDS);
  if (asked < 1 || asked > most) {
    throw new PartnerFault(
      'BAD_INPUT',
      'lifetimeSeconds',
      'at least 1, and no longer than the caller’s own token lives',
    );
  }
  return asked;
}
