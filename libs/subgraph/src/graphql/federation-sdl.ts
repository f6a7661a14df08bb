import { ACCESS_DIRECTIVES_SDL } from '@hearth/access-plan';

/** What a subgraph says of itself to the composer: federation's directives, and ours, which are kept in the supergraph. */
export const SUBGRAPH_PREFIX = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective", "@inaccessible"])
  @link(url: "https://hearth.dev/access/v1.0", import: ["@category", "@open", "@audience"])
  @composeDirective(name: "@category")
  @composeDirective(name: "@open")
  @composeDirective(name: "@audience")

${ACCESS_DIRECTIVES_SDL.trim()}
`;
