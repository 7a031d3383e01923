import type { Expression } from './expression';
import type { PortableNode, PortablePlace } from './node';

/** A variation or a fact: what an environment answers. */
export type Leaf = Extract<Expression, { op: 'variation' | 'fact' }>;

/** The variations and facts that an expression is computed from. */
export function leavesOf(expression: Expression): Leaf[] {
  switch (expression.op) {
    case 'variation':
    case 'fact':
      return [expression];
    case 'literal':
      return [];
    case 'element':
      return leavesOf(expression.list);
    case 'interpolate':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : leavesOf(part.value)));
    case 'scale':
    case 'unit':
    case 'join':
      return leavesOf(expression.of);
    case 'min':
    case 'max':
      return expression.of.flatMap(leavesOf);
    case 'lookup':
      return [...leavesOf(expression.of), ...Object.values(expression.table).flatMap(leavesOf)];
    case 'hash':
    case 'json':
    case 'yaml':
      return leavesOfNode(expression.of);
    default:
      return unknownOperation(expression);
  }
}

/** The variations and facts that fill one place. */
export function leavesOfPlace(place: PortablePlace): Leaf[] {
  if ('value' in place) return leavesOf(place.value);
  return 'repeat' in place ? leavesOf(place.repeat) : place.merge.flatMap(leavesOf);
}

/** The name under which a leaf is listed: `replicas`, or a fact's path `storageClasses.fast`. */
export function leafName(leaf: Leaf): string {
  return leaf.op === 'variation' ? leaf.name : leaf.path.join('.');
}

function leavesOfNode(node: PortableNode): Leaf[] {
  return node.places.flatMap(leavesOfPlace);
}

function unknownOperation(expression: never): never {
  throw new TypeError(`no operation is called '${String((expression as { op?: unknown }).op)}'`);
}
