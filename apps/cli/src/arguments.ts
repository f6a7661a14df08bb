import { InvalidArgumentError } from 'commander';

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
