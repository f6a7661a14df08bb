import type { Behaviour } from './answers';
import type { Network } from './network';
import type { Places } from './places';

/** Where a host is put: what its client is told, and how its process is started. */
export interface Arranged {
  readonly url: string;
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly wrapper?: readonly string[];
  /** The server whose hits tell that attempts arrive. */
  readonly port?: number;
}

/** One way in which the world fails a client. */
export interface Fault {
  readonly name: string;
  /** True where an attempt lasts until its deadline. */
  readonly waits: boolean;
  /** What becomes of the attempts, or the fault was never brought about. */
  readonly outcome: RegExp;
  /** The host's surroundings, or in words why they cannot be had here. */
  arrange(network: Network, places: Places): Promise<Arranged | string>;
}

/** Resolvers of the proof, at addresses of this machine alone. */
const UNKNOWING_RESOLVER = '127.66.66.66';
const MUTE_RESOLVER = '127.66.66.67';
/** A name that is nobody's by RFC 6761, whichever resolver is asked. */
const NOBODY = 'hearth.invalid';

const plain = (port: number) => `http://127.0.0.1:${port}`;
const secure = (port: number) => `https://127.0.0.1:${port}`;
const slug = (name: string) => name.replaceAll(/[^a-z0-9]+/g, '-');

/** An attempt that ran into its deadline. */
const LATE = /^unanswered \(deadline\)$/;

function answered(name: string, behaviour: Behaviour, outcome: RegExp): Fault {
  return {
    name,
    waits: outcome === LATE,
    outcome,
    arrange: async (network, places) => {
      const port = await network.open(behaviour);
      return { url: plain(port), port, folder: places.folder(slug(name)) };
    },
  };
}

function proxied(name: string, behaviour: Behaviour, outcome: RegExp): Fault {
  return {
    name,
    waits: outcome === LATE,
    outcome,
    arrange: async (network, places) => {
      const port = await network.open(behaviour);
      const folder = places.folder(slug(name));
      return { url: `https://${NOBODY}`, port, folder, env: { HTTPS_PROXY: plain(port) } };
    },
  };
}

function onDisk(name: string, disk: (places: Places) => string | undefined): Fault {
  return {
    name,
    waits: false,
    outcome: /^(accepted|unanswered \(status 503\))$/,
    arrange: async (network, places) => {
      const folder = disk(places);
      if (folder === undefined) return 'this process may not mount a disk';
      const port = await network.open('failing then healthy');
      return { url: plain(port), port, folder };
    },
  };
}

const unresolved: Fault = {
  name: 'no DNS',
  waits: false,
  outcome: /^unanswered \(name\)$/,
  arrange: async (network, places) => {
    const wrapper = (await network.resolver('nothing', UNKNOWING_RESOLVER))
      ? places.resolvingAt(UNKNOWING_RESOLVER)
      : undefined;
    // Without a namespace of its own the machine's resolver is asked, which knows no such name either.
    return { url: `http://${NOBODY}`, folder: places.folder('no-dns'), ...(wrapper ? { wrapper } : {}) };
  },
};

const muteDns: Fault = {
  name: 'DNS silent',
  waits: true,
  outcome: LATE,
  arrange: async (network, places) => {
    if (!(await network.resolver('silently', MUTE_RESOLVER))) return 'port 53 is not ours to bind';
    const wrapper = places.resolvingAt(MUTE_RESOLVER);
    if (wrapper === undefined) return 'no mount namespace to be had';
    return { url: `http://${NOBODY}`, folder: places.folder('dns-silent'), wrapper };
  },
};

const refused: Fault = {
  name: 'refused',
  waits: false,
  outcome: /^unanswered \(network\)$/,
  // Port 1 is reserved, and nobody listens there.
  arrange: async (_network, places) => ({ url: plain(1), folder: places.folder('refused') }),
};

const blackHole: Fault = {
  name: 'black hole',
  waits: true,
  outcome: LATE,
  arrange: async (network, places) => {
    const port = await network.blackHole();
    if (port === undefined) return 'this kernel accepts beyond a full backlog';
    return { url: plain(port), folder: places.folder('black-hole') };
  },
};

const tlsHang: Fault = {
  name: 'TLS hang',
  waits: true,
  outcome: LATE,
  arrange: async (network, places) => {
    const port = await network.open('silent');
    return { url: secure(port), port, folder: places.folder('tls-hang') };
  },
};

/** Every fault of the proof, the sound case first. */
export const FAULTS: readonly Fault[] = [
  answered('healthy', 'healthy', /^accepted$/),
  unresolved,
  muteDns,
  refused,
  blackHole,
  answered('accepted, then silent', 'silent', LATE),
  tlsHang,
  answered('slow drip', 'drip', LATE),
  proxied('proxy says 407', 'proxy 407', /^unanswered \(proxy status 407\)$/),
  proxied('proxy silent', 'silent', LATE),
  answered('captive portal', 'portal', /^unanswered \(status 200\)$/),
  answered('500', '500', /^unanswered \(status 500\)$/),
  answered('429 with Retry-After', '429', /^unanswered \(status 429\)$/),
  answered('huge answer', 'huge', /^unanswered \(answer too long\)$/),
  answered('reset mid-body', 'reset', /^unanswered \(network\)$/),
  onDisk('full disk', (places) => places.fullDisk('full-disk')),
  onDisk('read-only disk', (places) => places.readOnlyDisk('read-only-disk')),
  answered('endless redirect', 'redirect', /^unanswered \(status 302\)$/),
];
