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

/** Rows whose columns are environments, set so that they fit. */
export interface FittedColumns {
  readonly lines: readonly string[];
  /** The columns that did not fit, counted from 0 as in the rows. */
  readonly left: readonly number[];
}

/** The longest value, in characters: as long as all columns fit, or as short as still says something. */
const MAX_VALUES = [40, 32, 24, 18, 12];

/**
 * Sets a table of names and environments: with values as long as all columns fit; when even short ones do not, columns
 * are left out from the middle.
 *
 * The first environment and the last are those that people compare, so the names and these two are always kept.
 *
 * @param rowsOf the rows with values of at most so many characters
 */
export function fitColumns(rowsOf: (most: number) => readonly (readonly string[])[], width: number): FittedColumns {
  let rows: readonly (readonly string[])[] = [];
  for (const most of MAX_VALUES) {
    rows = rowsOf(most);
    const { lines, hidden } = columns(rows, width);
    if (hidden === 0 && lines.every((line) => lengthOf(line) <= width)) return { lines, left: [] };
  }
  const { kept, left } = keepEnds(rows, width);
  return { lines: columns(rows.map((row) => kept.map((i) => row[i] ?? '')), Infinity).lines, left };
}

/** Takes columns in turn from the beginning and from the end, until one does not fit. */
function keepEnds(rows: readonly (readonly string[])[], width: number): { kept: number[]; left: number[] } {
  const all = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const widthOf = (i: number) => rows.reduce((most, row) => Math.max(most, lengthOf(row[i] ?? '')), 0);
  let [start, end, used] = [0, all, -GAP];
  while (start < end) {
    const isFirst = start <= all - end;
    used += GAP + widthOf(isFirst ? start : end - 1);
    if (start + all - end >= 3 && used > width) break;
    if (isFirst) start += 1;
    else end -= 1;
  }
  const indexes = Array.from({ length: all }, (_, i) => i);
  return { kept: [...indexes.slice(0, start), ...indexes.slice(end)], left: indexes.slice(start, end) };
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - lengthOf(cell)));
}

/** In characters as people count them, not in UTF-16 units. */
function lengthOf(cell: string): number {
  return [...cell].length;
}
