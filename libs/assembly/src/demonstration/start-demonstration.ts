import { join, resolve } from 'node:path';
import type { Audience, Purpose } from '@hearth/policy';
import type { LogLevel } from '@hearth/service';
import { DEMONSTRATION_CLIENT } from '../refuse-demonstration';
import { startHearth, type Hearth } from '../start-hearth';
import { loadFleet } from './load-fleet';
import { welcome, type SampleToken } from './welcome';

/** What `npm start` may be told. */
export interface DemonstrationOptions {
  /** Folder of the demonstration's own data and keys. */
  readonly home: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly print: (text: string) => void;
}

/** Tokens of the demonstration say so themselves: a standing server expects another issuer. */
export const DEMONSTRATION_ISSUER = 'https://demonstration.hearth.invalid';

async function firstIds(hearth: Hearth): Promise<{ customer?: string; partner?: string }> {
  const { token } = await hearth.issuer.issue({
    audience: 'vendor-systems',
    purposes: ['record-keeping'],
    client: DEMONSTRATION_CLIENT,
  });
  const answer = await hearth.gateway.execute({
    query: '{ customers(first: 1) { edges { node { id } } } partners(first: 1) { edges { node { id } } } }',
    authorization: `Bearer ${token}`,
  });
  type Page = { edges: { node: { id: string } }[] } | null;
  const data = answer.data as { customers: Page; partners: Page } | null | undefined;
  const customer = data?.customers?.edges[0]?.node.id;
  const partner = data?.partners?.edges[0]?.node.id;
  return { ...(customer === undefined ? {} : { customer }), ...(partner === undefined ? {} : { partner }) };
}

async function sampleTokens(
  hearth: Hearth,
  ids: { customer?: string; partner?: string },
): Promise<SampleToken[]> {
  type Sample = {
    audience: Audience;
    purposes: Purpose[];
    client?: string;
    party?: string;
    customer?: string;
  };
  const samples: Sample[] = [
    { audience: 'product-management', purposes: ['statistics'] },
    { audience: 'communication', purposes: ['communication'] },
    { audience: 'compliance', purposes: ['compliance'] },
    { audience: 'operations', purposes: ['operation'] },
    // Under the client that recorded the fleet: this audience reads back what it wrote, and nothing else.
    { audience: 'vendor-systems', purposes: ['record-keeping'], client: DEMONSTRATION_CLIENT },
    ...(ids.partner === undefined
      ? []
      : [{ audience: 'partner' as const, purposes: ['compliance' as const], party: ids.partner }]),
    ...(ids.customer === undefined
      ? []
      : [{ audience: 'customer' as const, purposes: ['self-access' as const], customer: ids.customer }]),
  ];
  return Promise.all(
    samples.map(async (sample) => ({
      audience: sample.audience,
      token: (await hearth.issuer.issue({ client: `demonstration-${sample.audience}`, ...sample })).token,
    })),
  );
}

/**
 * `npm start`: the whole system on loopback, on files and keys of its own, with a small invented fleet loaded through the
 * real doors where the store is empty, sample tokens that live an hour, and three queries to paste.
 */
export async function startDemonstration(options: DemonstrationOptions): Promise<Hearth> {
  const home = resolve(options.home);
  const hearth = await startHearth({
    host: '127.0.0.1',
    port: options.port,
    rooms: { kind: 'sqlite', folder: join(home, 'data') },
    keysFolder: join(home, 'keys'),
    headsFolder: join(home, 'heads'),
    issuer: DEMONSTRATION_ISSUER,
    trustedProxies: [],
    logLevel: options.logLevel,
    rollUpSeconds: 10,
    crossingSeconds: 5,
    demonstration: true,
  });
  try {
    let ids = await firstIds(hearth);
    if (ids.customer === undefined) {
      options.print('Loading a small invented fleet through the real doors…');
      const loaded = await loadFleet(hearth);
      options.print(`${loaded.customers} companies and ${loaded.reports} reports are in.\n`);
      ids = await firstIds(hearth);
    }
    options.print(welcome(hearth.url, await sampleTokens(hearth, ids), hearth.kit.now()));
    return hearth;
  } catch (error) {
    await hearth.close();
    throw error;
  }
}
