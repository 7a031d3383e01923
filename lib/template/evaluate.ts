import { canonicalJson, digestJson } from './canonical';
import type { Dimension, Elements, Evaluate, Expression, InterpolatePart, Rounding, Unit } from './expression';
import { type Json, type JsonObject, isJsonObject, setOwn } from './json';
import { fillNode } from './node';
import { fromPortable } from './portable';
import {
  baseAmount,
  convertQuantity,
  dimensionOf,
  formatQuantity,
  parseQuantity,
  type Quantity,
  roundTo,
} from './quantity';
import { emitYaml } from './yaml';

/** The values that fill a template for one environment or cluster. */
export interface Values {
  readonly facts: JsonObject;
  /** By variation address: `replicas`, `api.memory`. */
  readonly variations: ReadonlyMap<string, Json>;
}

/** Why an expression has no value; the caller knows the object, the path and the environment. */
export class EvaluationError extends Error {
  constructor(
    readonly code: 'PARITY_MISSING_FACT' | 'PARITY_MISSING_VALUE' | 'PARITY_BAD_DERIVATION' | 'PARITY_UNSAFE_TEXT',
    message: string,
    readonly fix: string,
    /** The path of the fact that is missing. */
    readonly fact?: readonly string[],
  ) {
    super(message);
    this.name = 'EvaluationError';
  }
}

/**
 * Makes the function that gives expressions their values in one environment.
 *
 * Pure: equal values give equal results. `onRead` hears of each variation and fact that is read.
 *
 * @throws EvaluationError when a value is missing or a derivation has no result.
 */
export function evaluator(values: Values, onRead?: (leaf: Expression) => void): Evaluate {
  const evaluate: Evaluate = (expression, elements) => {
    switch (expression.op) {
      case 'literal':
        return expression.value;
      case 'variation':
        onRead?.(expression);
        return readVariation(values, expression.name);
      case 'fact':
        onRead?.(expression);
        return readFact(values.facts, expression.path);
      case 'element':
        return readElement(expression.list, elements);
      case 'interpolate':
        return interpolate(expression.parts, (part) => evaluate(part, elements));
      case 'scale':
        return scale(evaluate(expression.of, elements), expression);
      case 'min':
      case 'max':
        return extreme(
          expression,
          expression.of.map((of) => evaluate(of, elements)),
        );
      case 'lookup':
        return lookup(evaluate(expression.of, elements), expression.table, (e) => evaluate(e, elements));
      case 'unit':
        return toUnit(evaluate(expression.of, elements), expression);
      case 'join':
        return join(evaluate(expression.of, elements), expression.separator);
      case 'hash':
        return contentHash(fillNode(fromPortable(expression.of), evaluate, elements), expression.length);
      case 'json':
        return JSON.stringify(
          sortKeys(fillNode(fromPortable(expression.of), evaluate, elements)),
          null,
          expression.indent || undefined,
        );
      case 'yaml':
        return emitYaml([sortKeys(fillNode(fromPortable(expression.of), evaluate, elements))]);
      default:
        throw bad(`no derivation is called '${String((expression as { op: unknown }).op)}'`, 'use a newer version');
    }
  };
  return evaluate;
}

/** Equal content has an equal hash, whatever the order of its keys. */
export function contentHash(content: Json, length: number): string {
  return digestJson(content).slice('sha256:'.length, 'sha256:'.length + length);
}

/**
 * Text shows the order of keys, which is no part of a value and differs between a map spread in place and one that is
 * merged at fill: embedded documents have their keys sorted, whoever made them.
 */
function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const sorted: Record<string, Json> = {};
  for (const key of Object.keys(value).sort()) setOwn(sorted, key, sortKeys(value[key]));
  return sorted;
}

function readVariation(values: Values, name: string): Json {
  const value = values.variations.get(name);
  if (value !== undefined) return value;
  throw new EvaluationError('PARITY_MISSING_VALUE', `the variation '${name}' has neither a default nor a value here`,
    `give it a value: .overlay(..., { ${name}: ... }), or declare a default`);
}

function readFact(facts: JsonObject, path: readonly string[]): Json {
  let value: Json | undefined = facts;
  for (const key of path) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  if (value !== undefined && value !== null) return value;
  throw new EvaluationError('PARITY_MISSING_FACT', `the fact '${path.join('.')}' is not answered here`,
    `add '${path.join('.')}' to the environment's facts`, path);
}

function readElement(list: Expression, elements: Elements | undefined): Json {
  const value = elements?.get(canonicalJson(list as unknown as Json));
  if (value === undefined) throw bad('an element is used outside its list', 'map the list inside an array');
  return value;
}

