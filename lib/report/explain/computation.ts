import { pathDescriber } from '../../template/difference';
import type { Elements, Evaluate, Expression } from '../../template/expression';
import { type Leaf, leavesOf } from '../../template/leaves';
import { type PortableNode, fillNode } from '../../template/node';
import { describeInputs } from '../../template/notation';
import { fromPortable } from '../../template/portable';
import type { Computation, DocumentPlace, TextPart } from './explanation';
import { visitPlaces } from './trace';
import { inputName, notationOf, wordsOf } from './words';

/** What computing an expression in one target needs. */
export interface ComputationScope {
  readonly evaluate: Evaluate;
  readonly elements?: Elements;
  /** True inside a Secret: no value, text or table is told. */
  readonly isSecret: boolean;
  /** Whether the value of an input must not be told. */
  readonly isHidden: (leaf: Leaf) => boolean;
}

/** How an expression came to its value in one target, step by step. Linear in the expression's size. */
export function computationOf(expression: Expression, scope: ComputationScope): Computation {
  if (isHiddenValue(expression, scope)) return concealed(expression);
  const value = scope.evaluate(expression, scope.elements);
  const words = wordsOf(expression);
  const base = { op: expression.op, notation: notationOf(expression), ...(words && { words }), value };
  const inner = (of: Expression) => computationOf(of, scope);
  switch (expression.op) {
    case 'literal': return base;
    case 'variation': case 'fact': return { ...base, input: inputName(expression) };
    case 'element': return { ...base, of: [inner(expression.list)] };
    case 'scale': case 'unit': case 'join': return { ...base, of: [inner(expression.of)] };
    case 'min': case 'max': return { ...base, of: expression.of.map(inner) };
    case 'lookup': {
      const chooser = inner(expression.of);
      // Only what was chosen has a value for certain.
      const chosen = expression.table[String(scope.evaluate(expression.of, scope.elements))];
      return { ...base, of: [chooser, inner(chosen)] };
    }
    case 'interpolate': return { ...base, parts: expression.parts.map((part): TextPart => {
      if (typeof part === 'string') return { text: part };
      const of = inner(part.value);
      return { text: part.as === 'json' ? JSON.stringify(of.value) : String(of.value), of };
    }) };
    case 'hash': case 'json': case 'yaml': return { ...base, document: documentPlaces(expression.of, scope) };
    default: throw new TypeError(`no operation is called '${String((expression as { op: unknown }).op)}'`);
  }
}

function documentPlaces(content: PortableNode, scope: ComputationScope): DocumentPlace[] {
  const node = fromPortable(content);
  const describe = pathDescriber(fillNode(node, scope.evaluate, scope.elements));
  const places: DocumentPlace[] = [];
  visitPlaces(node, scope.evaluate, (path, expression, elements, within) => {
    if (expression === undefined) return;
    const of = computationOf(expression, { ...scope, elements });
    places.push({ path, at: describe(path), of, ...(within.length > 0 && { within }) });
  }, scope.elements);
  return places;
}

/** A value computed from a Secret's could tell it; a hash cannot. */
export function isHiddenValue(expression: Expression, { isSecret, isHidden }: ComputationScope): boolean {
  return isSecret || (expression.op !== 'hash' && leavesOf(expression).some(isHidden));
}

/** Only what it is made of is said. */
function concealed(expression: Expression): Computation {
  const input = expression.op === 'variation' || expression.op === 'fact' ? { input: inputName(expression) } : {};
  return { op: expression.op, notation: describeInputs(expression), ...input };
}
