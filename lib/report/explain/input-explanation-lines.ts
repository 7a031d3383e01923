import { columns } from '../columns';
import { shortened } from '../printable';
import { declarationLines, shortenedLine } from './computation-lines';
import type { FactExplanation, FilledPlace, VariationExplanation } from './explanation';
import type { LineOptions } from './place-lines';
import { cut } from './table-lines';
import { shortenedPath, valueText } from './value-text';
import { plural } from '../words';

/** The most rows of places before the rest is only counted. */
const MAX_PLACES = 24;
/** The most different results of one place. */
const MAX_RESULTS = 4;

/** A variation of one chart: what was declared, its values, and the places it fills. */
export function variationLines(variation: VariationExplanation, options: LineOptions): string[] {
  const { style, width } = options;
  const isHidden = variation.values.some(({ hidden }) => hidden);
  return [
    style.bold(shortened(`${variation.class}.${variation.name} of chart ${variation.chart}`, width)), '',
    ...declarationLines(variation.declaration, isHidden).map((line) => `  ${shortenedLine(line, width - 2)}`), '',
    ...valuesLines(variation.values, options), '',
    ...placesLines(variation.places, options),
  ];
}

/** A fact: what the environments answer, and the places it fills in all charts. */
export function factLines(fact: FactExplanation, options: LineOptions): string[] {
  const charts = new Set(fact.places.map(({ chart }) => chart)).size;
  return [
    options.style.bold(shortened(`${fact.name}, a fact of the environments, in ${plural(charts, 'chart')}`,
      options.width)), '',
    ...valuesLines(fact.values, options), '',
    ...placesLines(fact.places, options, charts > 1),
  ];
}

function valuesLines(values: VariationExplanation['values'], { width, style }: LineOptions): string[] {
  const rows = cut(values).map((each) => [
    shortened(each.target, 40), valueText(each, 40), originOf(each), shortened(each.source ?? '', 60),
  ]);
  const { lines } = columns([['environment', 'value', 'from', ''], ...rows], width * 2);
  return [
    ...lines.map((line, i) => (i === 0 ? style.bold(shortenedLine(line, width)) : shortenedLine(line, width))),
    ...(values.length > rows.length ? [style.dim(`… ${values.length - rows.length} more: --format json has all`)] : []),
  ];
}

function originOf({ from, value, hidden }: VariationExplanation['values'][number]): string {
  if (value === undefined && hidden !== true) return 'no answer';
  return from;
}

function placesLines(places: readonly FilledPlace[], { width, style }: LineOptions, showChart = false): string[] {
  if (places.length === 0) return ['it fills no place'];
  const shown = cut(places, MAX_PLACES);
  const { lines } = columns(shown.map((place) => [
    ...(showChart ? [shortened(place.chart, 24)] : []), shortened(place.object, 40),
    place.how === 'choice' ? 'the object itself' : shortenedPath(place.at, Math.max(30, width - 56)), effectOf(place),
  ]), width * 3);
  const rest = places.length - shown.length;
  return [
    style.bold(`fills ${plural(places.length, 'place')}`),
    ...lines.flatMap((line, i) => [line, ...resultsOf(shown[i], width - 4).map((result) => `  ${result}`)])
      .map((line) => `  ${shortenedLine(line, width - 2)}`),
    ...(rest > 0 ? [style.dim(`  … ${rest} more: --chart narrows, --format json has all`)] : []),
  ];
}

/** What becomes of the value there. */
function effectOf({ how, notation, values }: FilledPlace): string {
  switch (how) {
    case 'choice':
      return `where ${notation}: ${shortened(values.map(({ target }) => target).join(', ') || 'nowhere', 40)}`;
    case 'repeat': return 'each element';
    case 'merge': return 'each entry';
    case 'value': return 'the value';
    default: return shortened(notation, 60);
  }
}

/** Each environment's result, where it is another than the value itself. */
function resultsOf({ how, values }: FilledPlace, width: number): string[] {
  const told = values.filter(({ exception }) => exception || how === 'derivation');
  const byResult = new Map<string, string[]>();
  for (const value of told) {
    const result = `${valueText(value, 40)}${value.exception ? ' by an exception' : ''}`;
    byResult.set(result, [...(byResult.get(result) ?? []), value.target]);
  }
  const results = [...byResult].map(([result, targets]) => `${shortened(targets.join(', '), 40)}: ${result}`);
  const line = results.join('  ');
  if (line.length <= width) return told.length === 0 ? [] : [line];
  return results.length <= MAX_RESULTS ? results
    : [...results.slice(0, MAX_RESULTS), `… ${results.length - MAX_RESULTS} more`];
}
