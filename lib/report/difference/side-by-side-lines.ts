import { fitColumns } from '../columns';
import { columnHeads, previewColumns } from '../preview';
import { shortened } from '../printable';
import { SECRET_VALUE } from '../../template/secret';
import { type LinesOptions, PLAIN, wrap } from './difference-lines';
import { someNames, valueWords } from './difference-words';
import type { SideBySide, SideBySideRow } from './side-by-side';
import { sideBySideVerdict } from './verdict';
import { numberText, plural } from '../words';

const ROWS = 60;
/** The longest value where nothing tells how much room there is, in characters. */
const MAX_VALUE = 40;
/** What each kind is called, and what its cells say. */
const TITLES = {
  variation: ['variations', ''], fact: ['facts', ''], alternative: ['alternatives', ''],
  'stand-in': ['stand-ins', ', until when they may run'], exception: ['exceptions', ', until when they may hold'],
} as const;

/** All environments side by side as a table that fits the width; columns and rows that do not are counted. */
export function sideBySideLines(table: SideBySide, { width, rows = ROWS, style = PLAIN }: LinesOptions): string[] {
  const { targets, unexplained } = table;
  if (table.rows.length === 0 && unexplained.length === 0) {
    const said = targets.length === 1 ? 'stands alone' : 'are the same';
    return [style.bold(`${someNames(targets, 7)} ${said}`), '', ...verdictLines(table, width, style)];
  }
  const groups = groupRows(table.rows);
  const shown = groups.length <= rows + 1 ? groups : groups.slice(0, rows);
  const heads = columnHeads(targets, table.previews).map((target) => shortened(target, 40));
  const { lines, left } = fitColumns((most) => [
    ['', ...heads], ...shown.map((group) => [`  ${nameOf(group)}`, ...cellsOf(group.first, targets, most)]),
  ], width, previewColumns(targets, table.previews, 1));
  const counts = new Map<string, number>();
  for (const { first: { kind } } of groups) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const [head, ...set] = lines;
  const listed = set.flatMap((line, i) => {
    const { kind } = shown[i].first;
    if (i > 0 && shown[i - 1].first.kind === kind) return [line];
    const count = counts.get(kind) ?? 0;
    const [name, cells] = TITLES[kind];
    const title = style.bold(`${name} that differ (${numberText(count)})${cells}`);
    return [...(i > 0 ? [''] : []), title, line];
  });
  const cut = [
    groups.length > shown.length ? `${plural(groups.length - shown.length, 'more row')}` : '',
    left.length > 0 ? `${left.length} of ${targets.length} columns: ${
      someNames(left.map((column) => heads[column - 1]), 4)}` : '',
  ].filter(Boolean);
  return [
    style.bold(head), ...listed,
    ...(cut.length === 0 ? [] : [style.dim(`  … not shown: ${cut.join('; ')}; --format json has all`)]), '',
    ...verdictLines(table, width, style),
  ];
}

function verdictLines(table: SideBySide, width: number, { bad }: typeof PLAIN): string[] {
  const lines = wrap([sideBySideVerdict(table)], '', width);
  return table.unexplained.length > 0 ? lines.map(bad) : lines;
}

/** Rows of charts of one class that say the same. */
export interface RowGroup { readonly first: SideBySideRow; readonly charts: number }

/** Says once what is the same in many charts of one class. Linear. */
export function groupRows(rows: readonly SideBySideRow[]): RowGroup[] {
  const groups = new Map<string, { first: SideBySideRow; charts: number }>();
  for (const row of rows) {
    const key = JSON.stringify({ ...row, chart: undefined });
    const same = groups.get(key);
    if (same === undefined) groups.set(key, { first: row, charts: 1 });
    else same.charts += 1;
  }
  return [...groups.values()];
}

/** `Checkout.replicas`, with its chart where others are of the class, too. */
export function nameOf({ first, charts }: RowGroup): string {
  const { kind, name, class: className, chart, sharesClass } = first;
  if (className === undefined) return shortened(name, 60);
  const isInside = kind === 'exception' || kind === 'stand-in';
  const whole = shortened(isInside ? `${className} > ${name}` : `${className}.${name}`, 60);
  if (charts > 1) return `${whole} (${plural(charts, 'chart')})`;
  return sharesClass ? `${whole} (${shortened(chart ?? '', 40)})` : whole;
}

export function cellsOf({ kind, values }: SideBySideRow, targets: readonly string[], most = MAX_VALUE): string[] {
  return targets.map((target) => {
    if (!Object.hasOwn(values, target)) return '-';
    const value = values[target];
    // In a table of many columns a word must do.
    if (value === SECRET_VALUE) return '(secret)';
    // Branches are names; the value `false` and the branch 'false' are the same to a reader.
    return kind === 'alternative' ? shortened(String(value), most) : valueWords(value, most);
  });
}
