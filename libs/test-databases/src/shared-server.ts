import { startMysql } from './start-mysql';
import type { TestMysql } from './start-mysql';

let server: Promise<TestMysql | undefined> | undefined;

/** The one server of a test file: started at the first call. */
export async function sharedMysql(): Promise<TestMysql> {
  server ??= startMysql();
  const started = await server;
  if (!started) throw new Error('No MariaDB or MySQL at hand');
  return started;
}

/** Ends it, where it was started. */
export async function stopSharedMysql(): Promise<void> {
  const started = await server?.catch(() => undefined);
  server = undefined;
  await started?.stop();
}
