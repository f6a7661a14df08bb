import { getServers } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Environment } from '../domain/options';
import type { Attempt } from './attempt';
import { Unanswered } from './attempt';
import { ask } from './ask-server';

const MAX_SERVERS = 3;
const MAX_DOMAINS = 4;
const MAX_ADDRESSES = 4;

/**
 * The addresses of a name. Node's own look-up is not used (decision 0014): it cannot be cancelled, holds one of the host's four
 * threads while it waits, and holds the process even through `process.exit`, for ten seconds where no server answers.
 */
export async function resolveName(
  name: string,
  attempt: Attempt,
  environment: Environment,
): Promise<readonly string[]> {
  const literal = name.replace(/^\[|\]$/g, '');
  if (isIP(literal)) return [literal];
  if (/(^|\.)localhost\.?$/i.test(name)) return ['127.0.0.1', '::1'];
  const known = hostsOf(await textOf(hostsPath(environment)), name);
  if (known.length > 0) return known.slice(0, MAX_ADDRESSES);
  const servers = getServers().slice(0, MAX_SERVERS);
  for (const candidate of await candidatesOf(name)) {
    const addresses = await ask(candidate, servers, attempt);
    if (addresses.length > 0) return addresses.slice(0, MAX_ADDRESSES);
  }
  throw new Unanswered('name');
}

/** The addresses that a hosts file gives a name. */
export function hostsOf(file: string, name: string): readonly string[] {
  return file.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const isMeant = names.some((one) => one.toLowerCase() === name.toLowerCase());
    return isMeant && isIP(address) ? [address] : [];
  });
}

/** A name with a dot is asked as it stands, then within the domains to search; one without the other way round. */
async function candidatesOf(name: string): Promise<readonly string[]> {
  if (name.endsWith('.') || process.platform === 'win32') return [name];
  const searched = /^\s*(?:search|domain)\s+(.+)$/m.exec(await textOf('/etc/resolv.conf'))?.[1] ?? '';
  const domains = searched.split(/\s+/).filter((domain) => domain !== '' && domain !== '.');
  const within = domains.slice(0, MAX_DOMAINS).map((domain) => `${name}.${domain}`);
  return name.includes('.') ? [name, ...within] : [...within, name];
}

function hostsPath(environment: Environment): string {
  return process.platform === 'win32'
    ? join(environment['SystemRoot'] ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts')
    : '/etc/hosts';
}

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
