import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { Audience, Purpose } from '@hearth/policy';
import { audiencePurposes, AUDIENCES, CURRENT_POLICY, PUBLIC_READER, PURPOSES } from '@hearth/policy';
import { signUnchecked } from '../testing/sign-unchecked';
import { createIssuer } from './issuer';
import type { TokenRequest } from './token-claims';
import { createVerifier } from './verifier';

const NOW = Date.UTC(2026, 10, 23, 12);
const ISSUER = 'https://hearth.test';
const keys = generateKeyPairSync('ed25519');
let time = NOW;
const now = () => time;
const issuer = createIssuer({ signingKey: keys.privateKey, issuer: ISSUER, now, policy: CURRENT_POLICY });
const verifierWith = (o: object = {}) =>
  createVerifier({ verifyingKey: keys.publicKey, issuer: ISSUER, now, ...o });
const partner: TokenRequest = {
  audience: 'partner',
  purposes: ['communication', 'compliance'],
  client: 'portal',
  party: 'par_1',
};
const department: TokenRequest = { audience: 'communication', purposes: ['communication'], client: 'crm' };
const failed = (code: string) => expect.objectContaining({ name: 'AuthenticationError', code });
beforeEach(() => {
  time = NOW;
});

describe('the issuer', () => {
  // Everything that the policy opens can be asked for; nothing else can, whatever else is right about the request.
  const parties: Partial<Record<Audience, string>> = {
    partner: 'par_1',
    'court-order': 'ord_1',
    'consented-party': 'gazette',
  };
  const extra = (audience: Audience) => ({
    ...(parties[audience] === undefined ? {} : { party: parties[audience] }),
    ...(audience === 'customer' ? { customer: 'cus_1' } : {}),
  });
  const pairs = AUDIENCES.flatMap((audience) => PURPOSES.map((purpose) => ({ audience, purpose })));
  it.each(pairs)(
    'makes a token for $audience and $purpose only where the policy allows',
    async ({ audience, purpose }) => {
      const request = { audience, purposes: [purpose], client: 'test', ...extra(audience) };
      if (audiencePurposes(CURRENT_POLICY, audience).includes(purpose)) {
        const { token } = await issuer.issue(request);
        expect(await verifierWith().verify(`Bearer ${token}`, undefined)).toMatchObject({
          audience,
          purpose,
        });
      } else {
        const code = purpose === 'solicitation' ? 'SOLICITATION_REFUSED' : 'PURPOSE_NOT_ALLOWED';
        await expect(issuer.issue(request)).rejects.toMatchObject({ name: 'TokenError', code });
      }
    },
  );

  const withoutParty: Omit<TokenRequest, 'party'> = {
    audience: 'partner',
    purposes: ['compliance'],
    client: 'portal',
  };
  it.each<[string, TokenRequest, string]>([
    ['an unknown audience', { ...department, audience: 'everyone' as Audience }, 'AUDIENCE_UNKNOWN'],
    ['a name from the prototype', { ...department, audience: 'constructor' as Audience }, 'AUDIENCE_UNKNOWN'],
    ['no purpose', { ...department, purposes: [] }, 'PURPOSE_REQUIRED'],
    ['an unknown purpose', { ...department, purposes: ['curiosity' as Purpose] }, 'PURPOSE_NOT_ALLOWED'],
    [
      'one purpose too many',
      { ...department, purposes: ['communication', 'compliance'] },
      'PURPOSE_NOT_ALLOWED',
    ],
    [
      'solicitation among others',
      { ...department, purposes: ['communication', 'solicitation'] },
      'SOLICITATION_REFUSED',
    ],
    ['a partner without a party', withoutParty, 'PARTY_REQUIRED'],
    [
      'an order without a party',
      { ...withoutParty, audience: 'court-order', purposes: ['legal-order'] },
      'PARTY_REQUIRED',
    ],
    [
      'consent without a party',
      { ...withoutParty, audience: 'consented-party', purposes: ['analysis'] },
      'PARTY_REQUIRED',
    ],
    ['an empty party', { ...partner, party: '' }, 'PARTY_REQUIRED'],
    ['a department with a party', { ...department, party: 'par_1' }, 'PARTY_NOT_ALLOWED'],
    [
      'a publication under the id of a case',
      { ...partner, audience: 'consented-party', purposes: ['publication'], party: 'req_1' },
      'PARTY_NOT_ALLOWED',
    ],
    ['a partner under the id of an order', { ...partner, party: 'ord_1' }, 'PARTY_NOT_ALLOWED'],
    [
      'a customer without its id',
      { ...department, audience: 'customer', purposes: ['self-access'] },
      'CUSTOMER_REQUIRED',
    ],
    ['a partner that is a customer', { ...partner, customer: 'cus_1' }, 'CUSTOMER_NOT_ALLOWED'],
    ['no client', { ...department, client: '' }, 'CLIENT_REQUIRED'],
    ['a client of other characters', { ...department, client: 'a b\n' }, 'CLIENT_REQUIRED'],
    ['more than a day', { ...department, lifetimeSeconds: 86_401 }, 'LIFETIME_OUT_OF_BOUNDS'],
    ['no time at all', { ...department, lifetimeSeconds: 0 }, 'LIFETIME_OUT_OF_BOUNDS'],
    ['part of a second', { ...department, lifetimeSeconds: 0.5 }, 'LIFETIME_OUT_OF_BOUNDS'],
  ])('refuses %s', async (_what, request, code) => {
    await expect(issuer.issue(request)).rejects.toMatchObject({ name: 'TokenError', code });
  });

  it('makes tokens of RFC 9068 that last an hour', async () => {
    const { token, id, expiresAt } = await issuer.issue(partner);
    const [header, payload] = token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object);
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt' });
    expect(payload).toEqual({
      iss: ISSUER,
      sub: 'par_1',
      aud: 'hearth',
      client_id: 'portal',
      iat: NOW / 1000,
      exp: NOW / 1000 + 3600,
      jti: id,
      audience: 'partner',
      purposes: ['communication', 'compliance'],
      party: 'par_1',
    });
    expect(expiresAt).toBe(NOW + 3_600_000);
  });
});

