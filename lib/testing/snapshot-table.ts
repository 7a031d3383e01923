import type { AssemblyIndex, ChartRecord, ExceptionRecord, TargetRecord } from '../synth/assembly/assembly';
import { evaluator } from '../template/evaluate';
import { type Json, isJsonObject } from '../template/json';
import { describeExpression } from '../template/notation';

/** A label, and one cell for each target; a row without cells is a heading. */
interface Row { readonly label: string; readonly cells: readonly string[] }

/** Longer labels stand on a line of their own, so that one of them does not push all cells aside. */
const LONGEST_LABEL = 36;

/** Everything that differs, or may: a row for each declaration, a column for each environment and cluster. */
export function differenceTable(index: AssemblyIndex): string {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const alternatives = alternativeRows(index, targets);
  const chosen = new Set(alternatives.map(({ label }) => label));
  const rows: Row[] = [
    { label: '', cells: targets.map(({ name }) => name) },
    ...index.charts.flatMap((chart) => section(
      `${chart.id}: variations, defaults in ( )`, variationRows(chart, targets),
    )),
    ...section('facts', factRows(index, targets).filter(({ label }) => !chosen.has(label))),
    ...section('alternatives', alternatives),
    ...index.charts.flatMap((chart) => section(`${chart.id}: exceptions`, exceptionRows(chart, targets))),
  ];
  return layOut(rows);
}

function section(heading: string, rows: readonly Row[]): Row[] {
  if (rows.length === 0) return [];
  return [{ label: heading, cells: [] }, ...rows.map(({ label, cells }) => ({ label: `  ${label}`, cells }))];
}

function variationRows(chart: ChartRecord, targets: readonly TargetRecord[]): Row[] {
  return chart.variations.map(({ name }) => ({
    label: name,
    cells: targets.map((target) => {
      const { value, from } = chart.targets[target.name].values[name];
      return from === 'default' ? `(${cellOf(value)})` : cellOf(value);
    }),
  }));
}

/** The facts that fill a place in any chart; the others make no difference. */
function factRows({ charts }: AssemblyIndex, targets: readonly TargetRecord[]): Row[] {
  const paths = new Map(charts.flatMap(({ facts }) =>
    facts.map(({ path }) => [`env.${path.join('.')}`, path] as const)));
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, path]) => ({
    label,
    cells: targets.map(({ facts }) => cellOf(path.reduce<Json | undefined>(
      (value, key) => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), facts))),
  }));
}

function alternativeRows({ charts }: AssemblyIndex, targets: readonly TargetRecord[]): Row[] {
  const rows = new Map<string, Row>();
  for (const chart of charts) {
    for (const { of } of chart.alternatives) {
      const label = of.op === 'fact' ? describeExpression(of) : `${chart.id}: ${describeExpression(of)}`;
      rows.set(label, {
        label,
        cells: targets.map(({ name, facts }) => {
          const variations = new Map(Object.entries(chart.targets[name].values)
            .map(([key, { value }]) => [key, value]));
          return String(evaluator({ facts, variations })(of));
        }),
      });
    }
  }
  return [...rows.values()];
}

function exceptionRows(chart: ChartRecord, targets: readonly TargetRecord[]): Row[] {
  const rows = new Map<string, Map<string, string>>();
  const note = (label: string, { target }: ExceptionRecord, cell: string) =>
    rows.set(label, (rows.get(label) ?? new Map()).set(target, cell));
  for (const exception of chart.exceptions) {
    const { object, reason, owner, expires, patch } = exception;
    note(`${object}: ${reason} (${owner}, until ${expires})`, exception, 'yes');
    for (const operation of patch) {
      const from = 'from' in operation ? ` from ${operation.from}` : '';
      const cell = 'value' in operation ? cellOf(operation.value) : 'yes';
      note(`  ${object} ${operation.op} ${operation.path}${from}`, exception, cell);
    }
  }
  return [...rows].map(([label, cells]) => ({ label, cells: targets.map(({ name }) => cells.get(name) ?? '-') }));
}

function cellOf(value: Json | undefined): string {
  if (value === undefined) return '-';
  return typeof value === 'string' && /^[^\s"'\\()-][^\s"'\\()]*$/.test(value) ? value : JSON.stringify(value);
}

function layOut(rows: readonly Row[]): string {
  const short = rows.filter(({ label, cells }) => cells.length > 0 && label.length <= LONGEST_LABEL);
  const labelWidth = Math.max(0, ...short.map(({ label }) => label.length));
  const widths = rows.reduce<number[]>((found, { cells }) =>
    cells.map((cell, i) => Math.max(found[i] ?? 0, cell.length)).concat(found.slice(cells.length)), []);
  return rows.flatMap(({ label, cells }) => {
    const line = cells.map((cell, i) => cell.padEnd(widths[i])).join('  ');
    if (cells.length === 0) return [label];
    if (label.length > LONGEST_LABEL) return [label, `${' '.repeat(labelWidth)}  ${line}`];
    return [`${label.padEnd(labelWidth)}  ${line}`];
  }).map((line) => line.trimEnd()).join('\n');
}
