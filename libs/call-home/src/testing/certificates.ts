import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An authority of the test's own, and a certificate for this machine that it signed. */
export interface Certificates {
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

/** Makes certificates with openssl, which is on every machine that the tests run on. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'call-home-tls-'));
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    openssl(
      'req',
      '-x509',
      ...curve,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=Test authority',
      '-days',
      '2',
    );
    openssl(
      'req',
      '-x509',
      ...curve,
      '-keyout',
      'key.pem',
      '-out',
      'cert.pem',
      '-subj',
      '/CN=intake.test',
      '-days',
      '2',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-addext',
      'subjectAltName=DNS:localhost,DNS:intake.test,IP:127.0.0.1',
      '-addext',
      'basicConstraints=CA:FALSE',
    );
    const text = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { ca: text('ca.pem'), key: text('key.pem'), cert: text('cert.pem') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
