import { spawnSync } from 'node:child_process';

/** The JDK that has all that the Java client needs; Ed25519 came with 15, and 17 is the first of long support that has it. */
const LEAST_JDK = 17;

/** One line for whoever runs the tests without a JDK. */
export const JAVA_SKIP_NOTICE = `Skipped for the Java client: no JDK of version ${LEAST_JDK} or later at hand. Put javac and java on the PATH.`;

/** Whether `javac` and `java` are there, and young enough. Decided without waiting, because suites are declared before anything runs. */
export function javaAtHand(): boolean {
  return ['javac', 'java'].every((command) => {
    const { status, stdout, stderr } = spawnSync(command, ['-version'], { encoding: 'utf8' });
    const version = /(?:javac|version) "?(\d+)/.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1];
    return status === 0 && Number(version) >= LEAST_JDK;
  });
}
