import type { Expression } from '../../template/expression';
import { type Leaf, leafName, leavesOf } from '../../template/leaves';
import { describeExpression, describeQuantity, listed } from '../../template/notation';

/** The name by which an input is shown: `replicas`, `env.domain`. */
export function inputName(leaf: Leaf): string {
  return leaf.op === 'fact' ? `env.${leafName(leaf)}` : leafName(leaf);
}

/** The distinct variations and facts of an expression. */
export function inputsOf(expression: Expression): Leaf[] {
  return [...new Map(leavesOf(expression).map((leaf) => [inputName(leaf), leaf])).values()];
}

/** An expression as people read it: a text with its placeholders marked, `checkout.<env.domain>`. */
export const notationOf = describeExpression;

/** A derivation in words: `memory times 0.5`; undefined for what is no derivation. */
export function wordsOf(expression: Expression): string | undefined {
  const name = describeExpression;
  switch (expression.op) {
    case 'literal': case 'variation': case 'fact': return undefined;
    case 'element': return `an element of ${name(expression.list)}`;
    case 'interpolate': return textWords(expression);
    case 'scale': return `${name(expression.of)} times ${expression.by}${rounded(expression.round)}`;
    case 'min': return `the smallest of ${listed(expression.of.map(name))}`;
    case 'max': return `the largest of ${listed(expression.of.map(name))}`;
    case 'lookup': return `what ${name(expression.of)} chooses: ${Object.entries(expression.table)
      .map(([key, value]) => `${key} gives ${notationOf(value)}`).join(', ')}`;
    case 'unit': return `${name(expression.of)} in ${expression.to}${rounded(expression.round)}`;
    case 'join': return `${name(expression.of)} joined by ${JSON.stringify(expression.separator)}`;
    case 'hash': return `the first ${expression.length} hex digits of the sha256 of content with ${inputs(expression)}`;
    case 'json': return `a JSON document with ${inputs(expression)}`;
    case 'yaml': return `a YAML document with ${inputs(expression)}`;
    default: throw new TypeError(`no operation is called '${String((expression as { op: unknown }).op)}'`);
  }
}

function textWords(text: Expression & { readonly op: 'interpolate' }): string | undefined {
  // `size in Mi` is said in words already.
  if (describeQuantity(text) !== undefined) return undefined;
  const [only, ...rest] = text.parts;
  const isWhole = rest.length === 0 && typeof only !== 'string';
  return isWhole ? `${describeExpression(text)} as text` : `a text with ${inputs(text)}`;
}

function inputs(expression: Expression): string {
  return listed(inputsOf(expression).map(inputName));
}

function rounded(round: string): string {
  if (round === 'floor') return ', rounded down';
  if (round === 'ceil') return ', rounded up';
  return round === 'round' ? ', rounded' : '';
}
