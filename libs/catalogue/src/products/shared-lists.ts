/** The version strings of the vendor's own products. */
export const VERSION_FORM = { pattern: /^[0-9A-Za-z.+_-]{1,32}$/, maxLength: 32 } as const;

/** Editions of the vendor's own products, as filed. */
export const EDITIONS = ['ENTERPRISE', 'STANDARD', 'DEVELOPER', 'TRIAL', 'OTHER'] as const;

/** Operating systems of the vendor's own products, as filed. */
export const OPERATING_SYSTEMS = ['WINDOWS', 'LINUX', 'MACOS', 'SOLARIS', 'AIX', 'HP-UX', 'OTHER'] as const;

// The first pattern that fits decides; Darwin comes before Windows, whose name it contains.
const SYSTEMS: readonly (readonly [RegExp, (typeof OPERATING_SYSTEMS)[number]])[] = [
  [/^(mac|darwin|os x)/, 'MACOS'],
  [/^win/, 'WINDOWS'],
  [/(linux|ubuntu|debian|red hat|rhel|centos|suse|fedora)/, 'LINUX'],
  [/^(sunos|solaris)/, 'SOLARIS'],
  [/^aix/, 'AIX'],
  [/^hp-?ux/, 'HP-UX'],
];

/** Files an edition under its name in the list, whatever its case; anything else is `OTHER`. */
export function editionOf(raw: string): string {
  const upper = raw.trim().toUpperCase();
  return (EDITIONS as readonly string[]).includes(upper) ? upper : 'OTHER';
}

/** Files an operating system under its family; anything else, and nothing, is `OTHER`. */
export function operatingSystemOf(raw: string | undefined): string {
  const lower = (raw ?? '').trim().toLowerCase();
  return SYSTEMS.find(([pattern]) => pattern.test(lower))?.[1] ?? 'OTHER';
}
