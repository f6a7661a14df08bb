import type { FuzzCase } from './cases';

/** Tries beyond this are not worth the wait. */
const TRIES_MAX = 200;

/** The smallest request that still fails, as far as dropping headers and runs of bytes makes it smaller. */
export async function smallest(
  failing: FuzzCase,
  fails: (smaller: FuzzCase) => Promise<boolean>,
): Promise<FuzzCase> {
  let least = failing;
  let tries = 0;
  const keep = async (smaller: FuzzCase): Promise<boolean> => {
    tries += 1;
    if (tries > TRIES_MAX || !(await fails(smaller))) return false;
    least = smaller;
    return true;
  };
  for (const header of failing.headers)
    await keep({ ...least, headers: least.headers.filter((other) => other !== header) });
  for (let size = least.body.length >> 1; size >= 1 && tries < TRIES_MAX; size >>= 1)
    for (let at = 0; at < least.body.length && tries < TRIES_MAX;) {
      const { body } = least;
      const shorter = Buffer.concat([body.subarray(0, at), body.subarray(at + size)]);
      if (!(await keep({ ...least, body: shorter }))) at += size;
    }
  return least;
}

/** The shape of a request without a value of it: letters are x, digits 0, and what is no ASCII is ·. */
export function skeletonOf({ headers, body }: FuzzCase): string {
  const shape = [...body.subarray(0, 300)]
    .map((byte) => String.fromCharCode(byte))
    .join('')
    .replace(/[A-Za-z]/g, 'x')
    .replace(/\d/g, '0')
    .replace(/[^ -~]/g, '·');
  return `headers ${headers.map(([name]) => name).join(', ') || 'none'}; ${body.length} bytes: ${shape}`;
}
