/** Counts claims, prints each as it is settled, and ends the process non-zero where one did not hold. */
export class Checks {
  private passed = 0;
  private failed = 0;
  constructor(private readonly name: string) {}

  holds(claim: string, value: boolean): void {
    if (value) this.passed += 1;
    else this.failed += 1;
    console.log(`${value ? '  ok  ' : 'FAILED'} ${claim}`);
  }

  equal(claim: string, got: unknown, wanted: unknown): void {
    this.holds(
      `${claim}: ${String(got)}${Object.is(got, wanted) ? '' : `, wanted ${String(wanted)}`}`,
      Object.is(got, wanted),
    );
  }

  /** Prints the figure on the last line; where all hold, another one may be given. */
  finish(figure?: string): never {
    const counted = `${this.name}: ${this.passed} checks hold, ${this.failed} do not`;
    console.log(this.failed === 0 && figure !== undefined ? `${counted}\n${figure}` : counted);
    process.exit(this.failed === 0 ? 0 : 1);
  }
}
