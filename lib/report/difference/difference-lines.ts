import { printable, shortened } from '../printable';
import type { SummaryStyle } from '../summary-lines';
import {
  changeWords, changesWords, pairNamer, placesWords, someNames, sourcesWords, whereWords,
} from './difference-words';
import type { AlternativeDifference, ChosenObject } from './alternative-differences';
import type { EnvironmentDifference } from './environment-difference';
import type { ExceptionDifference, ExceptionTerms } from './exception-differences';
import type { FactDifference } from './fact-differences';
import type { PairFields } from './field-differences';
import { type VariationGroup, groupVariations } from './group-variations';
import type { StandInDifference } from './stand-in-differences';
import { NOT_IN_PARITY, verdict } from './verdict';
import { numberText, plural } from '../words';

// Longer than most files: each kind of difference is a few lines here, and side by side they show that all read alike.

export interface LinesOptions {
  /** In characters. */
  readonly width: number;
  /** The most entries of a kind before the rest is only counted. @default 40 */
  readonly rows?: number;
  /** @default - no marks */
  readonly style?: SummaryStyle;
}

const same = (text: string) => text;
export const PLAIN: SummaryStyle = { good: same, bad: same, dim: same, bold: same };
const ROWS = 40;
/** The widest that a column becomes, in characters; a longer cell moves the rest of its own line. */
const COLUMNS = [40, 20];
const INDENT = '      ';

/** What one difference says: its line in columns, and what belongs to it below. */
interface Entry {
  readonly cells: readonly [name: string, change: string];
  /** Stands in the line when there is room. */
  readonly why?: string;
  readonly below: readonly string[];
}

/** A difference of environments as lines of text; what is left out is counted. */
export function differenceLines(difference: EnvironmentDifference, options: LinesOptions): string[] {
  const { variations, facts, alternatives, standIns, exceptions } = difference;
  const section = (title: string, all: readonly Entry[]) => sectionLines(title, all, options);
  return [
    ...headline(difference, options),
    '',
    ...section('variations', groupVariations(variations).map((group) => variationEntry(group, difference))),
    ...section('facts', facts.map((fact) => factEntry(fact, difference))),
    ...section('alternatives', alternatives.map((alternative) => alternativeEntry(alternative, difference))),
    ...section('stand-ins', standIns.map((standIn) => standInEntry(standIn, difference))),
    ...section('exceptions', exceptions.map((exception) => exceptionEntry(exception, difference))),
    ...verdictLines(difference, options),
  ];
}

function headline(difference: EnvironmentDifference, { width, style = PLAIN }: LinesOptions): string[] {
  const { from, to, pairs, same: isSame } = difference;
  const nameOf = pairNamer(difference);
  const clusters = pairs.length === 1 ? '' : ` (${someNames(pairs.map((_, i) => nameOf(i)), 7)})`;
  const [former, latter] = [printable(from), printable(to)];
  const said = isSame ? `${former} and ${latter} are the same${clusters}` : `${former} -> ${latter}${clusters}`;
  return wrap([said], '', width).map(style.bold);
}

/** What was compared and what proves the rest, as lines that fit; with the fields, what explains them decides. */
export function verdictLines(
  difference: EnvironmentDifference, { width, style = PLAIN }: LinesOptions, fields?: readonly PairFields[],
): string[] {
  return verdict(difference, fields).flatMap((sentence) => {
    const lines = wrap([sentence], '', width);
    return sentence.startsWith(NOT_IN_PARITY) ? lines.map(style.bad) : lines;
  });
}

function variationEntry({ name, first, charts }: VariationGroup, difference: EnvironmentDifference): Entry {
  const changes = changesWords(first.changes, difference, ({ before, after }) =>
    changeWords(before?.value, after?.value));
  const sources = first.changes.map(({ before, after }) =>
    sourcesWords([before, after].filter((side) => side !== undefined))).filter((words) => words !== '');
  const reach = first.places.length === 0 ? 'fills nothing here' : `fills ${placesWords(first.places)}`;
  return {
    cells: [shortened(name, 60), changes], why: shortened(first.why, 100),
    below: [
      charts.length === 1 ? reach : `in ${plural(charts.length, 'chart')}: ${someNames(charts, 4)}`,
      charts.length === 1 ? '' : `in the first ${reach}`,
      shortened(first.owner ?? '', 40), [...new Set(sources)].join(', '),
    ],
  };
}

function factEntry({ fact, changes, places }: FactDifference, difference: EnvironmentDifference): Entry {
  const charts = new Set(places.map(({ chart }) => chart)).size;
  const many = places.length === 1 ? '' : `${plural(places.length, 'place')} in ${plural(charts, 'chart')}: `;
  return {
    cells: [shortened(fact, 60), changesWords(changes, difference, ({ before, after }) => changeWords(before, after))],
    below: [`fills ${many}${placesWords(places, { most: 2, isBare: places.length > 1 })}`],
  };
}

