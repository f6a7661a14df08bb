import { createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { verifyExport, type ExportReport } from '@hearth/release-record';
import { csvRow } from '@hearth/service';
import { InvalidArgumentError, type Command } from 'commander';
import { address } from '../arguments';
import { proveEntry, writeProof } from '../audit/prove-entry';
import { headsIn, linesOf, publicKeyIn } from '../audit/read-files';
import { withRecord, type SourceOptions } from '../audit/record-source';

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

const WHERE = `
Where the record is read: on files (the default) a running Hearth owns them, so give --url and it is read through the graph
as the privacy office; stopped, or on a server with HEARTH_MYSQL_URL, it is read from the rooms as the account partner-access.`;

const collect = (one: string, all: readonly string[]): readonly string[] => [...all, one];

function place(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Give a whole number from 0.');
  return value;
}

const withSource = (command: Command): Command =>
  command
    .option(
      '--url <url>',
      'a running Hearth to read it through',
      address('http://127.0.0.1:4000', 'http:', 'https:'),
    )
    .option(
      '--bearer <file>',
      'a token of the privacy office, for --url; absent: issued with the key of this home',
    )
    .addHelpText('after', WHERE);

/** `hearth audit`: the record of releases exported, verified and searched. */
export function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('the record of releases: what was released to whom, and whether it is as it was written');
  withSource(
    audit.command('export').description('write the whole record into a file, for hearth audit verify'),
  )
    .requiredOption('--out <file>', 'the file to write; it must not be there yet')
    .action(exportRecord);
  audit
    .command('verify')
    .description('verify an export offline, and name each entry that is not as it was written; exit 1 on any')
    .argument('<file>', 'what hearth audit export wrote')
    .option('--head <file>', 'signed heads that were kept outside, one a line; may be repeated', collect, [])
    .option(
      '--key <pem>',
      'the public key that heads must be signed with; without it the export’s own is believed',
    )
    .action(verifyFile);
  withSource(audit.command('exposure').description('say whom a token, lost perhaps, has read of'))
    .requiredOption('--token <id>', 'the id of the token, tok_…, as the record names it')
    .option('--csv', 'the customers alone, a row each, for a spreadsheet')
    .action(tellExposure);
  audit
    .command('prove')
    .description(
      'prove that one entry is in the record that the newest head was signed over; the proof is checked',
    )
    .argument('<file>', 'what hearth audit export wrote')
    .requiredOption('--writer <name>', 'the chain')
    .requiredOption('--index <n>', 'the entry’s place in it, from 0', place)
    .option('--key <pem>', 'the public key that the head must be signed with')
    .action(async (file: string, options: { writer: string; index: number; key?: string }) => {
      mustBeFile(file);
      const keys = options.key === undefined ? {} : { keys: [publicKeyIn(options.key)] };
      say(writeProof(await proveEntry(file, { ...options, ...keys })));
    });
}

function mustBeFile(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new Error(`${file} is no file.`);
}

async function exportRecord(options: SourceOptions & { readonly out: string }): Promise<void> {
  if (statSync(options.out, { throwIfNoEntry: false })) throw new Error(`${options.out} is there already.`);
  let lines = 0;
  await withRecord(options, (source) =>
    pipeline(
      Readable.from(
        (async function* () {
          for await (const line of source.lines()) {
            lines += 1;
            yield `${line}\n`;
          }
        })(),
      ),
      createWriteStream(options.out, { flags: 'wx', mode: 0o600 }),
    ),
  );
  say(`${many(lines, 'line')} in ${options.out}. Next: hearth audit verify ${options.out}`);
}

async function verifyFile(
  file: string,
  options: { readonly head: readonly string[]; readonly key?: string },
): Promise<void> {
  [file, ...options.head].forEach(mustBeFile);
  const heldHeads = (await Promise.all(options.head.map(headsIn))).flat();
  const keys = options.key === undefined ? undefined : [publicKeyIn(options.key)];
  const report = await verifyExport(linesOf(file), { keys, heldHeads, now: Date.now() });
  summarise(report, heldHeads.length, keys !== undefined);
  if (!report.ok) process.exitCode = 1;
}

function summarise(report: ExportReport, held: number, keyGiven: boolean): void {
  for (const { writer, from, size, root } of report.chains)
    say(`${writer}: entries ${from} to ${size - 1}, root ${root.toString('hex')}`);
  for (const { code, writer, index, to, what } of report.findings) {
    const entry = index === null ? '' : ` entry ${index}${to === undefined ? '' : ` to ${to}`}`;
    say(`${code} ${writer ?? 'the export'}${entry}: ${what}`);
  }
  if (report.found > report.findings.length) say(`and ${report.found - report.findings.length} more`);
  if (report.headsBeforeStart > 0)
    say(`${many(report.headsBeforeStart, 'held head')} from before the export begins say nothing about it.`);
  if (!keyGiven) say('The key is the export’s own word: give --key to have it checked.');
  if (held === 0)
    say('No head was held against it: a tail that was cut off with its heads would not be seen.');
  say(
    `${many(report.entries, 'entry', 'entries')}, ${many(report.heads, 'head')}, ${many(held, 'held head')}: ${
      report.ok ? 'all as it was written' : many(report.found, 'fault')
    }`,
  );
}

async function tellExposure(
  options: SourceOptions & { readonly token: string; readonly csv?: boolean },
): Promise<void> {
  const exposure = await withRecord(options, (source) => source.exposure(options.token));
  if (options.csv === true) {
    for (const row of [['token', 'customer'], ...exposure.customers.map((one) => [options.token, one])])
      process.stdout.write(csvRow(row));
    return;
  }
  if (exposure.entries === 0) {
    say(`Nothing was released to the token ${options.token}.`);
    return;
  }
  const instant = (at: number | null): string => (at === null ? 'never' : new Date(at).toISOString());
  say(
    `${many(exposure.entries, 'entry', 'entries')} from ${instant(exposure.firstAt)} to ${instant(exposure.lastAt)}`,
  );
  say(`types: ${exposure.types.join(', ')}`);
  say(`categories: ${exposure.categories.join(', ')}`);
  say(`${many(exposure.customers.length, 'customer')}:`);
  for (const customer of exposure.customers) say(`  ${customer}`);
  if (exposure.unattributed > 0)
    say(`and ${many(exposure.unattributed, 'reference')} to customers who were erased since`);
}
