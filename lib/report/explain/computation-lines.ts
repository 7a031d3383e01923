import { columns } from '../columns';
import { shortened } from '../printable';
import type { Computation, Input, InputValue, VariationDeclaration } from './explanation';
import { jsonText, valueText } from './value-text';

/** The most rows of a table before the rest is only counted. */
export const MAX_ROWS = 12;
const MAX_LABEL = 44;
const MAX_VALUE = 40;

/** What a value is computed from, step by step: inputs with their values, pieces of a text, places of a document. */
export function computationLines(computation: Computation, width: number): string[] {
  const rows = rowsBelow(computation, '');
  const shown = rows.length <= MAX_ROWS + 1 ? rows : rows.slice(0, MAX_ROWS);
  return [...columns(shown, width).lines.map((line) => shortenedLine(line, width)),
    ...(rows.length > shown.length ? [`… ${rows.length - shown.length} more: --format json has all`] : [])];
}

type Row = readonly [label: string, value: string, note: string];

function rowsBelow(computation: Computation, indent: string): Row[] {
  const { of = [], parts = [], document = [] } = computation;
  // A text that is one value says no more than the value.
  if (parts.length === 1 && parts[0].of !== undefined) return rowsWith(parts[0].of, indent, parts[0].of.notation);
  return [
    ...of.filter(({ op }) => op !== 'literal').flatMap((each) => rowsWith(each, indent, each.notation)),
    ...parts.flatMap((part): Row[] => [
      [
        `${indent}${shortened(JSON.stringify(part.text), MAX_LABEL)}`,
        shortened(part.of?.notation ?? 'fixed', MAX_LABEL), '',
      ],
      ...(part.of === undefined ? [] : rowsBelow(part.of, `${indent}  `)),
    ]),
    ...document.flatMap((place) => rowsWith(place.of, indent, place.at, place.of.notation)),
  ];
}

function rowsWith(computation: Computation, indent: string, label: string, note = ''): Row[] {
  const value = computation.value === undefined ? { hidden: true as const } : { value: computation.value };
  return [
    [`${indent}${shortened(label, MAX_LABEL)}`, valueText(value, MAX_VALUE), shortened(note, MAX_LABEL)],
    ...rowsBelow(computation, `${indent}  `),
  ];
}

/** One input: its value, where that is from, and what was declared. */
export function inputLines(input: Input, width: number): string[] {
  const head = `${shortened(input.name, MAX_LABEL)} = ${valueText(input, MAX_VALUE)}, ${originText(input)}`;
  return (input.variation === undefined ? [head] : [head, ...declarationLines(input.variation, input.hidden === true)])
    .map((line) => shortenedLine(line, width));
}

/** Type, bounds, default, reason, owner and place of a variation. */
export function declarationLines(declaration: VariationDeclaration, isHidden = false): string[] {
  const { type, min, max, values, pattern, maxItems, source, why, owner } = declaration;
  const amount = (bound: number | string) => shortened(String(bound), 20);
  const bounds = [
    min !== undefined && max !== undefined ? `from ${amount(min)} to ${amount(max)}` : '',
    min !== undefined && max === undefined ? `at least ${amount(min)}` : '',
    min === undefined && max !== undefined ? `at most ${amount(max)}` : '',
    values === undefined ? '' : `one of ${shortened(values.join(', '), 60)}`,
    pattern === undefined ? '' : `matching /${shortened(pattern, 40)}/`,
    maxItems === undefined ? '' : `at most ${maxItems} items`,
    isHidden ? '' : declaration.default === undefined ? 'no default'
      : `default ${jsonText(declaration.default, MAX_VALUE)}`,
    source === undefined ? '' : `declared at ${shortened(source, 60)}`,
  ].filter(Boolean);
  return [
    [`type ${type}`, ...bounds].join(', '),
    `why: ${shortened(why, 80)}${owner === undefined ? '' : ` (owner ${shortened(owner, 30)})`}`,
  ];
}

export function originText({ from, source }: InputValue): string {
  const at = source === undefined ? '' : ` at ${shortened(source, 60)}`;
  if (from === 'default') return 'its default';
  return from === 'overlay' ? `set by the overlay${at}` : `answered by the environment${at}`;
}

/** `memory 256Mi (default)`. */
export function inputText(input: InputValue): string {
  const from = input.from === 'environment' ? ''
    : input.from === 'default' ? ' (default)' : ` (overlay${input.source === undefined ? '' : ` ${input.source}`})`;
  return shortened(`${input.name} ${valueText(input, MAX_VALUE)}${from}`, 90);
}

/** What came from input is printable already; only the width is left to keep. */
export function shortenedLine(line: string, width: number): string {
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}
