/** JVM versions that name a build of HotSpot or of another JVM, all of them Java 6. */
const JAVA_6 = new Set(['2.3', '2.4', '5.1.0844', '5.1.0909']);
const HOTSPOT_BUILD = /^(\d{2})\.(\d)-b(\d{2})$/;
/** HotSpot builds from 10.0-b19 to 17.1-b03 belong to Java 6; as numbers, for comparison. */
const FIRST_JAVA_6_BUILD = 10_019;
const LAST_JAVA_6_BUILD = 17_103;

/**
 * Reduces a JVM version to its family: 1.6.0_16 to 1.6, 8 to 1.8, 11.0.2 to 11, none to N/A; what names no family is
 * OTHER. No other text can come out, so nothing of the raw version is kept.
 */
export function jvmFamily(raw: string | undefined): string {
  if (raw === undefined || raw === '' || raw === 'N/A') return 'N/A';
  if (JAVA_6.has(raw)) return '1.6';
  const build = HOTSPOT_BUILD.exec(raw);
  if (build) {
    const number = Number(`${build[1]}${build[2]}${build[3]}`);
    return number >= FIRST_JAVA_6_BUILD && number <= LAST_JAVA_6_BUILD ? '1.6' : 'OTHER';
  }
  const old = /^1\.(\d)(?!\d)/.exec(raw);
  if (old) return `1.${old[1]}`;
  const major = Number(/^(\d{1,2})(?!\d)/.exec(raw)?.[1] ?? NaN);
  // Java 5 was the first to be called by one number; Java 8 was the last whose version began with 1.
  if (!(major >= 5)) return 'OTHER';
  return major <= 8 ? `1.${major}` : String(major);
}
