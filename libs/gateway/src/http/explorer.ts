import { gzip } from 'node:zlib';
import { promisify } from 'node:util';

const HINT = `# This page asks nothing of the internet.
#
# Without a token you are the public. To be
# somebody, paste into the Headers pane below:
#
#   {
#     "authorization": "Bearer …",
#     "hearth-purpose": "communication"
#   }
#
# The purpose may be left out where the token
# allows just one.

{
  whoAmI {
    audience
    purpose
    rows
    policyVersion
  }
  policy {
    version
    clauses {
      id
      title
    }
  }
}
`;

/** The explorer's page, and the headers that keep it from fetching anything from anywhere else. */
export interface ExplorerPage {
  readonly html: Buffer;
  readonly gzipped: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

let page: Promise<ExplorerPage> | undefined;

/** GraphiQL as one page without a foreign address in it. Made on first need, since it is nine megabytes long. */
export function explorerPage(): Promise<ExplorerPage> {
  page ??= renderPage();
  return page;
}

async function renderPage(): Promise<ExplorerPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = Buffer.from(
    renderGraphiQL({
      title: 'Hearth',
      defaultQuery: HINT,
      headers: '{}',
      // A token that outlives its tab would lie in the browser's storage for anybody at the desk.
      shouldPersistHeaders: false,
    }),
  );
  return {
    html,
    gzipped: await promisify(gzip)(html),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, max-age=3600',
      vary: 'accept, accept-encoding',
      // The editor is one inline script with workers made of blobs; nothing in it may come from, or go to, elsewhere.
      'content-security-policy':
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  };
}
