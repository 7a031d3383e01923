import { printable, shortened } from '../printable';
import type { Cause } from './cause';
import { type LinesOptions, PLAIN, wrap } from './difference-lines';
import { changeWords, valueWords } from './difference-words';
import type { ExplainedField, ObjectFields, PairFields } from './field-differences';
import { plural } from '../words';

/** The most fields of all pairs together. */
const MOST_FIELDS = 400;
/** A longer computation is told by its inputs alone, in characters. */
const MOST_COMPUTED = 40;

/** The fields that differ as lines of text, by chart and object; what is left out is counted. */
export function fieldLines(
  all: readonly PairFields[], { width, rows = MOST_FIELDS, style = PLAIN }: LinesOptions,
): string[] {
  let left = rows;
  const lines: string[] = [];
  for (const { from, to, objects } of all) {
    lines.push(style.bold(`${printable(from)} -> ${printable(to)}`));
    if (objects.length === 0) lines.push('  no field differs');
    let chart: string | undefined;
    for (const object of objects) {
      if (left <= 0) break;
      if (object.chart !== chart) lines.push(chartLine(object));
      chart = object.chart;
      const shown = object.fields.slice(0, left);
      left -= Math.max(1, shown.length);
      lines.push(...objectLines({ ...object, fields: shown }, width, style));
    }
    lines.push('');
  }
  const rest = all.reduce((sum, { objects }) => sum + countFields(objects), 0) - (rows - left);
  if (rest > 0) lines.push(style.dim(`… ${plural(rest, 'more field')}: --chart narrows, --format json has all`), '');
  return lines;
}

/** An object that is on one side only counts as one. */
export function countFields(objects: readonly ObjectFields[]): number {
  return objects.reduce((sum, { fields }) => sum + Math.max(1, fields.length), 0);
}

function chartLine({ chart, class: className }: ObjectFields): string {
  return `  ${shortened(className, 60)}${chart === className ? '' : ` (${shortened(chart, 80)})`}`;
}

function objectLines(
  { object, kind, fields, causes = [] }: ObjectFields, width: number, style: typeof PLAIN,
): string[] {
  const sign = kind === 'added' ? style.good('+') : kind === 'removed' ? style.bad('-') : ' ';
  const by = causes.length === 0 ? '' : style.dim(`  by ${causes.map(causeWords).join(' and ')}`);
  return [`  ${sign} ${shortened(object, 100)}${by}`, ...fields.flatMap((field) => eachField(field, width, style))];
}

function eachField(field: ExplainedField, width: number, { dim, bad }: typeof PLAIN): string[] {
  const line = `${shortened(field.field || '(the whole object)', 160)}  ${fieldWords(field)}`;
  const isExplained = field.causes.length > 0;
  const by = isExplained ? `by ${field.causes.map(causeWords).join(' and ')}`
    : 'nothing declared explains it: see parity check';
  const mark = isExplained ? dim : bad;
  const indent = '      ';
  if (indent.length + line.length + 2 + by.length <= width) return [`${indent}${line}  ${mark(by)}`];
  return [...wrap([line], indent, width), ...wrap([by], `${indent}  `, width).map(mark)];
}

export function fieldWords({ kind, before, after, incidental }: ExplainedField): string {
  switch (kind) {
    case 'added': return `+ ${valueWords(after)}`;
    case 'removed': return `- ${valueWords(before)}`;
    case 'reordered':
      return `in another order${incidental ? ', which says nothing' : ''}: ${changeWords(before, after, 60)}`;
    default: return changeWords(before, after);
  }
}

export function causeWords({ kind, by, computed, target }: Cause): string {
  if (kind === 'exception') return `exception in ${printable(target ?? '')}: ${shortened(by, 60)}`;
  if (kind === 'alternative') return `the choice of ${shortened(by, 80)}`;
  const isShort = computed !== undefined && computed.length <= MOST_COMPUTED;
  return `${shortened(by, 80)}${isShort ? ` = ${printable(computed)}` : ''}`;
}
