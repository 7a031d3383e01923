import Table from 'cli-table3';

import type { ReadingResult } from './reading';
import { seconds } from './table';

/** The results as a row for each command and a column for each size, for a terminal. */
export function readingTable(results: readonly ReadingResult[]): string {
  const [head, ...rows] = cellsOf(results);
  const table = new Table({
    head: head ?? [],
    colAligns: head?.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows);
  return table.toString();
}

/** The same for a document. */
export function readingMarkdown(results: readonly ReadingResult[]): string {
  const [head = [], ...rows] = cellsOf(results);
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Beside the first size each other one says how many times as long it took: linear is as much as the size grew. */
function cellsOf(results: readonly ReadingResult[]): string[][] {
  const sizes = [...new Set(results.map(({ services }) => services))];
  const commands = [...new Set(results.map(({ command }) => command))];
  const environments = results[0]?.environments ?? 0;
  const head = ['command', ...sizes.flatMap((size) => [`${size} x ${environments}`, 'peak memory'])];
  const rows = commands.map((command) => {
    const of = (size: number) => results.find((each) => each.command === command && each.services === size);
    const [first] = sizes.map(of);
    return [command, ...sizes.map(of).flatMap((result, i) => {
      if (result === undefined) return ['-', '-'];
      const growth = i === 0 || first === undefined ? '' : ` (${(result.ms / first.ms).toFixed(1)} x)`;
      return [seconds(result.ms) + growth, result.rssMb === null ? '-' : `${Math.round(result.rssMb)} MiB`];
    })];
  });
  return [head, ...rows];
}
