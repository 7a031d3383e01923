import { canonicalJson } from '../template/canonical';
import type { Dimension } from '../template/expression';
import type { Json } from '../template/json';
import { baseAmount, parseQuantity } from '../template/quantity';
import type { VariationSpec, VariationType } from './variation';

const DIMENSIONS: ReadonlyMap<VariationType, Dimension> = new Map([
  ['cpu', 'cpu'], ['memory', 'memory'], ['storage', 'memory'], ['duration', 'time'],
]);
/** Factors such as 0.57 cores in millicores are not exact in binary. */
const PRECISION = 1e-9;

/** A value as one number that values of its type can be compared by; undefined when it has none. */
export function amountOf({ type }: Pick<VariationSpec, 'type'>, value: Json | undefined): number | undefined {
  const dimension = DIMENSIONS.get(type);
  if (dimension !== undefined) {
    const quantity = typeof value === 'string' ? parseQuantity(value, dimension) : undefined;
    return quantity === undefined ? undefined : baseAmount(quantity);
  }
  if (type === 'percent') {
    return typeof value === 'string' && /^\d{1,3}%$/.test(value) ? Number.parseInt(value, 10) : undefined;
  }
  return (type === 'integer' || type === 'number') && Number.isFinite(value) ? value as number : undefined;
}

/** Whether two values of a variation mean the same: `1Gi` and `1024Mi` do. */
export function isSameValue(spec: Pick<VariationSpec, 'type'>, a: Json, b: Json): boolean {
  const [one, other] = [amountOf(spec, a), amountOf(spec, b)];
  if (one === undefined || other === undefined) return canonicalJson(a) === canonicalJson(b);
  return Math.abs(one - other) <= PRECISION * Math.max(Math.abs(one), Math.abs(other));
}
