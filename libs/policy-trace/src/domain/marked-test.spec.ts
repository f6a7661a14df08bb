import { markedTests, marksIn } from './marked-test';
import type { ReportedTest } from './marked-test';

const FILE = 'libs/x/src/a.spec.ts';
const reported = (titles: readonly string[], status = 'passed', file = FILE): ReportedTest => ({
  file,
  titles,
  status,
});
const marked = (...tests: ReportedTest[]) => markedTests('libs/x', tests);

describe('the marks of a title', () => {
  it.each([
    ['none', []],
    ['RFC 9068 §4 is no clause', []],
    ['refuses it §consent', ['consent']],
    ['refuses it §consent §no-sharing', ['consent', 'no-sharing']],
    ['the store §consent (sqlite)', ['consent']],
    ['names no clause §consnet', ['consnet']],
  ])('%j', (title, marks) => {
    expect(marksIn(title)).toEqual(marks);
  });
});

describe('the marked tests of a run', () => {
  it('are none where none has a mark', () => {
    expect(marked(reported(['a', 'b']), reported(['c'], 'failed'))).toEqual([]);
  });

  it('have the marks of the titles around them, and titles without marks', () => {
    expect(marked(reported(['the door §departments', 'refuses it §consent']))).toEqual([
      {
        project: 'libs/x',
        file: FILE,
        title: 'the door › refuses it',
        marks: ['consent', 'departments'],
        status: 'passed',
      },
    ]);
  });

  it.each([
    ['passed', 'passed'],
    ['failed', 'failed'],
    ['pending', 'skipped'],
    ['todo', 'skipped'],
    ['disabled', 'skipped'],
  ])('that Jest calls %s are %s', (jest, status) => {
    expect(marked(reported(['a §consent'], jest))[0]?.status).toBe(status);
  });

  it.each([
    ['passed', 'passed', 'passed'],
    ['passed', 'failed', 'failed'],
    ['failed', 'passed', 'failed'],
    ['passed', 'pending', 'skipped'],
  ])('are one over both dialects, as good as the worse: %s and %s are %s', (sqlite, mysql, both) => {
    const tests = marked(
      reported(['the store (sqlite)', 'refuses it §consent'], sqlite),
      reported(['the store (mysql)', 'refuses it §consent'], mysql),
    );
    expect(tests.map(({ title, status }) => [title, status])).toEqual([['the store › refuses it', both]]);
  });

  it('are the same where no server is at hand', () => {
    const onFiles = reported(['the store §consent (sqlite)', 'refuses it']);
    const notice = reported(
      ['the store §consent (mysql). Set HEARTH_TEST_MYSQL_URL.', 'needs a server'],
      'pending',
    );
    expect(marked(onFiles, notice)).toEqual(marked(onFiles));
  });

  it('do not depend on the order in which they ran', () => {
    const tests = [
      reported(['b §consent']),
      reported(['a §consent']),
      reported(['a §consent'], 'passed', 'libs/x/src/0.spec.ts'),
    ];
    expect(marked(...tests)).toEqual(marked(...tests.toReversed()));
    expect(marked(...tests).map(({ file, title }) => `${file} ${title}`)).toEqual([
      'libs/x/src/0.spec.ts a',
      `${FILE} a`,
      `${FILE} b`,
    ]);
  });
});
