import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import {
  fileReports,
  jenkinsReports,
  readExport,
  sendExport,
  sendReports,
  type ExportFile,
  type SendTally,
} from '@hearth/report-import';
import { plainText } from '@hearth/service';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { address, whole } from '../arguments';

interface SendingOptions {
  readonly url: string;
  readonly batch: number;
  readonly concurrency: number;
}

// A line may name a path or an id out of a file that somebody else wrote.
const say = (text: string): boolean => process.stdout.write(`${plainText(text)}\n`);

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Says before anything is sent which of the files is none. */
function mustBeFiles(files: readonly string[]): void {
  for (const file of files)
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new Error(`${file} is no file.`);
}

/** Says at once that nothing listens, rather than after minutes of trying: a server that goes away later is waited for. */
async function mustAnswer(url: string): Promise<void> {
  try {
    await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(5_000) });
  } catch {
    throw new Error(
      `Nothing answers at ${new URL(url).origin}: start Hearth there, or say where it listens with --url.`,
    );
  }
}

/** Sends with a bar where there is a terminal and a line every few seconds where there is none, then sums up. */
async function send(
  reports: AsyncIterable<object | string>,
  options: SendingOptions,
  total?: number,
): Promise<void> {
  await mustAnswer(options.url);
  const began = Date.now();
  const rate = (sent: number): string =>
    `${Math.round((sent * 1000) / Math.max(1, Date.now() - began))} reports/s`;
  const bar =
    process.stderr.isTTY && total !== undefined
      ? new SingleBar({ format: '{bar} {percentage} % · {value} of {total} · {rate}', clearOnComplete: true })
      : undefined;
  bar?.start(total ?? 0, 0, { rate: '' });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  let told = began;
  const tally = await sendReports({
    url: options.url,
    reports,
    batchSize: options.batch,
    concurrency: options.concurrency,
    signal: stop.signal,
    onProgress: (progress) => {
      bar?.update(progress.sent, { rate: rate(progress.sent) });
      if (bar === undefined && Date.now() - told > 5_000) {
        told = Date.now();
        process.stderr.write(`${progress.sent} sent, ${rate(progress.sent)}\n`);
      }
    },
  }).finally(() => bar?.stop());
  summarise(tally, (Date.now() - began) / 1000);
}

function summarise(tally: SendTally, seconds: number): void {
  say(
    `${many(tally.sent, 'report')} in ${seconds.toFixed(1)} s: ${tally.accepted} accepted, ${tally.duplicate} known already, ${tally.refused} refused.`,
  );
  for (const [what, count] of Object.entries(tally.byCode)) say(`  ${String(count).padStart(8)}  ${what}`);
  if (tally.refused === 0) return;
  const [example] = tally.examples;
  if (example !== undefined)
    say(
      `The first: ${example.code}${example.path === '' ? '' : ` at ${example.path}`}${example.id === undefined ? '' : ` in ${example.id}`}. Each code is explained in docs/errors.md.`,
    );
}

/** Posts a signed export as it stands, and shows the receipt of each of its reports. */
async function sendSigned(file: string, found: ExportFile, { url }: SendingOptions): Promise<void> {
  await mustAnswer(url);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const outcome = await sendExport({ url, file: found, signal: stop.signal });
  if (outcome.kind === 'unanswered')
    throw new Error(`${file} was not answered (${outcome.reason}): import it again, nothing counts twice.`);
  if (outcome.kind === 'turned-away')
    throw new Error(
      outcome.code === 'BAD_SIGNATURE'
        ? `${file} is refused whole, BAD_SIGNATURE: it is not what was signed. Nothing of it is taken.`
        : `${file} is refused whole, ${outcome.code}: see docs/errors.md. Nothing of it is taken.`,
    );
  const { receipts } = outcome;
  for (const { id, status, code, path } of receipts)
    say(
      `  ${id ?? 'no id'}  ${status}${code === undefined ? '' : `, ${code} at ${path === '' ? 'the whole' : String(path)}`}`,
    );
  const count = (status: string) => receipts.filter((receipt) => receipt.status === status).length;
  say(
    `${many(receipts.length, 'report')}, signed: ${count('accepted')} accepted, ${count('duplicate')} known already, ${count('refused')} refused.`,
  );
}

/** Spreads installations over licence keys by a digest, so that each keeps its key. */
function dealer(keys: readonly string[]): (install: string) => string {
  return (install) =>
    keys[createHash('sha256').update(install).digest().readUInt32BE(0) % keys.length] as string;
}

const withSending = (command: Command): Command =>
  command
    .option(
      '--url <url>',
      'where Hearth listens',
      address('http://127.0.0.1:4000', 'http:', 'https:'),
      'http://127.0.0.1:4000',
    )
    .option('--batch <n>', 'reports in a request', (text) => whole(text), 500)
    .option('--concurrency <n>', 'requests under way at one time', (text) => whole(text), 2);

/** `hearth import FILE…` and `hearth import jenkins`. */
export function addImport(program: Command): void {
  const importing = program
    .command('import')
    .description(
      'send reports from files through the intake, as their products would; sending again changes nothing',
    );
  withSending(
    importing
      .command('files', { isDefault: true })
      .description('report files; the word files may be left out')
      .argument(
        '<file...>',
        '.json: one report or a list; any other name: one report a line; either may be .gz; or an export, signed',
      ),
  ).action(async (files: string[], options: SendingOptions) => {
    mustBeFiles(files);
    for (const file of files) {
      say(file);
      const signed = await readExport(file);
      if (signed) await sendSigned(file, signed, options);
      else await send(fileReports(file), options);
    }
  });
  withSending(
    importing
      .command('jenkins')
      .description("Jenkins' published usage reports: every line is mapped, none dropped")
      .requiredOption('--data <dir>', 'the folder that holds jenkins-usage/reports/*.jsonl.gz')
      .option('--licence-key <key>', 'the licence key under which all installations report')
      .option(
        '--licence-keys <file>',
        'licence keys, one a line: installations are dealt to them by a digest',
      ),
  ).action(async (options: SendingOptions & { data: string; licenceKey?: string; licenceKeys?: string }) => {
    const keys = options.licenceKeys
      ? readFileSync(options.licenceKeys, 'utf8').split(/\s+/).filter(Boolean)
      : options.licenceKey === undefined
        ? []
        : [options.licenceKey];
    if (keys.length === 0)
      throw new Error('Say under which licence: --licence-key KEY, or --licence-keys FILE.');
    const source = { folder: options.data, licenceKeyFor: dealer(keys) };
    let total = 0;
    for await (const _report of jenkinsReports(source)) total += 1;
    await send(jenkinsReports(source), options, total);
  });
}
