import { isLicenceAllowed } from './licences';

/** The part of a CycloneDX 1.5 component that is looked at. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly 'bom-ref'?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly licenses?: readonly {
    readonly expression?: string;
    readonly license?: { readonly id?: string; readonly name?: string };
  }[];
}

/** The part of a CycloneDX document that is looked at. */
export interface BillOfMaterials {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata?: { readonly component?: { name: string } };
  readonly components: readonly Component[];
  readonly dependencies?: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const DEVELOPMENT = 'cdx:npm:package:development';

/** The same bill without what is installed for development alone. */
export function withoutDevelopment(bill: BillOfMaterials): BillOfMaterials {
  const isDevelopment = ({ properties }: Component): boolean =>
    (properties ?? []).some(({ name, value }) => name === DEVELOPMENT && value === 'true');
  const left = new Set(bill.components.filter(isDevelopment).map((component) => component['bom-ref']));
  return {
    ...bill,
    components: bill.components.filter((component) => !isDevelopment(component)),
    dependencies: (bill.dependencies ?? [])
      .filter(({ ref }) => !left.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: (dependsOn ?? []).filter((one) => !left.has(one)) })),
  };
}

/** What is wrong with a bill of materials, in words; nothing where it is whole. */
export function faultsOfBill(bill: BillOfMaterials, directDependencies: readonly string[]): string[] {
  const faults: string[] = [];
  if (bill.bomFormat !== 'CycloneDX') faults.push('it is no CycloneDX document');
  if (!/^1\.[5-9]$/.test(bill.specVersion)) faults.push('its version of CycloneDX is not known here');
  if (bill.components.length === 0) faults.push('it has no components');
  for (const { name, version, purl } of bill.components) {
    if (!name || !version || !purl?.startsWith('pkg:npm/'))
      faults.push(`${name}: no version or no package URL`);
  }
  const named = new Set(
    bill.components.map(({ purl }) => decodeURIComponent(purl ?? '').replace(/@[^@]*$/, '')),
  );
  for (const dependency of directDependencies) {
    if (!named.has(`pkg:npm/${dependency}`)) faults.push(`${dependency}: a direct dependency that it lacks`);
  }
  return faults;
}

/** The components whose licence is not allowed, with what they say of it. */
export function refusedLicences(bill: BillOfMaterials): string[] {
  return bill.components.flatMap(({ name, version, licenses }) => {
    const stated = (licenses ?? []).map(
      ({ expression, license }) => expression ?? license?.id ?? license?.name ?? '',
    );
    const allowed = stated.length > 0 && stated.every(isLicenceAllowed);
    return allowed ? [] : [`${name}@${version}: ${stated.join(', ') || 'no licence'}`];
  });
}
