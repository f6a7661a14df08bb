import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './projects';

interface Reporter {
  onTestResult(test: object, result: object): void;
  onRunComplete(): void;
}
// Jest loads it as plain JavaScript, and so does this test.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const TraceReporter = require('./reporter.cjs') as new (config: object) => Reporter;

describe('the reporter of marked tests', () => {
  let project: string;
  beforeEach(() => {
    mkdirSync(join(ROOT, 'tmp'), { recursive: true });
    project = mkdtempSync(join(ROOT, 'tmp', 'trace-'));
    for (const name of ['a.spec.ts', 'b.spec.ts']) writeFileSync(join(project, name), '');
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  const run = (files: Record<string, readonly (readonly [string, string])[]>, config: object = {}): void => {
    const reporter = new TraceReporter(config);
    for (const [name, tests] of Object.entries(files)) {
      reporter.onTestResult(
        { path: join(project, name), context: { config: { rootDir: project } } },
        { testResults: tests.map(([title, status]) => ({ ancestorTitles: ['the store'], title, status })) },
      );
    }
    reporter.onRunComplete();
  };
  const written = (): string[] => {
    const text = readFileSync(join(project, 'test-results', 'trace.json'), 'utf8');
    const { tests } = JSON.parse(text) as { tests: { file: string; titles: string[]; status: string }[] };
    return tests.map(({ file, titles, status }) => `${file.split('/').pop()}: ${titles.join(' ')} ${status}`);
  };

  it('writes marked tests alone, those that failed or did not run too', () => {
    run({
      'a.spec.ts': [
        ['holds', 'passed'],
        ['refuses §consent', 'failed'],
        ['waits §consent', 'pending'],
      ],
    });
    expect(written()).toEqual([
      'a.spec.ts: the store refuses §consent failed',
      'a.spec.ts: the store waits §consent pending',
    ]);
  });

  it('keeps what other files said when some are run alone, and forgets a file that is gone', () => {
    run({ 'a.spec.ts': [['x §consent', 'passed']], 'b.spec.ts': [['y §consent', 'passed']] });
    run({ 'a.spec.ts': [['x §consent', 'failed']] });
    expect(written()).toEqual([
      'a.spec.ts: the store x §consent failed',
      'b.spec.ts: the store y §consent passed',
    ]);
    rmSync(join(project, 'b.spec.ts'));
    run({ 'a.spec.ts': [] });
    expect(written()).toEqual([]);
  });

  it('writes nothing of a run that picks tests by name', () => {
    run({ 'a.spec.ts': [['x §consent', 'passed']] });
    run({ 'a.spec.ts': [['x §consent', 'pending']] }, { testNamePattern: 'y' });
    expect(written()).toEqual(['a.spec.ts: the store x §consent passed']);
  });
});
