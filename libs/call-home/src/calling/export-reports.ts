import { basename, dirname } from 'node:path';
import { exportFile } from '../signing/export-file';
import { openFolder } from '../state/folder';
import { place } from './chain';
import type { Client } from './client';
import { report } from './report';
import { entryOf } from './send';
import { settle } from './settle';

/** What became of an export. */
export type ExportOutcome =
  | { readonly status: 'exported'; readonly reports: number }
  | { readonly status: 'not-exported'; readonly reason: string };

/**
 * Writes a new report and all that wait into a file, signed, for a site without a network. They count as delivered by hand from
 * then on: should the file be lost, the next report's counters tell the same and more.
 */
export async function exportReports(client: Client, file: string): Promise<ExportOutcome> {
  const { faults, now } = client.options;
  const [fault] = faults.filter((name) => name !== 'url');
  if (fault !== undefined) return { status: 'not-exported', reason: `option ${fault}` };
  const memory = await settle(client);
  if (!memory || client.mode !== 'on') return { status: 'not-exported', reason: `mode ${client.mode}` };
  const unmade = await report(client, memory);
  if (unmade) return { status: 'not-exported', reason: 'reason' in unmade ? unmade.reason : unmade.status };
  const texts: string[] = [];
  for (const { id } of memory.kept.waiting) {
    const waiting = memory.kept.waiting.find((one) => one.id === id);
    if (waiting) texts.push(await place(memory, waiting));
  }
  const content = exportFile(texts, now(), memory.identity.key);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const isWritten = await openFolder(dirname(file), now).write(basename(file), text, true);
  if (!isWritten) return { status: 'not-exported', reason: 'file' };
  const exported = memory.kept.waiting;
  await memory.change({ waiting: [] });
  for (const one of exported) await memory.tell(entryOf(one, { status: 'exported' }, now()));
  return { status: 'exported', reports: exported.length };
}
