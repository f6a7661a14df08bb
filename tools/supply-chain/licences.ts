/** Licences that a runtime dependency may have: permissive, and without a condition on who may run the software. */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
]);

/**
 * Whether an SPDX expression is satisfied by allowed licences alone: each of those joined by AND, one of those joined by OR.
 * What is not understood, `WITH` and free text among it, is not allowed.
 */
export function isLicenceAllowed(expression: string): boolean {
  const tokens = expression.replaceAll('(', ' ( ').replaceAll(')', ' ) ').trim().split(/\s+/);
  let at = 0;

  const either = (): boolean => {
    let allowed = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const other = both();
      allowed = allowed || other;
    }
    return allowed;
  };
  const both = (): boolean => {
    let allowed = one();
    while (tokens[at] === 'AND') {
      at += 1;
      const other = one();
      allowed = allowed && other;
    }
    return allowed;
  };
  const one = (): boolean => {
    const token = tokens[at] ?? '';
    at += 1;
    if (token !== '(') return ALLOWED_LICENCES.has(token);
    const inside = either();
    const closed = tokens[at] === ')';
    at += 1;
    return inside && closed;
  };

  return either() && at === tokens.length;
}
