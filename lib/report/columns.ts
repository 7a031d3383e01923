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
 * are left out, previews first, then from the middle.
 *
 * The first environment and the last are those that people compare, so the names and these two are always kept.
 *
 * @param rowsOf the rows with values of at most so many characters
 * @param previews the columns of previews
 */
export function fitColumns(
  rowsOf: (most: number) => readonly (readonly string[])[], width: number, previews: ReadonlySet<number> = new Set(),
): FittedColumns {
  let rows: readonly (readonly string[])[] = [];
  for (const most of MAX_VALUES) {
    rows = rowsOf(most);
    const { lines, hidden } = columns(rows, width);
    if (hidden === 0 && lines.every((line) => lengthOf(line) <= width)) return { lines, left: [] };
  }
  const all = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const order = [0, ...byWorth(Array.from({ length: Math.max(0, all - 1) }, (_, i) => i + 1), previews)].slice(0, all);
  let used = -GAP;
  const fitting = order.findIndex((column, i) => {
    used += GAP + rows.reduce((most, row) => Math.max(most, lengthOf(row[column] ?? '')), 0);
    return i >= 3 && used > width;
  });
  const kept = order.slice(0, fitting === -1 ? all : fitting).sort((a, b) => a - b);
  const left = fitting === -1 ? [] : order.slice(fitting).sort((a, b) => a - b);
  return { lines: columns(rows.map((row) => kept.map((i) => row[i] ?? '')), Infinity).lines, left };
}

/** Columns in the order in which they are worth keeping: the last and the first, and so on inwards; then previews. */
export function byWorth(all: readonly number[], previews: ReadonlySet<number>): number[] {
  const lasting = all.filter((column) => !previews.has(column));
  const inwards = lasting.map((_, i) => lasting[i % 2 === 0 ? lasting.length - 1 - i / 2 : (i - 1) / 2]);
  return [...inwards, ...all.filter((column) => previews.has(column))];
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - lengthOf(cell)));
}

/** In characters as people count them, not in UTF-16 units. */
function lengthOf(cell: string): number {
  return [...cell].length;
}
