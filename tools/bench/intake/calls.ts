import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';

/** What a child process can be asked, by name. */
export type Answers = Readonly<Record<string, (argument: never) => unknown>>;

interface Question {
  readonly number: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Answer {
  readonly number: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Answers the parent's questions one after another; a child ends when its parent does. */
export function answerParent(answers: Answers): void {
  let turn: Promise<unknown> = Promise.resolve();
  process.on('message', ({ number, name, argument }: Question) => {
    turn = turn.then(async () => {
      try {
        const value = await answers[name]?.(argument as never);
        process.send?.({ number, value } satisfies Answer);
      } catch (error) {
        process.send?.({ number, error: String((error as Error).stack) } satisfies Answer);
      }
    });
  });
  process.on('disconnect', () => process.exit());
}

/** A child process that answers questions. */
export class Child {
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private asked = 0;

  private constructor(private readonly process: ChildProcess) {
    process.on('message', (answer: Answer) => {
      this.waiting.get(answer.number)?.(answer);
      this.waiting.delete(answer.number);
    });
    process.on('exit', () => {
      for (const settle of this.waiting.values()) settle({ number: 0, error: 'The child process ended.' });
      this.waiting.clear();
    });
  }

  /** Starts a file of this folder, with the options of this process and those given. */
  static start(file: string, options: readonly string[] = []): Child {
    return new Child(fork(file, { execArgv: [...process.execArgv, ...options] }));
  }

  async ask<Value>(name: string, argument: unknown = null): Promise<Value> {
    this.asked += 1;
    const number = this.asked;
    const answer = await new Promise<Answer>((resolve) => {
      this.waiting.set(number, resolve);
      this.process.send({ number, name, argument } satisfies Question);
    });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value as Value;
  }

  end(): void {
    this.process.disconnect();
  }
}
