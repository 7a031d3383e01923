import { columns } from '../columns';
import { shortened } from '../printable';
import type { SummaryStyle } from '../summary-lines';
import { MAX_ROWS, computationLines, inputLines, inputText, originText, shortenedLine } from './computation-lines';
import type { ExceptionExplanation, ObjectHead, OtherValue, PlaceExplanation } from './explanation';
import { valueLines, valueText } from './value-text';

/** How wide the names at the left are. */
const LABEL = 11;
/** The most lines of one value. */
const VALUE_ROWS = 16;
const MAX_VALUE = 60;

export interface LineOptions { readonly width: number; readonly style: SummaryStyle }

/** One place, on a screen. */
export function placeLines(place: PlaceExplanation, { width, style }: LineOptions): string[] {
  const inner = width - LABEL;
  const title = [place.targets.join(', '), place.object, place.at].filter(Boolean).join('  ');
  return [
    style.bold(shortened(title, width)), '',
    ...(place.agrees ? [] : [style.bad('the file and its template disagree here'), '']),
    ...labelled('value', valueLines(place, inner, VALUE_ROWS)),
    ...(place.agrees ? [] : labelled('expected', [expectedText(place, inner)])),
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

function imageLines({ artifact }: PlaceExplanation, width: number): string[] {
  if (artifact === undefined) return [];
  return labelled('image', [shortened(`artifact ${artifact}, its digest from artifacts.json`, width)]);
}

/** An alternative's other branch may be another object of the same id. */
export function sameWhere({ when }: ObjectHead): string {
  return when === undefined ? 'the same in all environments' : 'the same wherever this object is chosen';
}

/** The construct, the file, and what chose the object. */
export function headLines(head: ObjectHead, width: number): string[] {
  const owner = head.owner === undefined ? '' : `, owner ${head.owner}`;
  const lines = [
    ...(head.written === undefined ? [] : labelled('written as', [head.written])),
    ...labelled('construct', [`${head.construct} (chart ${head.chart}, class ${head.class}${owner})`]),
    ...labelled('file', [head.files.join(', ')]),
    ...(head.when ?? []).flatMap(({ of, is, inputs, standIn }) => labelled('chosen by', [
      `${of} is ${is}${inputs.length === 1 ? `, ${originText(inputs[0])}` : ''}`,
      ...(standIn === undefined ? [] : standInLines(standIn)),
    ])),
  ];
  return lines.map((line) => shortened(line, width + LABEL));
}

export function exceptionText(exception: ExceptionExplanation): string {
  const { reason, owner, expires, since, source } = exception;
  const times = [
    ...(since === undefined ? [] : [`since ${shortened(since, 10)}`]), `until ${shortened(expires, 10)}`,
  ].join(', ');
  return `${shortened(reason, 60)} (owner ${shortened(owner, 30)}, ${times})${
    source === undefined ? '' : ` ${shortened(source, 60)}`}`;
}

function fromLines(place: PlaceExplanation, width: number): string[] {
  const { computation, from, without } = place;
  if (from === 'nothing') return ['nothing: no template, placeholder or exception gives it'];
  const notation = notationLines(place, width);
  const steps = computation === undefined ? [] : [
    ...computationLines(computation, width - 2).map((line) => `  ${line}`),
    ...(place.standIns ?? []).flatMap(standInLines),
  ];
  if (from === 'placeholder') return [...notation, ...steps].map((line) => shortenedLine(line, width));
  if (from === 'template') return [shortenedLine(`the template: fixed, so ${sameWhere(place)}`, width)];
  if (computation === undefined && without === undefined) return ['an exception', 'without it: nothing'];
  const before = valueText(place.hidden ? { hidden: true } : { value: without }, MAX_VALUE);
  const source = computation === undefined ? 'fixed by the template' : `from ${notation.join(': ')}`;
  return ['an exception', `without it: ${before}, ${source}`, ...steps].map((line) => shortenedLine(line, width));
}

function notationLines({ computation, within = [], elements = [] }: PlaceExplanation, width: number): string[] {
  if (computation === undefined) return [];
  const { notation, words } = computation;
  const parts = within.map((step) => `, ${typeof step === 'number' ? `element ${step + 1}` : `entry ${step}`}`);
  const lists = elements.map(({ of, index, count }) => `, element ${index + 1} of ${count} of ${of}`);
  const short = `${notation}${[...parts, ...lists].join('')}`;
  if (words === undefined || computation.op === 'element') return [shortened(short, width)];
  return `${short}: ${words}`.length <= width ? [shortened(`${short}: ${words}`, width)]
    : [shortened(short, width), shortened(words, width)];
}

function standInLines({ for: what, reason, owner, expires, conformance, source }: StandIn): string[] {
  const until = `owner ${shortened(owner, 30)}, until ${shortened(expires, 10)}`;
  const proof = `shown to conform by ${shortened(conformance, 50)}`;
  return [
    `a stand-in for ${shortened(what, 50)}: ${shortened(reason, 60)}`,
    `  ${until}, ${proof}${source === undefined ? '' : `, ${shortened(source, 60)}`}`,
  ];
}

type StandIn = NonNullable<PlaceExplanation['standIns']>[number];

function exceptionLines(place: PlaceExplanation, width: number, style: SummaryStyle): string[] {
  return place.exceptions.flatMap((exception) =>
    labelled('exception', [style.bad(shortenedLine(exceptionText(exception), width))]));
}

function expectedText({ hidden, expected }: PlaceExplanation, width: number): string {
  return `${valueText(hidden ? { hidden } : { value: expected }, width - 40)}, by the template and its values`;
}

function othersLines(place: PlaceExplanation, width: number): string[] {
  const { others } = place;
  if (others.length === 0) return labelled('elsewhere', ['nowhere: there is no other environment']);
  const value = valueText(place, 10_000);
  const isSame = others.every((other) => other.absent === undefined && other.exception !== true
    && valueText(other, 10_000) === value);
  if (isSame && (place.computation === undefined || place.hidden)) {
    const names = others.map(({ target }) => target);
    const shown = names.length <= 8 ? names.join(', ') : `all ${names.length} others`;
    return labelled('elsewhere', [shortened(place.hidden ? `also in ${shown}` : `the same in ${shown}`, width)]);
  }
  const shown = others.length <= MAX_ROWS + 1 ? others : others.slice(0, MAX_ROWS);
  const rows = shown.map((other) => [shortened(other.target, 30), otherText(other), noteOf(other)]);
  const lines = columns(rows, width * 2).lines.map((line) => shortenedLine(line, width));
  const rest = others.length - shown.length;
  return labelled('elsewhere', [...lines, ...(rest > 0 ? [`… ${rest} more: --format json has all`] : [])]);
}

function otherText(other: OtherValue): string {
  if (other.absent === 'object') return 'no such object';
  return other.absent === 'field' ? 'no such field' : valueText(other, 40);
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