describe('the verifier', () => {
  it('takes whoever brings no token for the public', async () => {
    expect(await verifierWith().verify(undefined, undefined)).toEqual(PUBLIC_READER);
    expect(await verifierWith().verify(undefined, 'statistics')).toEqual(PUBLIC_READER);
    await expect(verifierWith().verify(undefined, 'compliance')).rejects.toEqual(
      failed('PURPOSE_NOT_IN_TOKEN'),
    );
  });

  it('reads exactly what the token says, and the purpose from the header', async () => {
    const { token, id, expiresAt } = await issuer.issue(partner);
    expect(await verifierWith().verify(`bearer ${token}`, 'compliance')).toEqual({
      audience: 'partner',
      purposes: ['communication', 'compliance'],
      purpose: 'compliance',
      client: 'portal',
      party: 'par_1',
      tokenId: id,
      expiresAt,
    });
  });

  it('asks for a purpose where the token has several, and tells which', async () => {
    const { token } = await issuer.issue(partner);
    const verifier = verifierWith();
    for (const purpose of [undefined, '']) {
      await expect(verifier.verify(`Bearer ${token}`, purpose)).rejects.toMatchObject({
        code: 'PURPOSE_REQUIRED',
        message: 'hearth-purpose: state one of communication, compliance',
      });
    }
    for (const purpose of [
      'statistics',
      'solicitation',
      'Compliance',
      'compliance, communication',
      '__proto__',
    ]) {
      await expect(verifier.verify(`Bearer ${token}`, purpose)).rejects.toEqual(
        failed('PURPOSE_NOT_IN_TOKEN'),
      );
    }
  });

  const claims = {
    iss: ISSUER,
    sub: 'x',
    aud: 'hearth',
    client_id: 'x',
    jti: 'tok_x',
    iat: NOW / 1000,
    exp: NOW / 1000 + 60,
    audience: 'communication',
    purposes: ['communication'],
  };
  const without = (name: string) =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  it('takes the unchecked claims that the refusals below each change', async () => {
    const token = await signUnchecked(keys.privateKey, claims);
    expect(await verifierWith().verify(`Bearer ${token}`, undefined)).toMatchObject({ client: 'x' });
  });

  it.each<[string, object, object]>([
    ['another issuer', { ...claims, iss: 'https://elsewhere.test' }, {}],
    ['another audience', { ...claims, aud: 'elsewhere' }, {}],
    ['another type of token', claims, { typ: 'JWT' }],
    ['no type', claims, { typ: undefined }],
    ['an expired one', { ...claims, exp: NOW / 1000 }, {}],
    ['no expiry', without('exp'), {}],
    ['no id', without('jti'), {}],
    ['no client', without('client_id'), {}],
    ['no audience of the policy', without('audience'), {}],
    ['an unknown audience', { ...claims, audience: 'root' }, {}],
    ['no purposes', { ...claims, purposes: [] }, {}],
    ['purposes that are text', { ...claims, purposes: 'communication' }, {}],
    ['an unknown purpose', { ...claims, purposes: ['communication', 'curiosity'] }, {}],
    ['a partner without a party', { ...claims, audience: 'partner' }, {}],
    [
      'a publication under the id of a case',
      { ...claims, audience: 'consented-party', purposes: ['publication'], party: 'req_1' },
      {},
    ],
    ['a customer without its id', { ...claims, audience: 'customer', purposes: ['self-access'] }, {}],
    ['a customer id of somebody else', { ...claims, customer: 'cus_1' }, {}],
  ])('refuses %s', async (_what, payload, header) => {
    const token = await signUnchecked(
      keys.privateKey,
      payload as Record<string, unknown>,
      header as Record<string, unknown>,
    );
    await expect(verifierWith().verify(`Bearer ${token}`, undefined)).rejects.toEqual(
      failed('UNAUTHENTICATED'),
    );
  });

  it('refuses a token of another key, a changed one, and one that chooses its algorithm §security', async () => {
    const { token } = await issuer.issue(department);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const hs = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${payload}`;
    const pem = keys.publicKey.export({ type: 'spki', format: 'pem' });
    const stolen = `${hs}.${createHmac('sha256', pem).update(hs).digest('base64url')}`;
    const other = await signUnchecked(generateKeyPairSync('ed25519').privateKey, claims);
    for (const bad of [
      other,
      stolen,
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${header}.${encode({ ...claims, audience: 'compliance', purposes: ['compliance'] })}.${signature}`,
      `${header}.${payload}.${signature.slice(2)}AA`,
      'a.b.c',
      '',
      'x'.repeat(10_000),
    ]) {
      await expect(verifierWith().verify(`Bearer ${bad}`, undefined)).rejects.toEqual(
        failed('UNAUTHENTICATED'),
      );
    }
    for (const text of ['', 'Bearer', `Basic ${token}`, token, `Bearer ${token}, Bearer ${token}`]) {
      await expect(verifierWith().verify(text, undefined)).rejects.toEqual(failed('UNAUTHENTICATED'));
    }
  });

  it('tells nothing of the token in its error', async () => {
    const token = await signUnchecked(keys.privateKey, {
      ...claims,
      client_id: 'very-secret-client',
      aud: 'x',
    });
    await expect(verifierWith().verify(`Bearer ${token}`, undefined)).rejects.toThrow(
      /^authorization: not a valid access token$/,
    );
  });

  it('lets no token outlive its time, though it was verified before §security', async () => {
    const verifier = verifierWith();
    const { token } = await issuer.issue({ ...department, lifetimeSeconds: 60 });
    await verifier.verify(`Bearer ${token}`, undefined);
    time = NOW + 59_999;
    await verifier.verify(`Bearer ${token}`, undefined);
    time = NOW + 60_000;
    await expect(verifier.verify(`Bearer ${token}`, undefined)).rejects.toEqual(failed('UNAUTHENTICATED'));
  });

  it('asks on every call whether the token is revoked, and lets in nobody who holds such a one', async () => {
    const { token, id } = await issuer.issue(department);
    const asked: unknown[] = [];
    let revoked = false;
    const verifier = verifierWith();
    const ask = () =>
      verifier.verify(`Bearer ${token}`, undefined, (tokenId, client, { audience }) => {
        asked.push([tokenId, client, audience]);
        return revoked;
      });
    await ask();
    revoked = true;
    await expect(ask()).rejects.toEqual(failed('UNAUTHENTICATED'));
    revoked = false;
    await ask();
    expect(asked).toEqual(Array(3).fill([id, department.client, department.audience]));
  });

  it('says the same of a token each time', async () => {
    const verifier = verifierWith();
    const { token } = await issuer.issue(department);
    const first = await verifier.verify(`Bearer ${token}`, undefined);
    for (let i = 0; i < 1000; i++) expect(await verifier.verify(`Bearer ${token}`, undefined)).toEqual(first);
  });
});
