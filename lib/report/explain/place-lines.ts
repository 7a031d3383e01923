import { shortened } from '../printable';
import type { SummaryStyle } from '../summary-lines';
import { wrapped } from '../wrapped';
import { MAX_ROWS, computationLines, inputLines, inputText, originText } from './computation-lines';
import type { ExceptionExplanation, ObjectHead, OtherValue, PlaceExplanation } from './explanation';
import { MAX_TEXT, MAX_VALUE, shortDigests, shortValue, valueLines, valueText } from './value-text';
import { wrappedTable } from './wrapped-table';

/** How wide the names at the left are. */
const LABEL = 11;
/** The most lines of one value. */
const VALUE_ROWS = 16;

export interface LineOptions { readonly width: number; readonly style: SummaryStyle }

/** One place, on a screen. */
export function placeLines(place: PlaceExplanation, { width, style }: LineOptions): string[] {
  const inner = width - LABEL;
  const title = [place.targets.join(', '), place.object, place.at].filter(Boolean).join('  ');
  return [
    ...titleLines(title, width).map(style.bold), '',
    ...(place.agrees ? [] : [style.bad('the file and its template disagree here'), '']),
    ...labelled('value', valueLines(place, inner, VALUE_ROWS)),
    ...(place.agrees ? [] : labelled('expected', wrapped(expectedText(place), inner, 2))),
    ...labelled('from', fromLines(place, inner)),
    ...exceptionLines(place, inner, style),
    ...imageLines(place, inner),
    ...headLines(place, inner),
    ...blocks(place.inputs.map((input) => labelled(input.name.startsWith('env.') ? 'fact' : 'variation',
      inputLines(input, inner)))),
    '',
    ...othersLines(place, inner),
  ];
}

/** What is explained, whole: people copy it. */
export function titleLines(title: string, width: number): string[] {
  return wrapped(shortened(title, 2 * MAX_TEXT), width, 2);
}

function imageLines({ artifact }: PlaceExplanation, width: number): string[] {
  if (artifact === undefined) return [];
  return labelled('image', hanging(`artifact ${artifact}, its digest from artifacts.json`, width));
}

/** Lines of which those that are too long go on below, indented. */
function hanging(line: string, width: number): string[] {
  const indent = Math.max(0, line.search(/\S/));
  return wrapped(shortened(line, MAX_TEXT), width, indent + 2);
}

/** An alternative's other branch may be another object of the same id. */
export function sameWhere({ when }: ObjectHead): string {
  return when === undefined ? 'the same in all environments' : 'the same wherever this object is chosen';
}

/** The construct, the file, and what chose the object. */
export function headLines(head: ObjectHead, width: number): string[] {
  const owner = head.owner === undefined ? '' : `, owner ${head.owner}`;
  return [
    ...(head.written === undefined ? [] : labelled('written as', hanging(head.written, width))),
    ...labelled('construct', hanging(`${head.construct} (chart ${head.chart}, class ${head.class}${owner})`, width)),
    ...labelled('file', hanging(head.files.join(', '), width)),
    ...(head.when ?? []).flatMap(({ of, is, inputs, standIn }) => labelled('chosen by', [
      `${of} is ${is}${inputs.length === 1 ? `, ${originText(inputs[0])}` : ''}`,
      ...(standIn === undefined ? [] : standInLines(standIn)),
    ].flatMap((line) => hanging(line, width)))),
  ];
}

export function exceptionText(exception: ExceptionExplanation): string {
  const { reason, owner, expires, since, source } = exception;
  const times = [
    ...(since === undefined ? [] : [`since ${shortened(since, 10)}`]), `until ${shortened(expires, 10)}`,
  ].join(', ');
  return `${shortened(reason, MAX_TEXT)} (owner ${shortened(owner, MAX_VALUE)}, ${times})${
    source === undefined ? '' : ` ${shortened(source, MAX_TEXT)}`}`;
}

