import { rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { textsOf } from '../calling/chain';
import { entryOf } from '../calling/send';
import { catalogueOf } from '../domain/catalogue';
import { decideMode, modeOf } from '../domain/mode';
import type { Environment } from '../domain/options';
import { reportId } from '../domain/report-id';
import type { Waiting } from '../domain/spool';
import { reportText } from '../domain/build-report';
import { DECLARED } from '../generated/declared-table';
import { exportFile } from '../signing/export-file';
import { openFolder } from '../state/folder';
import { OPERATOR_FILE, operatorsWord } from '../state/operator-file';
import { viewFolder } from '../state/view';

/** Told to whoever typed it: what was asked cannot be done, and why. */
export class CannotDo extends Error {}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** The report that waits, as it would be sent; where none waits, the last of the history. */
export async function previewOf(folder: string): Promise<string> {
  const { kept, history } = await viewFolder(folder);
  const text = kept && textsOf({ kept, isKeeping: true }, kept.waiting).at(-1);
  if (text !== undefined) return text;
  const last = history.at(-1);
  if (!last) throw new CannotDo('Nothing waits in this folder, and nothing was sent from it.');
  return json(last.report);
}

/** What was sent and what waits, oldest first. */
export async function historyText(folder: string): Promise<string> {
  const { kept, history } = await viewFolder(folder);
  const waiting = (kept?.waiting ?? []).map((one) =>
    entryOf(one, { status: one.left ? 'unknown' : 'waiting' }, one.at),
  );
  return json([...history, ...waiting]);
}

/** What each field of a product is for. */
export function catalogueText(product: string): string {
  const declared = Object.hasOwn(DECLARED.products, product) ? DECLARED.products[product] : undefined;
  if (!declared) throw new CannotDo(`--product is one of ${Object.keys(DECLARED.products).join(', ')}.`);
  return json(catalogueOf(declared));
}

/**
 * Writes what waits into a signed file and leaves the folder as it is, since the product may be at work in it. A report that never
 * left goes under an id of its own and says nothing of the one before: its place in the chain is the product's to give.
 */
export async function exportFolder(folder: string, file: string, now: number): Promise<string> {
  const { identity, kept } = await viewFolder(folder);
  if (!identity || !kept || kept.waiting.length === 0) throw new CannotDo('Nothing waits in this folder.');
  const texts = kept.waiting.map((one) => one.left?.text ?? copyOf(one, kept.sequence, now));
  const text = `${json(exportFile(texts, now, identity.key))}\n`;
  const isWritten = await openFolder(dirname(file), () => now).write(basename(file), text, true);
  if (!isWritten) throw new CannotDo('The file cannot be written.');
  return `${texts.length} ${texts.length === 1 ? 'report' : 'reports'} written`;
}

function copyOf({ report }: Waiting, sequence: number, now: number): string {
  return reportText({ ...report, id: reportId(now) }, { sequence, previous: undefined });
}

/** What the operator decided. */
export async function modeText(folder: string, environment: Environment): Promise<string> {
  const file = await operatorsWord(join(folder, OPERATOR_FILE));
  const { mode, by } = decideMode({
    environment: environment['HEARTH_CALL_HOME'],
    doNotTrack: environment['DO_NOT_TRACK'],
    file,
    option: 'on',
  });
  return by === 'option' ? 'the product decides' : `${mode}, by ${by}`;
}

/** Writes the operator's word. */
export async function writeMode(folder: string, word: string): Promise<string> {
  const mode = modeOf(word);
  if (mode === undefined) throw new CannotDo('The mode is one of off, local, on.');
  const file = join(folder, OPERATOR_FILE);
  // Whoever runs the product must be able to read what another, an administrator perhaps, has written.
  await writeFile(`${file}.new`, `${json({ mode })}\n`, { mode: 0o644 });
  await rename(`${file}.new`, file);
  return mode;
}
