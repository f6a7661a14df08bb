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

  /** Prints the figure on the last line, after it another one where the proof has one of its own. */
  finish(figure?: string): never {
    console.log(`${this.name}: ${this.passed} checks hold, ${this.failed} do not`);
    if (figure !== undefined) console.log(figure);
    process.exit(this.failed === 0 ? 0 : 1);
  }
}
