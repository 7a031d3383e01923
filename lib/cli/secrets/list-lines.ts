import { columns } from '../../report/columns';
import type { Terminal } from '../terminal';
import type { ReadRow, ValueRow } from './list';

/** For each environment who reads what, what a role may read besides, and which values there must be. */
export function listLines(
  environments: readonly string[], reads: readonly ReadRow[], values: readonly ValueRow[],
  { style, width }: Pick<Terminal, 'style' | 'width'>,
): string[] {
  if (reads.length === 0 && values.length === 0) return ['no service reads a secret'];
  return environments.flatMap((environment, i) => {
    const [own, needed] = [reads, values].map((rows) => rows.filter((row) => row.environment === environment)) as
      [ReadRow[], ValueRow[]];
    return [
      ...(i === 0 ? [] : ['']), style.bold(environment),
      ...readLines(own, width), ...style.dim(besides(own).join('\n')).split('\n').filter(Boolean),
      ...(needed.length === 0 ? [] : ['', ...valueLines(needed, width)]),
    ];
  });
}

function readLines(rows: readonly ReadRow[], width: number): readonly string[] {
  return rows.length === 0 ? [] : columns([
    ['  SERVICE', 'KEY', 'AS', 'FROM', 'SECRET'],
    ...rows.map(({ service, key, as, from, entry, secret }) => [
      `  ${service}`, key, String(Object.values(as)[0]),
      entry ?? (from === 'computed' ? '(computed)' : "(the Secret's owner)"), secret,
    ]),
  ], width).lines;
}

function besides(rows: readonly ReadRow[]): string[] {
  return [...new Set(rows.flatMap(({ service, entry, mayReadToo = [] }) =>
    mayReadToo.map((other) => `  ${service} may read ${other} as well: it is in the entry of ${entry}`)))];
}

function valueLines(rows: readonly ValueRow[], width: number): readonly string[] {
  return columns([
    ['  VALUE', 'FILLED BY', 'WHAT IT IS'],
    ...rows.map(({ entry, filledBy, description = '' }) => [`  ${entry}`, filledBy, description]),
  ], width).lines;
}
