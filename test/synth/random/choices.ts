/**
 * Draws decisions from a list of numbers, so that a random app is a plain list that fast-check can shorten.
 *
 * What runs out gives the first option, which is always the simplest one.
 */
export class Choices {
  private next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  below(limit: number): number {
    const number = this.numbers[this.next++] ?? 0;
    return number % limit;
  }

  one<T>(options: readonly T[]): T {
    return options[this.below(options.length)];
  }

  /** Between `least` and `most` results of `make`. */
  some<T>(least: number, most: number, make: (index: number) => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, i) => make(i));
  }

  /** True once in `odds` times, and never when the numbers have run out. */
  rarely(odds: number): boolean {
    return this.below(odds) === odds - 1;
  }
}
