/** Rows set in columns. */
export interface Columns {
  readonly lines: readonly string[];
  /** How many columns did not fit. */
  readonly hidden: number;
}

const GAP = 2;

/**
 * Sets rows in columns as wide as their longest cell; columns that do not fit the width are left out from the right.
 *
 * The first column and the next are always kept: a table of names alone would say nothing.
 */
export function columns(rows: readonly (readonly string[])[], width: number): Columns {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    rows.reduce((most, row) => Math.max(most, lengthOf(row[i] ?? '')), 0));
  let kept = 0;
  let used = 0;
  while (kept < count && (kept < 2 || used + widths[kept] <= width)) {
    used += widths[kept] + GAP;
    kept += 1;
  }
  const lines = rows.map((row) => {
    const cells = widths.slice(0, kept).map((most, i) => pad(row[i] ?? '', most));
    return cells.join(' '.repeat(GAP)).trimEnd();
  });
  return { lines, hidden: count - kept };
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - lengthOf(cell)));
}

/** In characters as people count them, not in UTF-16 units. */
function lengthOf(cell: string): number {
  return [...cell].length;
}