function alternativeEntry(
  { by, chart, sharesClass, changes }: AlternativeDifference, difference: EnvironmentDifference,
): Entry {
  const branches = changesWords(changes, difference, ({ before, after }) =>
    [before, after].map((branch) => shortened(branch ?? '(none)', 24)).join(' -> '));
  return {
    cells: [shortened(sharesClass ? `${by} (${chart})` : by, 60), branches],
    below: changes.flatMap((change) => {
      const where = whereWords(change.pairs, difference);
      const words = (what: string, objects: readonly ChosenObject[]) => (objects.length === 0 ? ''
        : `${what} ${someNames(objects.map(({ object }) => object), 4)}${where === '' ? '' : ` in ${where}`}`);
      return [words('gains', change.gained), words('loses', change.lost),
        words('changes the form of', change.reshaped)];
    }),
  };
}

function standInEntry(standIn: StandInDifference, difference: EnvironmentDifference): Entry {
  const runs = changesWords(standIn.changes, difference, ({ before }) =>
    `runs in ${printable(before ? difference.from : difference.to)} only`);
  return {
    cells: [shortened(standIn.for, 40), runs], why: `until ${shortened(standIn.expires, 10)}`,
    below: [
      shortened(standIn.chart, 60), shortened(standIn.reason, 80), shortened(standIn.owner, 40),
      `checked by ${shortened(standIn.conformance, 80)}`, shortened(standIn.source ?? '', 80),
    ],
  };
}

function exceptionEntry(exception: ExceptionDifference, difference: EnvironmentDifference): Entry {
  const { chart, object, patch, changes } = exception;
  const operations = someNames(patch.map(({ op, path }) => `${op} ${path}`), 2);
  return {
    cells: [
      shortened(`${chart} > ${object}`, 60),
      changesWords(changes, difference, ({ before, after }) => termsWords(before, after, difference)),
    ],
    below: [operations, ...new Set(changes.flatMap(({ before, after }) =>
      [before, after].filter((terms) => terms !== undefined).map(({ reason, owner, source }) =>
        [shortened(reason, 80), shortened(owner, 40), shortened(source ?? '', 80)].filter(Boolean).join(' · '))))],
  };
}

/** Where an exception holds, and until when. */
export function termsWords(
  before: ExceptionTerms | undefined, after: ExceptionTerms | undefined,
  { from, to }: Pick<EnvironmentDifference, 'from' | 'to'>,
): string {
  const until = (terms: ExceptionTerms) => `until ${shortened(terms.expires, 10)}`;
  if (before !== undefined && after !== undefined) return `in both, ${until(before)} -> ${until(after)}`;
  const [only, terms] = before === undefined ? [to, after] : [from, before];
  return `in ${printable(only)} only, ${until(terms as ExceptionTerms)}`;
}

function sectionLines(
  title: string, all: readonly Entry[], { width, rows = ROWS, style = PLAIN }: LinesOptions,
): string[] {
  if (all.length === 0) return [];
  // One entry more costs no more than the line that would count it.
  const shown = all.length <= rows + 1 ? all : all.slice(0, rows);
  const columns = COLUMNS.map((most, i) => Math.min(most, Math.max(...shown.map(({ cells }) => lengthOf(cells[i])))));
  const lines = shown.flatMap(({ cells, why, below }) => {
    const line = cells.map((cell, i) => pad(cell, columns[i])).join('  ');
    const whole = `${line}  ${why ?? ''}`.trimEnd();
    const hasRoom = lengthOf(whole) + 2 <= width;
    const rest = hasRoom ? below : [why ?? '', ...below];
    return [
      ...wrap([hasRoom ? whole : line.trimEnd()], '  ', width),
      ...wrap(rest.filter(Boolean), INDENT, width).map((text) => style.dim(text)),
    ];
  });
  const rest = all.length - shown.length;
  const more = `  … ${numberText(rest)} more: --chart narrows, --format json has all`;
  const cut = rest === 0 ? [] : [style.dim(more)];
  return [style.bold(`${title} that differ (${numberText(all.length)})`), ...lines, ...cut, ''];
}

/** Sets parts on as few lines as the width allows; a part that is longer than a line is broken at blanks. */
export function wrap(parts: readonly string[], indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const room = Math.max(20, width - indent.length);
  const push = () => { if (line !== '') lines.push(indent + line.trimEnd()); line = ''; };
  for (const part of parts) {
    if (line !== '' && lengthOf(line) + 3 + lengthOf(part) > room) push();
    if (line !== '') line += ` · ${part}`;
    else if (lengthOf(part) <= room) line = part;
    else {
      for (const word of part.split(/(?<=\S)(?=\s)/)) {
        if (line !== '' && lengthOf(line) + lengthOf(word) > room) {
          push();
          line = `  ${word.trimStart()}`;
        } else line += word;
      }
    }
  }
  push();
  return lines;
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - lengthOf(cell)));
}

/** In characters as people count them, not in UTF-16 units. */
function lengthOf(cell: string): number {
  return [...cell].length;
}
