import type { InstallationKey } from './installation-key';
import { signRequest } from './sign-request';

/** A signed request at rest, as the protocol describes it. */
export interface ExportFile {
  readonly format: 'hearth-export/1';
  readonly createdAt: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body in base64. */
  readonly body: string;
}

/** Makes the file that carries these reports, given as their texts, to a site that has a network. */
export function exportFile(
  texts: readonly string[],
  now: number,
  key: InstallationKey | undefined,
): ExportFile {
  const body = Buffer.from(texts.map((text) => `${text}\n`).join(''), 'utf8');
  return {
    format: 'hearth-export/1',
    createdAt: new Date(now).toISOString(),
    headers: signRequest(body, 'application/x-ndjson', now, key),
    body: body.toString('base64'),
  };
}
