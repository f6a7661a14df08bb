import type { EntityManager } from 'typeorm';
import { withLiterals } from '../mysql/literals';
import { WriterQueryRunner } from '../sqlite/writer-query-runner';
import { driverValues } from './hexadecimal';
import type { Statement } from './statement';

/** Characters sent at once: at three bytes each still below the smallest `max_allowed_packet` in use (16 MiB). */
const SCRIPT_CHARACTERS = 4 * 1024 * 1024;

type Rows = Record<string, unknown>[];

/** Whether the database was opened for scripts: see `OpenOptions.scripts`. */
function takesScripts(m: EntityManager): boolean {
  const { extra } = m.dataSource.options as { extra?: { multipleStatements?: boolean } };
  return extra?.multipleStatements === true;
}

/** Cuts texts into scripts, in order, none beyond the limit (but for a statement that alone exceeds it). */
export function* scriptsOf(texts: readonly string[], limit = SCRIPT_CHARACTERS): Generator<string[]> {
  let script: string[] = [];
  let characters = 0;
  for (const text of texts) {
    if (script.length > 0 && characters + text.length > limit) {
      yield script;
      script = [];
      characters = 0;
    }
    script.push(text);
    characters += text.length;
  }
  if (script.length > 0) yield script;
}

async function runScripts(m: EntityManager, statements: readonly Statement[]): Promise<Rows[]> {
  const results: Rows[] = [];
  const texts = statements.map(({ sql, parameters }) => withLiterals(sql, parameters));
  for (const script of scriptsOf(texts)) {
    const answer = await m.query<unknown>(script.join(';\n'));
    // The driver wraps the results of several statements, and hands that of one over as it is.
    results.push(...((script.length === 1 ? [answer] : answer) as Rows[]));
  }
  return results;
}

/**
 * Runs statements in order, with as few messages to the database as it takes, and gives the rows of each: a SQLite file's
 * thread takes them all at once, and so does a MySQL server where the database was opened for scripts. The first that fails
 * ends the run, and throws. Belongs into a unit, where any of them writes.
 */
export async function runStatements(
  m: EntityManager,
  statements: readonly Statement[],
): Promise<readonly Rows[]> {
  if (statements.length === 0) return [];
  if (takesScripts(m)) return runScripts(m, statements);
  const ready = statements.map(({ sql, parameters }) => ({ sql, parameters: driverValues(parameters) }));
  if (m.queryRunner instanceof WriterQueryRunner) return m.queryRunner.queryAll(ready);
  const results: Rows[] = [];
  for (const { sql, parameters } of ready) results.push(await m.query<Rows>(sql, parameters));
  return results;
}
