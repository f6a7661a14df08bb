import type { Signer } from '../signer';
import { freshSigner } from '../signer';
import type { Case, Sender } from './case';
import { idOf, lines, NDJSON, reportOf, textOf } from './case';

/** Requests of an installation that has a key, in the order in which they are sent. */
export function signatureCases({ post }: Sender): Case[] {
  const headersOf = (by: Signer, body: string, type?: string) => Object.fromEntries(by.headers(body, type));
  const [own, other] = [freshSigner(), freshSigner()];
  const installationId = idOf('installation with a key');
  const text = (name: string, by = own) =>
    JSON.stringify(reportOf(name, { schema: 2, installationId, publicKey: by.publicKey }));
  const refused = (name: string, code: string) => ({
    id: idOf(name),
    status: 'refused',
    code,
    path: '/publicKey',
  });
  const turnedAway = (
    title: string,
    change: (headers: Record<string, string>) => Record<string, string>,
  ): Case => ({
    title,
    send: () => post(text(title), change(headersOf(own, text(title)))),
    status: 401,
    code: 'BAD_SIGNATURE',
  });
  const without = (name: string) => (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
  return [
    {
      title: 'a signed report, which registers the key',
      send: () => post(text('s1'), headersOf(own, text('s1'))),
      status: 200,
      body: { id: idOf('s1'), status: 'accepted' },
      grows: { reports: 1, installations: 1, facts: 1, month_states: 1, halves: 1 },
    },
    {
      title: 'a signed batch',
      send: () => {
        const body = lines(text('s2'), text('s3'));
        return post(body, headersOf(own, body, NDJSON['content-type']));
      },
      status: 200,
      grows: { reports: 2 },
    },
    {
      title: 'a report of that installation without a signature',
      send: () => post(textOf('s4', { installationId })),
      status: 400,
      body: refused('s4', 'SIGNATURE_REQUIRED'),
      grows: { failures: 1 },
    },
    {
      title: 'a report of that installation, signed by another key',
      send: () => post(text('s5', other), headersOf(other, text('s5', other))),
      status: 400,
      body: refused('s5', 'KEY_CONFLICT'),
      grows: { failures: 1 },
    },
    {
      title: 'a report that names another key than the one that signed',
      send: () => post(text('s6', other), headersOf(own, text('s6', other))),
      status: 400,
      body: refused('s6', 'KEY_CONFLICT'),
      grows: { failures: 1 },
    },
    {
      title: 'a body that was changed on its way',
      send: () => post(text('s8'), headersOf(own, text('s7'))),
      status: 401,
      code: 'BAD_SIGNATURE',
    },
    turnedAway('a time that was changed', (headers) => ({
      ...headers,
      'signature-input': (headers['signature-input'] ?? '').replace('1764043200', '1764043201'),
    })),
    turnedAway('the key of another', (headers) => ({
      ...headers,
      'signature-input': (headers['signature-input'] ?? '').replace(own.publicKey, other.publicKey),
    })),
    turnedAway('another type', (headers) => ({ ...headers, ...NDJSON })),
    turnedAway('a signature without its input', without('signature-input')),
    turnedAway('an input without its signature', without('signature')),
    turnedAway('a signature without the digest', without('content-digest')),
    turnedAway('a signature that is none', (headers) => ({ ...headers, signature: 'hearth=:AAAA:' })),
  ];
}
