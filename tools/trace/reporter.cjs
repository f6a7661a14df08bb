// Writes what became of the tests that claim to enforce a clause: those with a mark such as §consent in a title. One file
// a project, <project>/test-results/trace.json, which npm run trace gathers. Plain JavaScript, since jest loads it as it is.
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const MARK = /§[a-z]/;

const fromRoot = (path) => relative(ROOT, path).split(sep).join('/');

function before(file) {
  if (!existsSync(file)) return [];
  try {
    return JSON.parse(readFileSync(file, 'utf8')).tests;
  } catch {
    // A file that a broken-off run left behind says nothing.
    return [];
  }
}

module.exports = class TraceReporter {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
    this.ran = new Map();
  }

  onTestResult(test, result) {
    const project = test.context.config.rootDir;
    const file = fromRoot(test.path);
    const marked = result.testResults
      .map(({ ancestorTitles, title, status }) => ({ file, titles: [...ancestorTitles, title], status }))
      .filter(({ titles }) => titles.some((title) => MARK.test(title)));
    this.ran.set(project, [...(this.ran.get(project) ?? []), { file, marked }]);
  }

  onRunComplete() {
    // A run that picks tests by name shows the others as skipped, which they are not.
    if (this.globalConfig.testNamePattern) return;
    for (const [project, files] of this.ran) {
      const out = join(project, 'test-results', 'trace.json');
      const replaced = new Set(files.map(({ file }) => file));
      // A run of some files leaves what the others said, unless they are gone.
      const kept = before(out).filter(({ file }) => !replaced.has(file) && existsSync(join(ROOT, file)));
      const tests = [...kept, ...files.flatMap(({ marked }) => marked)].sort((a, b) =>
        JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
      );
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, `${JSON.stringify({ project: fromRoot(project), tests }, null, 2)}\n`);
    }
  }
};
