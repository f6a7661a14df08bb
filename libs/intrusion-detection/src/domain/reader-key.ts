import type { Audience, Reader } from '@hearth/policy';

const PARTIES: ReadonlySet<Audience> = new Set(['partner', 'consented-party', 'court-order', 'customer']);

/**
 * Whether people are counted apart for a reader. Partners and consented parties may not carry contacts away in bulk. A court
 * order names the customers that it opens, and a customer reads its own people, so that neither can be bulk.
 */
export function isOutsideParty(audience: Audience): boolean {
  return audience === 'partner' || audience === 'consented-party';
}

/** What is counted as one reader where requests are: a client in one audience. */
export function clientKey({ audience, client }: Pick<Reader, 'audience' | 'client'>): string {
  return `${audience} ${client}`;
}

/** What is counted as one reader where rows are: outside the company all clients of a party count together. */
export function partyKey(reader: Pick<Reader, 'audience' | 'client' | 'party' | 'customer'>): string {
  const { audience, client, party, customer } = reader;
  return PARTIES.has(audience) ? `${audience} ${party ?? customer ?? client}` : clientKey(reader);
}
