import { shortened } from '../printable';
import { wrapped } from '../wrapped';
import type { Computation, Input, InputValue, VariationDeclaration } from './explanation';
import { MAX_TEXT, MAX_VALUE, jsonText, shortNotation, shortValue } from './value-text';
import { wrappedTable } from './wrapped-table';

/** The most rows of a table before the rest is only counted. */
export const MAX_ROWS = 12;

/** What a value is computed from, step by step: inputs with their values, pieces of a text, places of a document. */
export function computationLines(computation: Computation, width: number): string[] {
  const rows = rowsBelow(computation, '');
  const shown = rows.length <= MAX_ROWS + 1 ? rows : rows.slice(0, MAX_ROWS);
  const rest = rows.length - shown.length;
  return [...wrappedTable(shown, width).flat(),
    ...(rest > 0 ? wrapped(`… ${rest} more: --format json has all`, width, 2) : [])];
}

type Row = readonly [label: string, value: string, note: string];

function rowsBelow(computation: Computation, indent: string): Row[] {
  const { of = [], parts = [], document = [] } = computation;
  // A text that is one value says no more than the value.
  if (parts.length === 1 && parts[0].of !== undefined) return rowsWith(parts[0].of, indent, parts[0].of.notation);
  // Nor do the number and the unit of a quantity.
  if (isQuantity(computation)) return rowsBelow(parts[0].of as Computation, indent);
  return [
    ...of.filter(({ op }) => op !== 'literal').flatMap((each) => rowsWith(each, indent, each.notation)),
    ...parts.flatMap((part): Row[] => [
      [
        `${indent}${shortNotation(JSON.stringify(part.text))}`,
        shortNotation(part.of === undefined ? 'fixed' : noteOf(part.of)), '',
      ],
      ...(part.of === undefined ? [] : rowsBelow(part.of, `${indent}  `)),
    ]),
    ...document.flatMap((place) => rowsWith(place.of, indent, place.at, place.of.notation)),
  ];
}

/** `size in Mi`: its number, and the unit behind it. */
function isQuantity({ notation, parts = [] }: Computation): boolean {
  const [number, unit] = parts;
  return parts.length === 2 && number.of?.op === 'unit' && unit.of === undefined
    && notation.startsWith(`${number.of.of?.[0].notation} in ${unit.text}`);
}

function noteOf({ op, notation, words }: Computation): string {
  return op === 'unit' ? words ?? notation : notation;
}

function rowsWith(computation: Computation, indent: string, label: string, note = ''): Row[] {
  const value = computation.value === undefined ? { hidden: true as const } : { value: computation.value };
  return [
    [`${indent}${shortNotation(label)}`, shortValue(value), shortNotation(note)],
    ...rowsBelow(computation, `${indent}  `),
  ];
}

/** One input: its value, where that is from, and what was declared. */
export function inputLines(input: Input, width: number): string[] {
  const head = `${shortened(input.name, MAX_TEXT)} = ${shortValue(input)}, ${originText(input)}`;
  return (input.variation === undefined ? [head] : [head, ...declarationLines(input.variation, input.hidden === true)])
    .flatMap((line) => wrapped(line, width, 2));
}

/** Type, bounds, default, reason, owner and place of a variation. */
export function declarationLines(declaration: VariationDeclaration, isHidden = false): string[] {
  const { type, min, max, values, pattern, maxItems, source, why, owner } = declaration;
  const amount = (bound: number | string) => shortened(String(bound), MAX_VALUE);
  const bounds = [
    min !== undefined && max !== undefined ? `from ${amount(min)} to ${amount(max)}` : '',
    min !== undefined && max === undefined ? `at least ${amount(min)}` : '',
    min === undefined && max !== undefined ? `at most ${amount(max)}` : '',
    values === undefined ? '' : `one of ${shortened(values.join(', '), MAX_TEXT)}`,
    pattern === undefined ? '' : `matching /${shortened(pattern, MAX_TEXT)}/`,
    maxItems === undefined ? '' : `at most ${maxItems} items`,
    isHidden ? '' : declaration.default === undefined ? 'no default'
      : `default ${jsonText(declaration.default, MAX_VALUE)}`,
    source === undefined ? '' : `declared at ${shortened(source, MAX_TEXT)}`,
  ].filter(Boolean);
  return [
    [`type ${type}`, ...bounds].join(', '),
    `why: ${shortened(why, MAX_TEXT)}${owner === undefined ? '' : ` (owner ${shortened(owner, MAX_VALUE)})`}`,
  ];
}

export function originText({ from, source }: InputValue): string {
  const at = source === undefined ? '' : ` at ${shortened(source, MAX_TEXT)}`;
  if (from === 'default') return 'its default';
  return from === 'overlay' ? `set by the overlay${at}` : `answered by the environment${at}`;
}

/** `memory 256Mi (default)`. */
export function inputText(input: InputValue): string {
  const from = input.from === 'environment' ? ''
    : input.from === 'default' ? ' (default)' : ` (overlay${input.source === undefined ? '' : ` ${input.source}`})`;
  return shortened(`${input.name} ${shortValue(input)}${from}`, MAX_TEXT);
}
