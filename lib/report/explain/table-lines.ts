import { shortened } from '../printable';
import { wrapped } from '../wrapped';
import type { Field, FieldsExplanation, ObjectsExplanation } from './explanation';
import { type LineOptions, exceptionText, headLines, labelled, sameWhere, titleLines } from './place-lines';
import { MAX_TEXT, shortNotation, shortValue } from './value-text';
import { wrappedTable } from './wrapped-table';
import { plural, someOf } from '../words';

/** The most rows of a table before the rest is only counted. */
const MAX_ROWS = 40;
const LABEL = 11;

/** The placeholders of an object, as a table. */
export function fieldsLines(fields: FieldsExplanation, { width, style }: LineOptions): string[] {
  const title = [fields.targets.join(', '), fields.object, fields.at].filter(Boolean).join('  ');
  const shown = cut(fields.fields);
  const rows = shown.map(({ at, from, notation, ...value }) => [
    shortened(at, MAX_TEXT), from === 'removed' ? 'nothing' : shortValue(value),
    shortNotation(originOf(from, notation)),
  ]);
  const rest = fields.fields.length - shown.length;
  const below = fields.at === '' ? 'of the object' : 'below this';
  const fixed = `${plural(fields.fixed, 'value')} ${below} ${fields.fixed === 1 ? 'is' : 'are'} fixed by the template`;
  return [
    ...titleLines(title, width).map(style.bold), '',
    ...(fields.agrees ? [] : [style.bad('the file and its template disagree'),
      ...fields.disagreements.flatMap((at) => wrapped(`  ${shortened(at, MAX_TEXT)}`, width, 4)), '']),
    ...headLines(fields, width - LABEL),
    ...fields.exceptions.flatMap((exception) =>
      labelled('exception', wrapped(exceptionText(exception), width - LABEL, 2).map(style.bad))),
    '',
    ...(rows.length === 0 ? [`no placeholder ${below}`]
      : headedTable([['placeholder', 'value', 'from'], ...rows], { width, style })),
    ...(rest > 0 ? [style.dim(`… ${rest} more: --format json has all`)] : []),
    '',
    ...wrapped(`${fixed}: ${sameWhere(fields)}`, width, 2),
  ];
}

function originOf(from: Field['from'], notation = ''): string {
  switch (from) {
    case 'placeholder': return notation;
    case 'exception': return notation === '' ? 'an exception' : `an exception, not ${notation}`;
    default: return 'removed by an exception';
  }
}

/** The objects of an environment, by chart. */
export function objectsLines(objects: ObjectsExplanation, { width, style }: LineOptions): string[] {
  const all = objects.charts.flatMap((chart) => [...chart.objects, ...chart.kept ?? []]
    .map((object, i) => ({ chart, object, i })));
  const shown = cut(all);
  const rows = shown.map(({ chart, object, i }) => [
    i === 0 ? shortened(chart.chart, MAX_TEXT) : '', shortened(object.object, MAX_TEXT),
    'placeholders' in object ? String(object.placeholders) : '',
    'releases' in object ? `kept configuration of ${someOf([...object.releases], 3)}` : [object.when === undefined ? '' : `where ${shortened(object.when, MAX_TEXT)}`,
      object.exceptions === 0 ? '' : plural(object.exceptions, 'exception'),
    ].filter(Boolean).join(', '),
  ]);
  const rest = all.length - shown.length;
  return [
    ...titleLines(`${objects.targets.join(', ')}: ${plural(all.length, 'object')} of ${
      plural(objects.charts.length, 'chart')}`, width).map(style.bold), '',
    ...headedTable([['chart', 'object', 'placeholders', ''], ...rows], { width, style }, 2),
    ...(rest > 0 ? moreLines(rest, { width, style }) : []),
  ];
}

/** How many charts, objects or places were left out. */
export function moreLines(rest: number, { width, style }: LineOptions, indent = 0): string[] {
  const text = `${' '.repeat(indent)}… ${rest} more: --chart narrows, --format json has all`;
  return wrapped(text, width, indent + 2).map(style.dim);
}

/** A table whose first row names the columns. */
export function headedTable(rows: readonly (readonly string[])[], { width, style }: LineOptions, whole = 1): string[] {
  return wrappedTable(rows, width, whole).flatMap((lines, i) => (i === 0 ? lines.map(style.bold) : lines));
}

/** One row more costs no more than the line that would count it. */
export function cut<T>(rows: readonly T[], most = MAX_ROWS): readonly T[] {
  return rows.length <= most + 1 ? rows : rows.slice(0, most);
}

