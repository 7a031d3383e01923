import Table from 'cli-table3';

import type { Result } from './run';

const HEAD = ['services', 'environments', 'tool', 'time', 'x ours', 'peak memory', 'runs'];

/** The results for a terminal. */
export function terminalTable(results: readonly Result[]): string {
  const table = new Table({
    head: HEAD,
    colAligns: HEAD.map((word) => (word === 'tool' ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...results.map((result) => cells(result, results)));
  return table.toString();
}

/** The same results for a document. */
export function markdownTable(results: readonly Result[]): string {
  const rows = [
    HEAD,
    HEAD.map((word) => (word === 'tool' ? '---' : '---:')),
    ...results.map((result) => cells(result, results)),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cells(result: Result, results: readonly Result[]): string[] {
  const ours = results.find(({ tool, services, environments }) => (
    tool === 'ours' && services === result.services && environments === result.environments
  ));
  return [
    String(result.services),
    String(result.environments),
    result.way === undefined ? result.tool : `${result.tool} (${result.way})`,
    seconds(result.ms),
    ours === undefined ? '-' : (result.ms / ours.ms).toFixed(2),
    result.rssMb === null ? '-' : `${Math.round(result.rssMb)} MiB`,
    String(result.runs),
  ];
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
