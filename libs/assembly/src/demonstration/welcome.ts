import type { Audience } from '@hearth/policy';
import { DEMONSTRATION_APART } from './fleet';

/** A token of the demonstration, for one audience. */
export interface SampleToken {
  readonly audience: Audience;
  readonly token: string;
}

const DAY_MS = 86_400_000;

/** The first query: statistics without a customer in them. */
export const STATISTICS_QUERY = `{
  statistic(id: "roboserver-installations-by-version", period: { month: "MONTH" }) {
    total
    cells { keys { dimension value } value share }
  }
}`;

/** The second query: a page of customers, with a field that the reader may not have. */
export const CUSTOMERS_QUERY = `{
  customers(first: 3) {
    edges { node { companyName country contacts(first: 1) { edges { node { name email } } } agreements { endsOn licenceKey } } }
  }
}`;

/** The third query: what stands apart until somebody says whose it is. */
export const APART_QUERY = `{
  customers(filter: { companyName: "${DEMONSTRATION_APART.companyName}" }) {
    edges { node {
      companyName
      installations { edges { node { id version activity confirmation } } }
      usage(metrics: ["steps-executed"], from: "FROM", to: "TO", grain: MONTH, installations: UNCONFIRMED) {
        points { start increase coverage { daysObserved daysDue } }
      }
    } }
  }
}`;

/** What `npm start` prints: where it listens, tokens, and three queries to paste. */
export function welcome(url: string, tokens: readonly SampleToken[], now: number): string {
  const tokenOf = (audience: Audience): string => tokens.find((t) => t.audience === audience)?.token ?? '';
  // The fleet reports up to yesterday: on the first of a month there is nothing of the new one yet.
  const yesterday = new Date(now - DAY_MS).toISOString().slice(0, 10);
  const month = yesterday.slice(0, 7);
  const paste = (query: string, token: string): string =>
    `curl -s ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${JSON.stringify({ query: query.replaceAll(/\s+/g, ' ') })}'`;
  return [
    `Hearth listens on ${url}`,
    '',
    `  graph     ${url}/graphql      (in a browser: an explorer; put a token under "Headers")`,
    `  reports   ${url}/v1/reports`,
    `  health    ${url}/healthz  ${url}/readyz  ${url}/metrics`,
    '',
    'Sample tokens, an hour long. Everything here is invented and made on this machine.',
    '',
    ...tokens.flatMap(({ audience, token }) => [`  ${audience}`, `    ${token}`, '']),
    'Three queries to paste into another terminal.',
    '',
    'Product management asks which versions run; there is no customer in the answer:',
    '',
    paste(STATISTICS_QUERY.replace('MONTH', month), tokenOf('product-management')),
    '',
    'The communication department asks for customers; the licence key is not for it, and the answer says why:',
    '',
    paste(CUSTOMERS_QUERY, tokenOf('communication')),
    '',
    'Compliance asks what a customer’s agreement keeps apart: one installation that nobody has confirmed yet',
    '(`mutation { confirmInstallation(id: "…") { confirmation } }` makes it count):',
    '',
    paste(APART_QUERY.replace('FROM', `${month}-01`).replace('TO', yesterday), tokenOf('compliance')),
    '',
    'Stop with Ctrl-C.',
  ].join('\n');
}
