import type { Expression } from './expression';
import { leafName, leavesOf } from './leaves';

/**
 * An expression as people read it inside `<...>`: a variation by its name (`replicas`), a fact below `env`
 * (`env.domain`), a derivation as a call (`scale(memory, 0.5)`), a text with its placeholders marked
 * (`https://shop.<env.domain>`).
 */
export function describeExpression(expression: Expression): string {
  switch (expression.op) {
    case 'literal': return typeof expression.value === 'string' ? expression.value : JSON.stringify(expression.value);
    case 'variation': return expression.name;
    case 'fact': return `env.${expression.path.join('.')}`;
    case 'element': return `each ${describeExpression(expression.list)}`;
    case 'interpolate': return describeText(expression);
    case 'scale': return call('scale', [describeExpression(expression.of), String(expression.by),
      unless('round', expression.round)]);
    case 'min': case 'max': return call(expression.op, expression.of.map(describeExpression));
    case 'lookup': return call('lookup', [
      describeExpression(expression.of),
      ...Object.entries(expression.table).map(([key, value]) => `${key}: ${describeExpression(value)}`),
    ]);
    case 'unit': return call('unit', [describeExpression(expression.of), expression.to,
      unless('exact', expression.round)]);
    case 'join': return call('join', [describeExpression(expression.of), JSON.stringify(expression.separator)]);
    // What is hashed or embedded stands elsewhere in the template, or is written out there; here its inputs are enough.
    case 'hash': return call('contentHash', inputsOf(expression));
    case 'json': case 'yaml': return call(expression.op, inputsOf(expression));
    default: return unknownOperation(expression);
  }
}

type Text = Expression & { readonly op: 'interpolate' };

function describeText(text: Text): string {
  const quantity = describeQuantity(text);
  if (quantity !== undefined) return quantity;
  const [only, ...rest] = text.parts;
  // A value that is placed as text is still that value.
  if (rest.length === 0 && only !== undefined && typeof only !== 'string') return describeExpression(only.value);
  return text.parts.map((part) => (typeof part === 'string' ? part : `<${describeExpression(part.value)}>`)).join('');
}

/** A number of a unit that has its unit behind it: `size in Mi`; undefined for every other text. */
export function describeQuantity({ parts: [number, unit, ...rest] }: Text): string | undefined {
  if (rest.length > 0 || typeof number !== 'object' || number.value.op !== 'unit') return undefined;
  if (number.value.to !== unit) return undefined;
  const { of, round } = number.value;
  return `${describeExpression(of)} in ${unit}${round === 'exact' ? '' : ` (${round})`}`;
}

/** What an expression is computed from, and not how: neither its texts nor its tables. For what must not be told. */
export function describeInputs(expression: Expression): string {
  const names = inputsOf(expression);
  if (expression.op === 'variation' || expression.op === 'fact') return names[0];
  return `${expression.op} of ${listed(names)}`;
}

/** `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no placeholder';
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function call(name: string, operands: readonly (string | undefined)[]): string {
  return `${name}(${operands.filter((operand) => operand !== undefined).join(', ')})`;
}

function unless(usual: string, value: string): string | undefined {
  return value === usual ? undefined : value;
}

function inputsOf(expression: Expression): string[] {
  return [...new Set(leavesOf(expression).map((leaf) =>
    (leaf.op === 'fact' ? `env.${leafName(leaf)}` : leafName(leaf))))];
}

function unknownOperation(expression: never): never {
  throw new TypeError(`no operation is called '${String((expression as { op?: unknown }).op)}'`);
}
