import * as ts from 'typescript';

/** A title in the source of a test that names a clause, as a pattern that the titles of its results have. */
export interface MarkedTitle {
  readonly title: string;
  readonly pattern: RegExp;
}

const DECLARES_TESTS = /^(?:it|test|describe)\w*$/;
// What Jest and a template fill in: %s, %j, $name, ${…}.
const FILLED_IN = /%[sdifjop#$]|\$\{[^}]*\}|\$[\w.]+/g;

/** The marked titles of a test file, so that none goes missing between the source and the results. */
export function markedTitles(source: string): MarkedTitle[] {
  if (!source.includes('§')) return [];
  const found: MarkedTitle[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && DECLARES_TESTS.test(rootName(node.expression))) {
      const [first] = node.arguments;
      const title = first === undefined ? undefined : textOf(first);
      if (title !== undefined && /§[a-z]/.test(title)) found.push({ title, pattern: patternOf(title) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest));
  return found;
}

// `it.each([…])('title', …)` is a call of a call of a property of `it`.
function rootName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootName(node.expression);
  if (ts.isTaggedTemplateExpression(node)) return rootName(node.tag);
  return '';
}

function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `\${}${literal.text}`).join('');
}

function patternOf(title: string): RegExp {
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(title.split(FILLED_IN).map(escaped).join('[^]*'));
}
