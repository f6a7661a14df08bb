/** The answer did not come in time. */
export class ReadTimeout extends Error {
  override readonly name = 'ReadTimeout';
}

/**
 * Shares reads among those who ask at the same time, so that no answer is older than the question: whoever asks while a read
 * is under way, which began before, waits for the next one together with all who ask until then. Each round is given up
 * `limitMs` after its first question, whatever became of the read.
 */
export function shareNextRead<T>(read: () => Promise<T>, limitMs: number): () => Promise<T> {
  let running: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;

  const begin = async (): Promise<T> => {
    await running;
    next = undefined;
    const answer = read();
    // However it ends, the next round may begin.
    running = within(answer, limitMs).catch(() => undefined);
    return answer;
  };

  return () => {
    next ??= within(begin(), limitMs);
    return next;
  };
}

function within<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ReadTimeout(`no answer within ${limitMs} ms`)), limitMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
