#!/usr/bin/env node
// The operator's side of the call-home: it looks into the folder of a product and writes nothing there but the mode.
import { parseArgs } from 'node:util';
import { processEnvironment } from '../config';
import {
  CannotDo,
  catalogueText,
  exportFolder,
  historyText,
  modeText,
  previewOf,
  writeMode,
} from './commands';
import { USAGE } from './usage';

interface Given {
  readonly folder: string | undefined;
  readonly product: string | undefined;
  readonly word: string | undefined;
}

const COMMANDS: Readonly<Record<string, (given: Given) => string | Promise<string>>> = {
  preview: ({ folder }) => previewOf(needed(folder, '--folder')),
  history: ({ folder }) => historyText(needed(folder, '--folder')),
  catalogue: ({ product }) => catalogueText(needed(product, '--product')),
  export: ({ folder, word }) => exportFolder(needed(folder, '--folder'), needed(word, 'FILE'), Date.now()),
  mode: ({ folder, word }) =>
    word === undefined
      ? modeText(needed(folder, '--folder'), processEnvironment())
      : writeMode(needed(folder, '--folder'), word),
};

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new CannotDo(`${name} is missing.`);
  return value;
}

async function main(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      folder: { type: 'string' },
      product: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [name = '', word] = positionals;
  if (values.help === true) return USAGE.trimEnd();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new CannotDo(`A command is needed: ${Object.keys(COMMANDS).join(', ')}. See --help.`);
  return command({ folder: values.folder, product: values.product, word });
}

main().then(
  (text) => process.stdout.write(`${text}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'failed'}\n`);
    process.exitCode = error instanceof CannotDo ? 2 : 1;
  },
);