function interpolate(parts: readonly InterpolatePart[], evaluate: (expression: Expression) => Json): string {
  const whole = parts.length === 1;
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (part.as === 'json') text += JSON.stringify(evaluate(part.value));
    else text += textOf(evaluate(part.value), whole);
  }
  return text;
}

/**
 * The text of a value inside a longer text, which must not be able to end a string, a line or an escape there.
 */
function textOf(value: Json, whole: boolean): string {
  if (typeof value === 'object')
    throw bad('a list or a map has no text form', 'use derive.join, text.json or text.yaml');
  const text = String(value);
  if (!whole && /["'\\\u0000-\u001f\u007f\u2028\u2029]/.test(text)) {
    throw new EvaluationError('PARITY_UNSAFE_TEXT',
      'a value filled inside a longer text holds a quote, a backslash, a control character or a newline',
      'embed the document with text.json(...) or text.yaml(...), which escape each value');
  }
  return text;
}

function scale(value: Json, { by, round, dimension }: Expression & { op: 'scale' }): Json {
  if (typeof value === 'number') return orBad(() => roundTo(value * by, round, `${value} times ${by}`));
  const quantity = quantityOf(value, dimension);
  if (quantity === undefined) throw bad(`${JSON.stringify(value)} cannot be scaled`, 'scale a number or a quantity');
  const amount = quantity.amount * by;
  if (round === 'none' || Number.isInteger(amount)) return formatQuantity({ ...quantity, amount });
  return orBad(() => rescale(quantity, by, round));
}

function quantityOf(value: Json, dimension: Dimension | undefined): Quantity | undefined {
  return typeof value === 'string' && dimension !== undefined ? parseQuantity(value, dimension) : undefined;
}

/** A fraction of a unit is expressed in the next smaller one before it is rounded: half of `1Gi` is `512Mi`. */
function rescale(quantity: Quantity, by: number, round: Rounding): string {
  const smaller = { Pi: 'Ti', Ti: 'Gi', Gi: 'Mi', Mi: 'Ki', cores: 'm', d: 'h', h: 'min', min: 's', s: 'ms' } as const;
  const next = (smaller as Partial<Record<Unit, Unit>>)[quantity.unit];
  if (next === undefined) {
    return formatQuantity({ ...quantity, amount: roundTo(quantity.amount * by, round, formatQuantity(quantity)) });
  }
  const amount = convertQuantity(quantity, next, 'none');
  return Number.isInteger(amount * by) || next === 'Ki' || next === 'm' || next === 'ms'
    ? formatQuantity({ amount: roundTo(amount * by, round, formatQuantity(quantity)), unit: next })
    : rescale({ amount, unit: next }, by, round);
}

function extreme({ op, dimension }: Expression & { op: 'min' | 'max' }, values: readonly Json[]): Json {
  if (values.length === 0) throw bad(`${op} of nothing`, 'give it at least one value');
  const amounts = values.map((value) => comparable(value, dimension));
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if (op === 'min' ? amounts[i] < amounts[best] : amounts[i] > amounts[best]) best = i;
  }
  return values[best];
}

function comparable(value: Json, dimension: Dimension | undefined): number {
  if (typeof value === 'number' && dimension === undefined) return value;
  const quantity = quantityOf(value, dimension);
  if (quantity === undefined) {
    throw bad(`${JSON.stringify(value)} cannot be compared as ${dimension ?? 'a number'}`, 'compare like with like');
  }
  return baseAmount(quantity);
}

function lookup(
  key: Json,
  table: { readonly [key: string]: Expression },
  evaluate: (expression: Expression) => Json,
): Json {
  const text = String(key);
  if (!Object.hasOwn(table, text)) {
    throw bad(
      `the table has no entry for '${text}', only for ${Object.keys(table)
        .map((k) => `'${k}'`)
        .join(', ')}`,
      `add '${text}' to the table`,
    );
  }
  return evaluate(table[text]);
}

function toUnit(value: Json, expression: Expression & { op: 'unit' }): Json {
  const quantity = quantityOf(value, dimensionOf(expression.to));
  if (quantity === undefined)
    throw bad(`${JSON.stringify(value)} is no quantity of ${dimensionOf(expression.to)}`, 'check the unit');
  return orBad(() => convertQuantity(quantity, expression.to, expression.round));
}

function orBad(compute: () => Json): Json {
  try {
    return compute();
  } catch (cause) {
    throw bad((cause as Error).message, 'choose a value that divides evenly, or another rounding');
  }
}

function join(value: Json, separator: string): Json {
  if (!Array.isArray(value)) throw bad('only a list can be joined', 'use vary.list or vary.cidrs');
  return value.map((item: Json) => textOf(item, false)).join(separator);
}

function bad(message: string, fix: string): EvaluationError {
  return new EvaluationError('PARITY_BAD_DERIVATION', message, fix);
}
