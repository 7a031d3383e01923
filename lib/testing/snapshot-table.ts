import { choiceIn, standInTargets } from '../check/choices';
import { SecretInputs } from '../check/secret-inputs';
import { printable } from '../report/printable';
import type { AssemblyIndex, ChartRecord, ExceptionRecord, TargetRecord } from '../synth/assembly/assembly';
import { type Json, valueAt } from '../template/json';
import { describeExpression } from '../template/notation';
import { SECRET_VALUE } from '../template/secret';

/** A label, and one cell for each target; a row without cells is a heading. */
interface Row { readonly label: string; readonly cells: readonly string[] }

/** Longer labels stand on a line of their own, so that one of them does not push all cells aside. */
const LONGEST_LABEL = 36;
/** A row with a longer cell has its cells below each other: beside each other they would push all others apart. */
const LONGEST_CELL = 36;
/** Columns grow in steps, so that a value which becomes longer seldom moves the lines of the others. */
const COLUMN_STEP = 4;

/** Everything that differs, or may: a row for each declaration, a column for each environment and cluster. */
export function differenceTable(index: AssemblyIndex): string {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const secrets = new SecretInputs(index);
  const alternatives = alternativeRows(index, targets);
  const chosen = new Set(alternatives.map(({ label }) => label));
  const rows: Row[] = [
    { label: '', cells: targets.map(({ name }) => name) },
    ...index.charts.flatMap((chart) => section(
      `${chart.id}: variations, defaults in ( )`, variationRows(chart, targets, secrets),
    )),
    ...section('facts', factRows(index, targets, secrets).filter(({ label }) => !chosen.has(label))),
    ...section('alternatives', alternatives),
    ...index.charts.flatMap((chart) => section(`${chart.id}: stand-ins`, standInRows(chart, targets))),
    ...index.charts.flatMap((chart) => section(`${chart.id}: exceptions`, exceptionRows(chart, targets, secrets))),
  ];
  return layOut(rows);
}

function section(heading: string, rows: readonly Row[]): Row[] {
  if (rows.length === 0) return [];
  return [{ label: heading, cells: [] }, ...rows.map(({ label, cells }) => ({ label: `  ${label}`, cells }))];
}

function variationRows(chart: ChartRecord, targets: readonly TargetRecord[], secrets: SecretInputs): Row[] {
  return chart.variations.map(({ name }) => ({
    label: name,
    cells: targets.map((target) => {
      const { value, from } = chart.targets[target.name].values[name];
      if (secrets.hasVariation(chart, name)) return SECRET_VALUE;
      return from === 'default' ? `(${cellOf(value)})` : cellOf(value);
    }),
  }));
}

/** The facts that fill a place in any chart, and that any target answers; the others make no difference. */
function factRows({ charts }: AssemblyIndex, targets: readonly TargetRecord[], secrets: SecretInputs): Row[] {
  const paths = new Map(charts.flatMap(({ facts }) =>
    facts.map(({ path }) => [`env.${path.join('.')}`, path] as const)));
  const answered = [...paths].filter(([, path]) => targets.some(({ facts }) => valueAt(facts, path) !== undefined));
  return answered.sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, path]) => ({
    label,
    cells: targets.map(({ facts }) =>
      (secrets.hasFact(path) ? SECRET_VALUE : cellOf(valueAt(facts, path)))),
  }));
}

function alternativeRows({ charts }: AssemblyIndex, targets: readonly TargetRecord[]): Row[] {
  const rows = new Map<string, Row>();
  for (const chart of charts) {
    for (const { of } of chart.alternatives) {
      const label = of.op === 'fact' ? describeExpression(of) : `${chart.id}: ${describeExpression(of)}`;
      if (rows.has(label)) continue;
      rows.set(label, { label, cells: targets.map((target) => cellOf(choiceIn(of, chart, target))) });
    }
  }
  return [...rows.values()];
}

function standInRows(chart: ChartRecord, targets: readonly TargetRecord[]): Row[] {
  return chart.standIns.map((standIn) => {
    const running = new Set(standInTargets(standIn, chart, targets));
    return {
      label: `for ${standIn.for}: ${standIn.reason} (${standIn.owner}, until ${standIn.expires})`,
      cells: targets.map(({ name }) => (running.has(name) ? 'yes' : '-')),
    };
  });
}

function exceptionRows(chart: ChartRecord, targets: readonly TargetRecord[], secrets: SecretInputs): Row[] {
  const rows = new Map<string, Map<string, string>>();
  const note = (label: string, { target }: ExceptionRecord, cell: string) =>
    rows.set(label, (rows.get(label) ?? new Map()).set(target, cell));
  for (const exception of chart.exceptions) {
    const { object, reason, owner, expires } = exception;
    note(`${object}: ${reason} (${owner}, until ${expires})`, exception, 'yes');
    for (const operation of secrets.patchOf(chart, exception)) {
      const from = 'from' in operation ? ` from ${operation.from}` : '';
      const value = 'value' in operation ? operation.value : 'yes';
      const cell = value === SECRET_VALUE ? SECRET_VALUE : cellOf(value);
      note(`  ${object} ${operation.op} ${operation.path}${from}`, exception, cell);
    }
  }
  return [...rows].map(([label, cells]) => ({ label, cells: targets.map(({ name }) => cells.get(name) ?? '-') }));
}

/** A value in few characters: texts that could be misread are quoted. */
export function cellOf(value: Json | undefined): string {
  if (value === undefined) return '-';
  return typeof value === 'string' && /^[^\s"'\\()-][^\s"'\\()]*$/.test(value) ? value : JSON.stringify(value);
}

function layOut(rows: readonly Row[]): string {
  const [header] = rows;
  const isStacked = ({ cells }: Row) => cells.some((cell) => cell.length > LONGEST_CELL);
  const beside = rows.filter((row) => row.cells.length > 0 && !isStacked(row));
  const widthOf = (texts: readonly string[]) =>
    Math.ceil(texts.reduce((longest, { length }) => Math.max(longest, length), 0) / COLUMN_STEP) * COLUMN_STEP;
  const labelWidth = widthOf(beside.map(({ label }) => label).filter(({ length }) => length <= LONGEST_LABEL));
  const widths = header.cells.map((_, i) => widthOf(beside.map(({ cells }) => cells[i])));
  const nameWidth = widthOf(header.cells);
  return rows.flatMap((row) => {
    const { label, cells } = row;
    if (cells.length === 0) return [label];
    if (isStacked(row)) {
      return [label, ...cells.map((cell, i) => `      ${header.cells[i].padEnd(nameWidth)}  ${cell}`)];
    }
    const line = cells.map((cell, i) => cell.padEnd(widths[i])).join('  ');
    return label.length > LONGEST_LABEL
      ? [label, `${' '.repeat(labelWidth)}  ${line}`] : [`${label.padEnd(labelWidth)}  ${line}`];
  }).map((line) => printable(line.trimEnd())).join('\n');
}
