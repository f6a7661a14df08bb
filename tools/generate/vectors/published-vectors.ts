// What others published: an implementation that fails here need not look at ours. It is also what our own vectors stand on.

/** A text and its SHA-256. */
export interface DigestVector {
  readonly name: string;
  readonly source: string;
  readonly text: string;
  /** In base64. */
  readonly sha256: string;
}

/** A message and its Ed25519 signature. */
export interface SignatureVector {
  readonly name: string;
  readonly source: string;
  /** 32 bytes in hexadecimal. */
  readonly seed: string;
  /** 32 bytes in base64url without padding, as a report carries it. */
  readonly publicKey: string;
  /** In base64. */
  readonly message: string;
  /** 64 bytes in base64. */
  readonly signature: string;
}

const fromHex = (hex: string, to: 'base64' | 'base64url'): string => Buffer.from(hex, 'hex').toString(to);

const SIGNATURE_BASE_OF_RFC_9421 = [
  '"date": Tue, 20 Apr 2021 02:07:55 GMT',
  '"@method": POST',
  '"@path": /foo',
  '"@authority": example.com',
  '"content-type": application/json',
  '"content-length": 18',
  '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
].join('\n');

export const PUBLISHED_DIGESTS: readonly DigestVector[] = [
  {
    name: 'the digest of three letters',
    source: 'FIPS 180-2, B.1',
    text: 'abc',
    sha256: fromHex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'base64'),
  },
  {
    name: 'the Content-Digest of a JSON body that ends with a line feed',
    source: 'RFC 9530, appendix D',
    text: '{"hello": "world"}\n',
    sha256: 'RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=',
  },
];

export const PUBLISHED_SIGNATURES: readonly SignatureVector[] = [
  {
    name: 'an empty message',
    source: 'RFC 8032, 7.1, test 1',
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'base64url'),
    message: '',
    signature: fromHex(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      'base64',
    ),
  },
  {
    name: 'a message of one byte',
    source: 'RFC 8032, 7.1, test 2',
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'base64url'),
    message: fromHex('72', 'base64'),
    signature: fromHex(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      'base64',
    ),
  },
  {
    name: 'a signature base',
    source: 'RFC 9421, B.2.6',
    seed: '9f8362f87a484a954e6e740c5b4c0e84229139a20aa8ab56ff66586f6a7d29c5',
    publicKey: fromHex('26b40b8f93fff3d897112f7ebc582b232dbd72517d082fe83cfb30ddce43d1bb', 'base64url'),
    message: Buffer.from(SIGNATURE_BASE_OF_RFC_9421).toString('base64'),
    signature: 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
  },
];
