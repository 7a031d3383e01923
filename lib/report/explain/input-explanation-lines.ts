import { shortened } from '../printable';
import { wrapped } from '../wrapped';
import { declarationLines } from './computation-lines';
import type { FactExplanation, FilledPlace, VariationExplanation } from './explanation';
import { type LineOptions, titleLines } from './place-lines';
import { cut, headedTable, moreLines } from './table-lines';
import { MAX_TEXT, shortNotation, shortValue } from './value-text';
import { wrappedTable } from './wrapped-table';
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
    ...titleLines(`${variation.class}.${variation.name} of chart ${variation.chart}`, width).map(style.bold), '',
    ...declarationLines(variation.declaration, isHidden).flatMap((line) => wrapped(`  ${line}`, width, 4)), '',
    ...valuesLines(variation.values, options), '',
    ...placesLines(variation.places, options),
  ];
}

/** A fact: what the environments answer, and the places it fills in all charts. */
export function factLines(fact: FactExplanation, options: LineOptions): string[] {
  const charts = new Set(fact.places.map(({ chart }) => chart)).size;
  return [
    ...titleLines(`${fact.name}, a fact of the environments, in ${plural(charts, 'chart')}`,
      options.width).map(options.style.bold), '',
    ...valuesLines(fact.values, options), '',
    ...placesLines(fact.places, options, charts > 1),
  ];
}

function valuesLines(values: VariationExplanation['values'], { width, style }: LineOptions): string[] {
  const rows = cut(values).map((each) => [
    shortened(each.target, MAX_TEXT), shortValue(each), originOf(each), shortened(each.source ?? '', MAX_TEXT),
  ]);
  return [
    ...headedTable([['environment', 'value', 'from', ''], ...rows], { width, style }),
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
  const rows = wrappedTable(shown.map((place) => [
    ...(showChart ? [shortened(place.chart, MAX_TEXT)] : []), shortened(place.object, MAX_TEXT),
    place.how === 'choice' ? 'the object itself' : shortened(place.at, MAX_TEXT), effectOf(place),
  ]), width - 2, showChart ? 3 : 2);
  const rest = places.length - shown.length;
  return [
    style.bold(`fills ${plural(places.length, 'place')}`),
    ...rows.flatMap((lines, i) => [...lines.map((line) => `  ${line}`),
      ...resultsOf(shown[i], width - 4).flatMap((result) => wrapped(`    ${result}`, width, 6))]),
    ...(rest > 0 ? moreLines(rest, { width, style }, 2) : []),
  ];
}

/** What becomes of the value there. */
function effectOf({ how, notation, values }: FilledPlace): string {
  switch (how) {
    case 'choice':
      return `where ${notation}: ${shortened(values.map(({ target }) => target).join(', ') || 'nowhere', MAX_TEXT)}`;
    case 'repeat': return 'each element';
    case 'merge': return 'each entry';
    case 'value': return 'the value';
    default: return shortNotation(notation);
  }
}

/** Each environment's result, where it is another than the value itself. */
function resultsOf({ how, values }: FilledPlace, width: number): string[] {
  const told = values.filter(({ exception }) => exception || how === 'derivation');
  const byResult = new Map<string, string[]>();
  for (const value of told) {
    const result = `${shortValue(value)}${value.exception ? ' by an exception' : ''}`;
    byResult.set(result, [...(byResult.get(result) ?? []), value.target]);
  }
  const results = [...byResult].map(([result, targets]) => `${shortened(targets.join(', '), MAX_TEXT)}: ${result}`);
  const line = results.join('  ');
  if (line.length <= width) return told.length === 0 ? [] : [line];
  return results.length <= MAX_RESULTS ? results
    : [...results.slice(0, MAX_RESULTS), `… ${results.length - MAX_RESULTS} more`];
}
