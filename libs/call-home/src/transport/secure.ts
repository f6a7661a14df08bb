import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { connect as connectTls, createSecureContext } from 'node:tls';
import type { Attempt } from './attempt';
import { Unanswered } from './attempt';

/** Whom the client trusts: made once, since reading certificates takes milliseconds. */
export type Trust = () => SecureContext | undefined;

/** The given authorities in the place of Node's own; without any, Node's own and those of `NODE_EXTRA_CA_CERTS`. */
export function trustOf(ca: string | readonly string[] | undefined): Trust {
  let context: SecureContext | undefined;
  return () => {
    if (ca === undefined) return undefined;
    context ??= createSecureContext({ ca: typeof ca === 'string' ? ca : [...ca] });
    return context;
  };
}

/** Speaks TLS over a connection. The certificate is always checked, whatever the environment says. */
export function secure(socket: Duplex, host: string, trust: Trust, attempt: Attempt): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let secureContext: SecureContext | undefined;
    try {
      secureContext = trust();
    } catch {
      reject(new Unanswered('authorities'));
      return;
    }
    const name = host.replace(/^\[|\]$/g, '');
    const encrypted = attempt.own(
      connectTls({
        socket,
        // A certificate for an address is checked against `host`; a server name is never an address.
        host: name,
        ...(isIP(name) ? {} : { servername: name }),
        ...(secureContext ? { secureContext } : {}),
        rejectUnauthorized: true,
        ALPNProtocols: ['http/1.1'],
      }),
    );
    encrypted.once('secureConnect', () => resolve(encrypted));
    encrypted.on('error', () => reject(new Unanswered('tls')));
    encrypted.once('close', () => reject(new Unanswered('tls')));
  });
}
