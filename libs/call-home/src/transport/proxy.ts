import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Environment } from '../domain/options';

/** The proxy through which a target is reached: by the host's word, else by the environment's; undefined for none. */
export function proxyFor(
  target: URL,
  given: string | false | undefined,
  environment: Environment,
): URL | undefined {
  if (given === false) return undefined;
  if (given !== undefined) return proxyUrl(given);
  if (isExempt(target, variable(environment, 'no_proxy') ?? '')) return undefined;
  const named = variable(environment, target.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  return named === undefined ? undefined : proxyUrl(named);
}

/** The value of `Proxy-Authorization` for a proxy's address with credentials. */
export function proxyCredentials(proxy: URL): string | undefined {
  if (proxy.username === '' && proxy.password === '') return undefined;
  const plain = `${decoded(proxy.username)}:${decoded(proxy.password)}`;
  return `Basic ${Buffer.from(plain, 'utf8').toString('base64')}`;
}

/** The lower-case name is asked first, as other programs do. */
function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name] ?? environment[name.toUpperCase()];
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

/** Throws where it is no proxy's address: a wrong proxy means no way, never a way around it. */
function proxyUrl(text: string): URL {
  const url = new URL(text.includes('://') ? text : `http://${text}`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError('The proxy is of another kind.');
  return url;
}

/** Whether `NO_PROXY` names the target: by `*`, name, domain, address, or range of addresses, with or without a port. */
export function isExempt(target: URL, list: string): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = entry, entryPort] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      return (entryPort === undefined || entryPort === port) && names(name.toLowerCase(), host);
    });
}

function names(entry: string, host: string): boolean {
  const plain = entry.replace(/^\[|\]$/g, '');
  if (plain === '*' || plain === host) return true;
  if (isIP(host)) return plain.includes('/') && inRange(plain, host);
  const domain = plain.replace(/^\*?\./, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

function inRange(range: string, host: string): boolean {
  const [address = '', bits = ''] = range.split('/');
  const kind = isIPv6(host) ? 'ipv6' : 'ipv4';
  try {
    const listed = new BlockList();
    listed.addSubnet(address, Number(bits), kind);
    return listed.check(host, kind);
  } catch {
    // A range that is none, or of the other kind, names nobody.
    return false;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
