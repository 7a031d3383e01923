/** How many pairs of rules are compared for one object: a second or so. */
const MOST = 500_000;

/** Counts what comparing rules of two sides takes, so that a large object does not take for ever. */
export class Comparisons {
  private left = MOST;

  /** Whether one more of a size may be made. */
  take(size: number): boolean {
    this.left -= size;
    return !this.isSpent;
  }

  get isSpent(): boolean {
    return this.left < 0;
  }
}

/** Why some rules were not compared. */
export const NOT_COMPARED = 'the rules that changed are too many to be compared with each other: some may allow more '
  + 'than before, or all may be what was allowed';
