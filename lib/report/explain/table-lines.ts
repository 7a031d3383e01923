import { columns } from '../columns';
import { shortened } from '../printable';
import { shortenedLine } from './computation-lines';
import type { Field, FieldsExplanation, ObjectsExplanation } from './explanation';
import { type LineOptions, exceptionText, headLines, labelled, sameWhere } from './place-lines';
import { shortenedPath, valueText } from './value-text';
import { plural } from '../words';

/** The most rows of a table before the rest is only counted. */
const MAX_ROWS = 40;
const LABEL = 11;

/** The placeholders of an object, as a table. */
export function fieldsLines(fields: FieldsExplanation, { width, style }: LineOptions): string[] {
  const title = [fields.targets.join(', '), fields.object, fields.at].filter(Boolean).join('  ');
  const shown = cut(fields.fields);
  const rows = shown.map(({ at, from, notation, ...value }) => [
    shortenedPath(at, Math.max(30, width - 50)), from === 'removed' ? 'nothing' : valueText(value, 24),
    shortened(originOf(from, notation), 60),
  ]);
  const { lines } = columns([['placeholder', 'value', 'from'], ...rows], width * 3);
  const rest = fields.fields.length - shown.length;
  const below = fields.at === '' ? 'of the object' : 'below this';
  const fixed = `${plural(fields.fixed, 'value')} ${below} ${fields.fixed === 1 ? 'is' : 'are'} fixed by the template`;
  return [
    style.bold(shortened(title, width)), '',
    ...(fields.agrees ? [] : [style.bad('the file and its template disagree'),
      ...fields.disagreements.map((at) => `  ${shortened(at, width - 2)}`), '']),
    ...headLines(fields, width - LABEL),
    ...fields.exceptions.flatMap((exception) =>
      labelled('exception', [style.bad(shortenedLine(exceptionText(exception), width - LABEL))])),
    '',
    ...(rows.length === 0 ? [`no placeholder ${below}`]
      : lines.map((line, i) => (i === 0 ? style.bold(shortenedLine(line, width)) : shortenedLine(line, width)))),
    ...(rest > 0 ? [style.dim(`… ${rest} more: --format json has all`)] : []),
    '',
    shortenedLine(`${fixed}: ${sameWhere(fields)}`, width),
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
  const all = objects.charts.flatMap((chart) => chart.objects.map((object, i) => ({ chart, object, i })));
  const shown = cut(all);
  const rows = shown.map(({ chart, object, i }) => [
    i === 0 ? shortened(chart.chart, 30) : '', shortened(object.object, 50), String(object.placeholders),
    [object.when === undefined ? '' : `where ${shortened(object.when, 50)}`,
      object.exceptions === 0 ? '' : plural(object.exceptions, 'exception'),
    ].filter(Boolean).join(', '),
  ]);
  const { lines } = columns([['chart', 'object', 'placeholders', ''], ...rows], width * 3);
  const rest = all.length - shown.length;
  return [
    style.bold(shortened(`${objects.targets.join(', ')}: ${plural(all.length, 'object')} of ${
      plural(objects.charts.length, 'chart')}`, width)), '',
    ...lines.map((line, i) => (i === 0 ? style.bold(shortenedLine(line, width)) : shortenedLine(line, width))),
    ...(rest > 0 ? [style.dim(`… ${rest} more: --chart narrows, --format json has all`)] : []),
  ];
}

/** One row more costs no more than the line that would count it. */
export function cut<T>(rows: readonly T[], most = MAX_ROWS): readonly T[] {
  return rows.length <= most + 1 ? rows : rows.slice(0, most);
}

