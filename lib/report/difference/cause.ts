import { choiceOf } from '../../check/choices';
import type { ExceptionRecord } from '../../synth/assembly/assembly';
import { canonicalJson } from '../../template/canonical';
import { EvaluationError } from '../../template/evaluate';
import type { Expression } from '../../template/expression';
import { type Leaf, leavesOf } from '../../template/leaves';
import { describeExpression } from '../../template/notation';
import type { Condition, TemplateObject } from '../../template/template';
import { type ChartPair } from './chart-side';

/** What explains that a field differs. */
export interface Cause {
  readonly kind: 'variation' | 'fact' | 'derivation' | 'alternative' | 'exception';
  /** What is not the same on both sides: `Checkout.replicas`, `env.domain`, or the exception's reason. */
  readonly by: string;
  /** How the value is computed of it: `scale(memory, 0.5)`. */
  readonly computed?: string;
  /** Whose exception it is. */
  readonly target?: string;
}

/** An expression as what explains that a place of a chart differs; `describe` tells how it is computed. */
export function causeOf(expression: Expression, pair: ChartPair, describe = describeExpression): Cause {
  const plain = withoutText(expression);
  if (plain.op === 'element') return causeOf(plain.list, pair, describe);
  if (plain.op === 'variation' || plain.op === 'fact') return { kind: plain.op, by: nameOf(plain, pair) };
  const leaves = leavesOf(plain);
  const differing = leaves.filter((leaf) => differsBetween(leaf, pair));
  const names = (differing.length === 0 ? leaves : differing).map((leaf) => nameOf(leaf, pair));
  return { kind: 'derivation', by: [...new Set(names)].join(' and '), computed: describe(plain) };
}

/** What was asked of a pair: an expression that fills thousands of fields, a map say, is compared once. */
const known = new WeakMap<ChartPair, Map<Expression | string, boolean>>();

/** Whether an expression has another value on each side, as far as it has one where it stands alone. */
export function differsBetween(expression: Expression, pair: ChartPair): boolean {
  let answers = known.get(pair);
  if (answers === undefined) known.set(pair, answers = new Map());
  const key = keyOf(expression);
  let answer = answers.get(key);
  if (answer === undefined) answers.set(key, answer = compare(expression, pair));
  return answer;
}

/** Each place has expressions of its own: those that only read a value are told apart by its name. */
function keyOf(expression: Expression): Expression | string {
  return expression.op === 'variation' || expression.op === 'fact' ? JSON.stringify(expression) : expression;
}

function compare(expression: Expression, { from, to }: ChartPair): boolean {
  try {
    return canonicalJson(from.evaluate(expression)) !== canonicalJson(to.evaluate(expression));
  } catch (cause) {
    // An element of a repeated list has a value only inside of it.
    if (cause instanceof EvaluationError) return true;
    throw cause;
  }
}

function nameOf(leaf: Leaf, { chart }: ChartPair): string {
  return leaf.op === 'variation' ? `${chart.class}.${leaf.name}` : describeExpression(leaf);
}

/** The alternatives by which an object is on one side only, or in another form on each. */
export function choicesBetween(
  objects: readonly (TemplateObject | undefined)[], pair: ChartPair,
): Cause[] {
  const conditions = objects.flatMap((object): readonly Condition[] => object?.when ?? []);
  const differing = conditions.filter(({ of }) => choiceOf(of, pair.from.evaluate) !== choiceOf(of, pair.to.evaluate));
  return distinct(differing.map(({ of }) => ({ ...causeOf(of, pair), kind: 'alternative' as const })));
}

export function causeOfException({ reason, target }: ExceptionRecord): Cause {
  return { kind: 'exception', by: reason, target };
}

/** Each cause once. */
export function distinct(causes: readonly Cause[]): Cause[] {
  return [...new Map(causes.map((cause) => [JSON.stringify(cause), cause])).values()];
}

/** A number that is placed as text is still that number. */
function withoutText(expression: Expression): Expression {
  if (expression.op !== 'interpolate' || expression.parts.length !== 1) return expression;
  const [part] = expression.parts;
  return typeof part === 'string' ? expression : part.value;
}
