import { cliConfig } from './config';

/** Where to ask, and as whom. */
export interface AskOptions {
  readonly url: string;
  readonly token?: string;
}

/** Ten seconds: a change of policy is one short transaction. */
const ANSWER_LIMIT_MS = 10_000;

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/**
 * Asks the graph of a running server one root field and gives what it answered. Throws an Error in the server's own words where
 * it refuses, and in ours where nothing answers or no token is at hand.
 */
export async function askGraph<T>(
  options: AskOptions,
  field: string,
  query: string,
  variables: object = {},
  answerLimitMs = ANSWER_LIMIT_MS,
): Promise<T> {
  const token = options.token ?? cliConfig().token;
  if (token === undefined)
    throw new Error('Say who asks: --token TOKEN, or HEARTH_TOKEN in the environment.');
  const url = new URL('/graphql', options.url);
  let answer: Answer;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    answer = (await response.json()) as Answer;
  } catch {
    throw new Error(
      `Nothing answers at ${url.origin}: start Hearth there, or say where it listens with --url.`,
    );
  }
  const [error] = answer.errors ?? [];
  if (error !== undefined) throw new Error(`${error.extensions?.code ?? 'REFUSED'}: ${error.message}`);
  return answer.data?.[field] as T;
}
