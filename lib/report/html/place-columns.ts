/**
 * The middles of what stands in columns: each near the middle of what it is connected to, none on another.
 *
 * @param columns from top to bottom
 * @param heights of all members; in pixels, as are the results
 * @param connected pairs of members
 */
export function placeColumns(
  columns: readonly (readonly number[])[], heights: readonly number[],
  connected: readonly (readonly [number, number])[], gap: number,
): number[] {
  const neighbours = heights.map((): number[] => []);
  for (const [a, b] of connected) {
    neighbours[a].push(b);
    neighbours[b].push(a);
  }
  const middles = heights.map(() => 0);
  for (const column of columns) {
    const height = column.reduce((sum, member) => sum + heights[member] + gap, -gap);
    let top = -height / 2;
    for (const member of column) {
      middles[member] = top + heights[member] / 2;
      top += heights[member] + gap;
    }
  }
  for (let sweep = 0; sweep < 8; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const wanted = column.map((member) => (neighbours[member].length === 0 ? middles[member]
        : neighbours[member].reduce((sum, other) => sum + middles[other], 0) / neighbours[member].length));
      spread(wanted, column.map((member) => heights[member]), gap).forEach((y, i) => { middles[column[i]] = y; });
    }
  }
  const top = Math.min(0, ...middles.map((middle, i) => middle - heights[i] / 2));
  return middles.map((middle) => Math.round(middle - top));
}

/**
 * Middles in the given order, at least a gap apart, that are together as near as can be to those that are wanted:
 * neighbours that want the same room are pooled and share their mean.
 */
function spread(wanted: readonly number[], heights: readonly number[], gap: number): number[] {
  const offsets: number[] = [];
  wanted.forEach((_, i) => {
    offsets.push(i === 0 ? 0 : offsets[i - 1] + (heights[i - 1] + heights[i]) / 2 + gap);
  });
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((y, i) => {
    pools.push({ sum: y - offsets[i], count: 1 });
    while (pools.length > 1) {
      const [before, last] = pools.slice(-2);
      if (before.sum / before.count <= last.sum / last.count) break;
      pools.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  });
  const shifts = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  return shifts.map((shift, i) => shift + offsets[i]);
}
