import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileReports, jenkinsReports, sendReports, type SendTally } from '@hearth/report-import';
import { SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';

interface SendingOptions {
  readonly url: string;
  readonly batch: number;
  readonly concurrency: number;
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1');
  return value;
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
    `${tally.sent} reports in ${seconds.toFixed(1)} s: ${tally.accepted} accepted, ${tally.duplicate} known already, ${tally.refused} refused.`,
  );
  for (const [what, count] of Object.entries(tally.byCode)) say(`  ${String(count).padStart(8)}  ${what}`);
  if (tally.refused > 0) say('Each code is explained in docs/errors.md.');
}

/** Spreads installations over licence keys by a digest, so that each keeps its key. */
function dealer(keys: readonly string[]): (install: string) => string {
  return (install) =>
    keys[createHash('sha256').update(install).digest().readUInt32BE(0) % keys.length] as string;
}

const withSending = (command: Command): Command =>
  command
    .option('--url <url>', 'where Hearth listens', 'http://127.0.0.1:4000')
    .option('--batch <n>', 'reports in a request', whole, 500)
    .option('--concurrency <n>', 'requests under way at one time', whole, 2);

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
      .description('report files: JSON, or NDJSON, plain or .gz')
      .argument('<file...>'),
  ).action(async (files: string[], options: SendingOptions) => {
    for (const file of files) {
      say(file);
      await send(fileReports(file), options);
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
