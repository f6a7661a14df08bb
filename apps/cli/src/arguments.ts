import { InvalidArgumentError, type Command } from 'commander';

/** A whole number from 1 to a limit. */
export function whole(text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > most)
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? 'Give a whole number from 1.'
        : `Give a whole number from 1 to ${most}.`,
    );
  return value;
}

/** An address of one of the given protocols. */
export function address(example: string, ...protocols: readonly string[]): (text: string) => string {
  return (text) => {
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol))
      throw new InvalidArgumentError(`Give an address such as ${example}.`);
    return text;
  };
}

/** The options of a command that asks a running server. */
export function withServer(command: Command): Command {
  return command
    .option(
      '--url <url>',
      'where Hearth listens',
      address('http://127.0.0.1:4000', 'http:', 'https:'),
      'http://127.0.0.1:4000',
    )
    .option(
      '--token <token>',
      'who asks; HEARTH_TOKEN where absent, which other users of the machine cannot see',
    );
}
