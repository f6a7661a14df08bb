/** A direct dependency that lags behind a release which its major version would take. */
export interface UntakenPatch {
  readonly package: string;
  readonly current: string;
  readonly newest: string;
  /** Days since the newest was published. */
  readonly days: number;
}

type Version = readonly [number, number, number];

// A release; what is not one (a pre-release, a tag) is nobody's patch.
function release(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

// A pre-release comes before the release of its number.
function base(text: string): Version | undefined {
  return release(text.replace(/[-+].*$/, ''));
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/**
 * The newest release of the same major version that was not taken, or undefined where there is none.
 *
 * @param times when each version was published, RFC 3339, as a registry gives it
 */
export function untakenPatch(
  name: string,
  current: string,
  times: Readonly<Record<string, string>>,
  now: number,
): UntakenPatch | undefined {
  const installed = base(current);
  if (!installed) return undefined;
  const newer = Object.keys(times)
    .flatMap((text) => {
      const version = release(text);
      return version && version[0] === installed[0] && isAfter(version, installed, current)
        ? [{ text, version }]
        : [];
    })
    .sort((a, b) => compare(b.version, a.version))[0];
  const published = newer && Date.parse(times[newer.text] ?? '');
  if (!newer || published === undefined || !Number.isFinite(published)) return undefined;
  const days = Math.max(0, Math.floor((now - published) / 86_400_000));
  return { package: name, current, newest: newer.text, days };
}

function isAfter(version: Version, installed: Version, current: string): boolean {
  const order = compare(version, installed);
  return order > 0 || (order === 0 && current.includes('-'));
}