function fromLines(place: PlaceExplanation, width: number): string[] {
  const { computation, from, without } = place;
  if (from === 'nothing') return hanging('nothing: no template, placeholder or exception gives it', width);
  const notation = notationLines(place, width);
  const stepLines = computation === undefined ? [] : [
    ...computationLines(computation, width - 2).map((line) => `  ${line}`),
    ...(place.standIns ?? []).flatMap(standInLines).flatMap((line) => hanging(line, width)),
  ];
  if (from === 'placeholder') return [...notation.flatMap((line) => hanging(line, width)), ...stepLines];
  if (from === 'template') return hanging(`the template: fixed, so ${sameWhere(place)}`, width);
  if (computation === undefined && without === undefined) return ['an exception', 'without it: nothing'];
  const before = shortValue(place.hidden ? { hidden: true } : { value: without });
  const source = computation === undefined ? 'fixed by the template' : `from ${notation.join(': ')}`;
  return ['an exception', ...hanging(`without it: ${before}, ${source}`, width), ...stepLines];
}

function notationLines({ computation, within = [], elements = [] }: PlaceExplanation, width: number): string[] {
  if (computation === undefined) return [];
  const { notation, words } = computation;
  const parts = within.map((step) => `, ${typeof step === 'number' ? `element ${step + 1}` : `entry ${step}`}`);
  const lists = elements.map(({ of, index, count }) => `, element ${index + 1} of ${count} of ${of}`);
  // The value above has every digit.
  const short = `${shortDigests(notation)}${[...parts, ...lists].join('')}`;
  if (words === undefined || computation.op === 'element') return [short];
  return `${short}: ${words}`.length <= width ? [`${short}: ${words}`] : [short, words];
}

function standInLines({ for: what, reason, owner, expires, conformance, source }: StandIn): string[] {
  const until = `owner ${shortened(owner, MAX_VALUE)}, until ${shortened(expires, 10)}`;
  const proof = `shown to conform by ${shortened(conformance, MAX_VALUE)}`;
  return [
    `a stand-in for ${shortened(what, MAX_VALUE)}: ${shortened(reason, MAX_VALUE)}`,
    `  ${until}, ${proof}${source === undefined ? '' : `, ${shortened(source, MAX_VALUE)}`}`,
  ];
}

type StandIn = NonNullable<PlaceExplanation['standIns']>[number];

function exceptionLines(place: PlaceExplanation, width: number, style: SummaryStyle): string[] {
  return place.exceptions.flatMap((exception) =>
    labelled('exception', wrapped(exceptionText(exception), width, 2).map(style.bad)));
}

function expectedText({ hidden, expected }: PlaceExplanation): string {
  return `${valueText(hidden ? { hidden } : { value: expected }, MAX_TEXT)}, by the template and its values`;
}

function othersLines(place: PlaceExplanation, width: number): string[] {
  const { others } = place;
  if (others.length === 0) return labelled('elsewhere', hanging('nowhere: there is no other environment', width));
  const value = valueText(place, 10_000);
  const isSame = others.every((other) => other.absent === undefined && other.exception !== true
    && valueText(other, 10_000) === value);
  if (isSame && (place.computation === undefined || place.hidden)) {
    const names = others.map(({ target }) => target);
    const shown = names.length <= 8 ? names.join(', ') : `all ${names.length} others`;
    return labelled('elsewhere', hanging(place.hidden ? `also in ${shown}` : `the same in ${shown}`, width));
  }
  const shown = others.length <= MAX_ROWS + 1 ? others : others.slice(0, MAX_ROWS);
  const rows = shown.map((other) => [shortened(other.target, MAX_VALUE), otherText(other), noteOf(other)]);
  const lines = wrappedTable(rows, width).flat();
  const rest = others.length - shown.length;
  return labelled('elsewhere', [...lines, ...(rest > 0 ? hanging(`… ${rest} more: --format json has all`, width) : [])]);
}

function otherText(other: OtherValue): string {
  if (other.absent === 'object') return 'no such object';
  return other.absent === 'field' ? 'no such field' : shortValue(other);
}

function noteOf({ inputs, exception, absent }: OtherValue): string {
  if (absent !== undefined) return '';
  return exception ? 'by an exception' : inputs.map(inputText).join(', ');
}

export function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `${(i === 0 ? label : '').padEnd(LABEL)}${line}`.trimEnd());
}

function blocks(groups: readonly (readonly string[])[]): string[] {
  return groups.length === 0 ? [] : ['', ...groups.flat()];
}
