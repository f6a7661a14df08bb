import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILPOINTS } from '@hearth/failpoints';

const root = join(__dirname, '..', '..');

/** The sources that run in production, but for the library of failpoints itself. */
function sources(): { file: string; text: string }[] {
  return ['libs', 'apps'].flatMap((base) =>
    (readdirSync(join(root, base), { recursive: true }) as string[])
      .filter((file) => /^[a-z-]+\/src\/.*\.ts$/.test(file) && !file.endsWith('.spec.ts'))
      .filter((file) => !file.startsWith('failpoints/'))
      .map((file) => ({ file: join(base, file), text: readFileSync(join(root, base, file), 'utf8') })),
  );
}

describe('the failpoints', () => {
  const read = sources();

  it('each stand at one place in the code, and no other name is used', () => {
    const used = read.flatMap(({ text }) =>
      [...text.matchAll(/\b(?:failpoint\(|behind: )'([^']+)'/g)].map(([, name]) => name),
    );
    expect(used.sort()).toEqual(Object.keys(FAILPOINTS).sort());
  });

  it('are armed by nothing that runs in production', () => {
    expect(read.filter(({ text }) => text.includes('armFailpoints')).map(({ file }) => file)).toEqual([]);
  });
});
