import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Attempt } from './attempt';
import { Unanswered } from './attempt';
import { proxyCredentials } from './proxy';

/** Asks a proxy for a way to the target (`CONNECT`). Any answer but 200 is none: 407, a portal's page, a redirect. */
export function tunnel(socket: Duplex, proxy: URL, target: string, attempt: Attempt): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const credentials = proxyCredentials(proxy);
    const asking = attempt.own(
      request({
        createConnection: () => socket,
        method: 'CONNECT',
        path: target,
        headers: {
          host: target,
          ...(credentials === undefined ? {} : { 'proxy-authorization': credentials }),
        },
      }),
    );
    asking.on('error', () => reject(new Unanswered('network')));
    asking.once('close', () => reject(new Unanswered('network')));
    asking.once('connect', ({ statusCode }, connected, head) => {
      if (statusCode !== 200) return reject(new Unanswered(`proxy status ${statusCode ?? 0}`));
      // Nobody speaks before the client does; bytes that are there already are none of the target's.
      if (head.length > 0) return reject(new Unanswered('network'));
      return resolve(connected);
    });
    asking.end();
  });
}
