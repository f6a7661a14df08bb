/** The part of package-lock.json that is looked at. */
export interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      { readonly hasInstallScript?: boolean; readonly link?: boolean; readonly integrity?: string }
    >
  >;
}

const FOLDER = 'node_modules/';
const nameOf = (path: string): string => path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);

/**
 * What is wrong with the list of install scripts (`allowScripts` of package.json): a package with a script that the list does
 * not name, a name that no package has any more, a script that is allowed and for which no reason is given, and a reason for
 * nothing.
 */
export function faultsOfScripts(
  lock: Lock,
  allowed: Readonly<Record<string, boolean>>,
  reasons: Readonly<Record<string, string>>,
): string[] {
  const scripted = new Set(
    Object.entries(lock.packages)
      .filter(([path, { hasInstallScript, link }]) => path.includes(FOLDER) && hasInstallScript && !link)
      .map(([path]) => nameOf(path)),
  );
  return [
    ...[...scripted]
      .filter((name) => !(name in allowed))
      .map((name) => `${name}: has an install script and is not in allowScripts`),
    ...Object.keys(allowed)
      .filter((name) => !scripted.has(name))
      .map((name) => `${name}: is in allowScripts and has no install script`),
    ...Object.entries(allowed)
      .filter(([name, runs]) => runs && !reasons[name]?.trim())
      .map(([name]) => `${name}: its install script is allowed without a reason`),
    ...Object.keys(reasons)
      .filter((name) => allowed[name] !== true)
      .map((name) => `${name}: a reason for an install script that is not allowed`),
  ];
}

/**
 * What is wrong with `.npmrc`: an npm that does not know `allowScripts` yet (before 11) runs every script, unless all are switched
 * off there. Once one is allowed, that switch would keep it off, and must go.
 */
export function faultsOfSettings(npmrc: string, allowed: Readonly<Record<string, boolean>>): string[] {
  const off = npmrc.split('\n').some((line) => line.trim() === 'ignore-scripts=true');
  const some = Object.values(allowed).includes(true);
  if (off === !some) return [];
  return [
    some ? '.npmrc: ignore-scripts keeps allowed scripts off' : '.npmrc: ignore-scripts=true is missing',
  ];
}

/** Packages of the lock whose content it does not pin by a digest. */
export function withoutIntegrity(lock: Lock): string[] {
  return Object.entries(lock.packages)
    .filter(([path, { link, integrity }]) => path.includes(FOLDER) && !link && !integrity)
    .map(([path]) => nameOf(path));
}
