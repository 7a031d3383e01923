import { columns } from '../columns';
import { wrapped } from '../wrapped';

const GAP = 2;
/** Narrower than this a cell would be a column of letters. */
const MIN_CELL = 24;

/**
 * Rows as a table that fits: nothing is cut, so that whatever it holds can be pasted.
 *
 * Where the columns do not fit, the cells on the right wrap; where even that leaves too little room, the cells of a row
 * stand below each other.
 *
 * @param whole how many columns on the left never wrap while there is another way: names and paths
 * @returns the lines of each row
 */
export function wrappedTable(rows: readonly (readonly string[])[], width: number, whole = 1): string[][] {
  const { lines } = columns(rows, Number.POSITIVE_INFINITY);
  if (lines.every((line) => [...line].length <= width)) return lines.map((line) => [line]);
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    rows.reduce((most, row) => Math.max(most, [...row[i] ?? ''].length), 0));
  const kept = widths.slice(0, whole);
  const room = shared(widths.slice(whole), width - kept.reduce((sum, each) => sum + each + GAP, 0));
  return rows.map((row) => (room === undefined ? stacked(row, width) : inColumns(row, [...kept, ...room])));
}

/** Divides what room there is, the small first; undefined when it is too little. */
function shared(widths: readonly number[], room: number): number[] | undefined {
  let left = room - GAP * (widths.length - 1);
  const result = [...widths];
  const bySize = widths.map((_, i) => i).sort((a, b) => widths[a] - widths[b]);
  for (const [nth, i] of bySize.entries()) {
    result[i] = Math.min(widths[i], Math.floor(left / (bySize.length - nth)));
    if (result[i] < Math.min(widths[i], MIN_CELL)) return undefined;
    left -= result[i];
  }
  return result;
}

function inColumns(row: readonly string[], widths: readonly number[]): string[] {
  const cells = widths.map((width, i) => wrapped(row[i] ?? '', width, 0));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => cells.map((lines, i) =>
    (lines[line] ?? '') + ' '.repeat(Math.max(0, widths[i] - [...lines[line] ?? ''].length)))
    .join(' '.repeat(GAP)).trimEnd());
}

/** The first cell on lines of its own; of the others as many on a line as fit, so that none breaks that need not. */
function stacked(row: readonly string[], width: number): string[] {
  const indent = (/^ */.exec(row[0]) as RegExpExecArray)[0].length;
  const margin = ' '.repeat(indent + GAP);
  const [first, ...others] = row;
  const flow = others.filter((cell) => cell !== '').reduce((lines: string[], cell) => {
    const joined = `${lines.at(-1)}  ${cell}`;
    return lines.length > 0 && joined.length <= width ? [...lines.slice(0, -1), joined] : [...lines, margin + cell];
  }, []);
  return [first, ...flow].filter((line) => line.trim() !== '')
    .flatMap((line, i) => wrapped(line, width, indent + (i === 0 ? 1 : 2) * GAP));
}
